// Operands: names, calls, members, indices, `if`, `match`.
#include "compiler/parse/OperatorStack.h"

namespace flow::parse {

ast::Expr *AstBuilder::operand(Grammar::OperandContext *tree) {
  Span whole = span(tree);
  if (tree->leave) {
    auto *leave = make<ast::LeaveExpr>(whole);
    uint16_t type = tokenOf(tree->leave).type;
    leave->leave = type == Lexer::BREAK      ? ast::LeaveKind::Break
                   : type == Lexer::CONTINUE ? ast::LeaveKind::Continue
                                             : ast::LeaveKind::Return;
    return leave;
  }
  ast::Expr *value = suffixes(primary(tree->primary()), tree->suffixes);
  if (!tree->SPAWN()) return value;
  if (value->kind != ast::Kind::CallExpr)
    error(value->span, "`spawn` takes a call").help("write `spawn f(x)`; the call runs as a task");
  auto *spawn = make<ast::SpawnExpr>(whole);
  spawn->call = value;
  spawn->hasOptions = tree->arguments() != nullptr;
  if (spawn->hasOptions) spawn->options = arguments(tree->arguments());
  return spawn;
}

ast::Expr *AstBuilder::suffixes(ast::Expr *base, const std::vector<Grammar::SuffixContext *> &trees) {
  for (Grammar::SuffixContext *tree : trees) base = suffix(base, tree);
  return base;
}

ast::Expr *AstBuilder::suffix(ast::Expr *base, Grammar::SuffixContext *tree) {
  Span whole = merge(base->span, span(tree));
  if (tree->dot) {
    auto *member = make<ast::MemberExpr>(whole);
    member->base = base;
    member->name = name(tree->name());
    member->optional = tokenOf(tree->dot).type == Lexer::OPTIONAL_DOT;
    return member;
  }
  if (tree->arguments()) {
    auto *call = make<ast::CallExpr>(whole);
    call->callee = base;
    call->arguments = arguments(tree->arguments());
    call->argumentsSpan = span(tree);
    return call;
  }
  if (!tree->indices.empty()) {
    auto *indexed = make<ast::IndexExpr>(whole);
    indexed->base = base;
    for (Grammar::IndexContext *each : tree->indices) indexed->indices.push_back(index(each));
    return indexed;
  }
  if (tree->TUPLE_INDEX()) {
    auto *member = make<ast::MemberExpr>(whole);
    member->base = base;
    Span digits = span(tree);
    ++digits.begin;
    member->name = {std::string(text(digits)), digits, false};
    return member;
  }
  // `?` behind what reads as a type.
  ast::Type *inner = typeOf(base);
  if (!inner || inner->kind == ast::Kind::IntTypeArg) {
    if (emitter_.hasReport(span(tree))) return base; // the parser could not go on behind it
    error(span(tree), "`?` makes a type optional, and this is not a type")
        .also(base->span, "this is a value")
        .help("a default for a missing value is written `x ?? default`, a choice `if c { a } else { b }`");
    return base;
  }
  auto *optionalType = make<ast::OptionalType>(whole);
  optionalType->inner = inner;
  return typeAsValue(optionalType);
}

ast::Expr *AstBuilder::index(Grammar::IndexContext *tree) {
  Grammar::ValueOrTypeContext *value = tree->valueOrType();
  ast::Expr *begin = value ? valueOrType(value) : nullptr;
  if (value && !tree->OPEN_RANGE()) return begin;
  auto *range = make<ast::RangeExpr>(span(tree));
  range->begin = begin;
  if (tree->end) range->end = expression(tree->end);
  range->inclusive = tree->op && tokenOf(tree->op).type == Lexer::RANGE_TO;
  return range;
}

std::vector<ast::Argument> AstBuilder::arguments(Grammar::ArgumentsContext *tree) {
  std::vector<ast::Argument> result;
  const ast::Argument *named = nullptr;
  result.reserve(tree->list.size());
  for (Grammar::ArgumentContext *each : tree->list) {
    result.push_back(argument(each));
    const ast::Argument &last = result.back();
    if (!last.name.empty() && !named) named = &last;
    // `select(total: .a + .b, .c)`: columns are listed in the order that is wanted.
    bool positional =
        last.name.empty() && last.kind != ast::ArgumentKind::Spread && last.value->kind != ast::Kind::ColumnExpr;
    if (positional && named)
      error(last.value->span, "a positional argument cannot follow a named one")
          .also(named->name.span, "named argument");
  }
  return result;
}

ast::Argument AstBuilder::argument(Grammar::ArgumentContext *tree) {
  ast::Argument argument;
  if (tree->spread) {
    argument.kind = ast::ArgumentKind::Spread;
    argument.value = expression(tree->spread);
    return argument;
  }
  if (tree->isInout) argument.kind = ast::ArgumentKind::Inout;
  if (tree->value) {
    argument.value = expression(tree->value);
    return argument;
  }
  if (tree->colon) {
    argument.name = fieldName(tree->first, "an argument");
    argument.value = tree->second ? valueOrType(tree->second) : nameAsValue(argument.name);
  } else {
    argument.value = valueOrType(tree->first);
  }
  return argument;
}

ast::Expr *AstBuilder::valueOrType(Grammar::ValueOrTypeContext *tree) {
  if (Grammar::ChainContext *chain = tree->chain()) return chainExpression(chain);
  if (Grammar::LambdaOrTypeContext *lambda = tree->lambdaOrType()) return lambdaOrType(lambda);
  auto *record = make<ast::RecordType>(span(tree->fieldList()));
  record->fields = fields(tree->fieldList());
  return typeAsValue(optional(record, tree->optional));
}

ast::Expr *AstBuilder::lambdaOrType(Grammar::LambdaOrTypeContext *tree) {
  Grammar::BlockContext *body = tree->block();
  if (!tree->value && !body && tree->result) {
    auto *fn = make<ast::FnType>(span(tree));
    for (Grammar::ParameterOrTypeContext *each : tree->lambdaParameters()->list) {
      fn->parameters.push_back(type(each->first));
      if (each->second || each->value || each->isInout)
        error(span(each), "the parameters of a function type have no names")
            .help("write the type only: `fn(i64) -> i64`");
    }
    fn->result = type(tree->result);
    return typeAsValue(fn);
  }
  auto *lambda = make<ast::LambdaExpr>(span(tree->getStart()));
  lambda->parameters = lambdaParameters(tree->lambdaParameters());
  if (tree->result) lambda->result = type(tree->result);
  lambda->arrowBody = tree->value != nullptr;
  if (tree->value) {
    lambda->body = expression(tree->value);
  } else if (body) {
    lambda->body = block(body);
  } else {
    error(span(tree), "this lambda has no body").help("write `fn(x) => ..` or `fn(x) { .. }`");
    lambda->body = make<ast::BlockExpr>(span(tree).atEnd());
  }
  lambda->span = merge(lambda->span, lambda->body->span);
  std::vector<ChainPart> parts(1);
  parts[0].operand = suffixes(lambda, tree->suffix());
  collect(collectLink(tree->link(), tree->catchLink(), parts), parts);
  return arrange(parts);
}

std::vector<ast::Parameter> AstBuilder::lambdaParameters(Grammar::LambdaParametersContext *tree) {
  std::vector<ast::Parameter> result;
  for (Grammar::ParameterOrTypeContext *each : tree->list)
    if (!broken(each)) result.push_back(lambdaParameter(each));
  return result;
}

ast::Parameter AstBuilder::lambdaParameter(Grammar::ParameterOrTypeContext *tree) {
  ast::Parameter parameter;
  parameter.span = span(tree);
  parameter.isInout = tree->isInout != nullptr;
  const ast::Type *written = type(tree->first);
  const auto *named = ast::dynCast<const ast::NamedType>(written);
  if (named && named->path.size() == 1 && named->arguments.empty()) {
    parameter.name = named->path[0];
  } else if (written->kind == ast::Kind::TupleType) {
    parameter.pattern = patternOf(*written);
  }
  if (parameter.pattern && (tree->isInout || tree->value)) {
    error(span(tree), tree->isInout ? "what a function changes has a name" : "a parameter with a default has a name")
        .help("take its parts inside: `fn(t) { let (a, b) = t; .. }`");
  } else if (parameter.name.empty() && !parameter.pattern) {
    error(span(tree->first), "a parameter of a lambda is a name")
        .help("its type stands behind a colon: `fn(x: i64) => ..`");
    parameter.name = {"_", span(tree->first), false};
  }
  if (tree->second) parameter.type = type(tree->second);
  if (tree->value) parameter.defaultValue = expression(tree->value);
  parameter.doc = docs_.take(parameter.span);
  return parameter;
}

ast::Expr *AstBuilder::primary(Grammar::PrimaryContext *tree) {
  Span whole = span(tree);
  if (Grammar::LiteralContext *each = tree->literal())
    return each->value ? literal(each->value) : string(each->string());
  if (tree->column) {
    auto *column = make<ast::ColumnExpr>(whole);
    column->name = name(tree->column);
    return column;
  }
  if (Grammar::NameContext *each = tree->name()) {
    auto *expr = make<ast::NameExpr>(whole);
    expr->name = name(each);
    return expr;
  }
  if (Grammar::IfExpressionContext *each = tree->ifExpression()) return ifExpression(each);
  if (Grammar::BlockContext *each = tree->block()) return block(each);
  switch (tokenOf(tree->getStart()).type) {
  case Lexer::LPAREN: return roundBrackets(tree);
  case Lexer::LBRACKET: return squareBrackets(tree);
  case Lexer::MATCH: return matchExpression(tree);
  default: return make<ast::PlaceholderExpr>(whole);
  }
}

ast::Expr *AstBuilder::ifExpression(Grammar::IfExpressionContext *tree) {
  Span end = span(tree).atEnd();
  ast::Expr *tail = nullptr;
  auto branch = [&](antlr4::Token *first, Grammar::ConditionContext *test, Grammar::BlockContext *body) {
    auto *expr = make<ast::IfExpr>(merge(span(first), end));
    expr->condition = condition(test);
    expr->thenBlock = block(body);
    expr->elseBranch = tail;
    return expr;
  };
  // From the last part to the first: each is the `else` of the one before it.
  for (size_t index = tree->parts.size(); index-- > 0;) {
    Grammar::ElsePartContext *part = tree->parts[index];
    if (part->condition()) {
      tail = branch(part->IF()->getSymbol(), part->condition(), part->block());
      continue;
    }
    if (tail)
      error(span(part->ELSE()->getSymbol()), "nothing can follow `else { .. }`")
          .also(tail->span, "this branch is never reached");
    tail = block(part->block());
  }
  return branch(tree->getStart(), tree->condition(), tree->block());
}

ast::Expr *AstBuilder::matchExpression(Grammar::PrimaryContext *tree) {
  auto *match = make<ast::MatchExpr>(span(tree));
  match->subject = expression(tree->subject);
  for (Grammar::ArmContext *each : tree->arms) {
    ast::MatchArm arm;
    arm.span = span(each);
    if (broken(each)) {
      match->arms.push_back(arm);
      continue;
    }
    arm.pattern = pattern(each->pattern());
    if (each->guard) arm.guard = expression(each->guard);
    arm.body = plainStatement(merge(span(each->target->getStart()), arm.span.atEnd()), each->target,
                              each->assignOperator(), each->value);
    match->arms.push_back(arm);
  }
  lists_.push_back(match);
  return match;
}

} // namespace flow::parse

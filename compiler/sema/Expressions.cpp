// Names, members, indices, `if`, `match`, blocks, leaving, and the making of records and lists.
#include "compiler/base/EditDistance.h"
#include "compiler/sema/Checker.h"

namespace flow::sema {

using diag::Code;

Expr *Checker::checkName(const ast::NameExpr &expr) {
  Symbol symbol = lookup(expr.name.text);
  if (symbol.local) {
    symbol.local->isUsed = true;
    if (symbol.local->type->is(TypeKind::Error)) return error(expr.span);
    auto *ref = program_->make<tree::LocalRef>(symbol.local->type, expr.span);
    ref->local = symbol.local;
    return ref;
  }
  if (symbol.fn || !library_.named(expr.name.text).empty())
    return notBuilt(expr.span, "a function as a value (`" + expr.name.text + "`)");
  reportUnknownName(expr.name, expr.span);
  return error(expr.span);
}

Expr *Checker::checkMember(const ast::MemberExpr &expr) {
  const auto *baseName = ast::dynCast<const ast::NameExpr>(expr.base);
  if (baseName && baseName->name.text == "right" && row_.right)
    return resolveColumn(expr.name, expr.span, row_.right, 1);
  if (baseName && !lookup(baseName->name.text).local) {
    const Type *scalar = types_.scalarNamed(baseName->name.text);
    bool isMost = expr.name.text == "max";
    if (scalar && scalar->isInt() && (isMost || expr.name.text == "min")) {
      unsigned bits = scalar->bits();
      __int128 most = (static_cast<__int128>(1) << (scalar->isSignedInt() ? bits - 1 : bits)) - 1;
      return constant(scalar, expr.span, isMost ? most : scalar->isSignedInt() ? -most - 1 : 0);
    }
    if (baseName->name.text == "math" && (expr.name.text == "pi" || expr.name.text == "e"))
      return constant(types_.f64(), expr.span,
                      expr.name.text == "pi" ? 3.141592653589793 : 2.718281828459045);
  }
  Expr *base = check(*expr.base);
  if (base->type->is(TypeKind::Error)) return base;
  const Type *plain = base->type->plain();
  bool isRecord = plain->is(TypeKind::Record) || plain->is(TypeKind::Tuple);
  int index = isRecord ? plain->fieldIndex(expr.name.text) : -1;
  if (plain->is(TypeKind::Tuple) && !expr.name.text.empty() &&
      std::isdigit(static_cast<unsigned char>(expr.name.text[0]))) {
    size_t position = std::stoul(expr.name.text);
    if (position < plain->parts.size()) index = static_cast<int>(position);
  }
  if (index >= 0) {
    if (base->type->isOptional() && !expr.optional) {
      report(Code::OptionalValue, expr.span, "this record may be none")
          .help("use `?.`, or give a value for none: `.. ?? default`");
      return error(expr.span);
    }
    const Type *field = plain->is(TypeKind::Record) ? plain->fields[static_cast<size_t>(index)].type
                                                    : plain->parts[static_cast<size_t>(index)];
    auto make = [&](std::vector<Expr *> &values) -> Expr * {
      auto *node = program_->make<tree::FieldOf>(field, expr.span);
      node->base = values[0];
      node->index = static_cast<uint32_t>(index);
      return node;
    };
    return lifted({base}, expr.span, make);
  }
  // `.ts.year`: a member that is none is a function of one argument.
  if (!library_.named(expr.name.text).empty()) {
    CallSite call;
    call.name = &expr.name;
    call.span = expr.span;
    call.positional.push_back({nullptr, base, expr.base->span});
    return callBuiltin(call, library_.named(expr.name.text));
  }
  std::string owner = plain->is(TypeKind::Record) && plain->name.empty() ? "the record" : text(plain);
  auto builder = report(Code::UnknownMember, expr.name.span,
                        owner + " has no " + (plain->is(TypeKind::Record) ? "field" : "member") + " `" +
                            expr.name.text + "`");
  if (isRecord && !plain->fields.empty()) {
    std::vector<std::string_view> candidates;
    for (const types::Field &field : plain->fields) candidates.push_back(field.name);
    builder.label(columnsText(plain).replace(0, 7, "fields"));
    if (auto near = closestName(expr.name.text, candidates))
      builder.fix(expr.name.span, std::string(*near), "did you mean `" + std::string(*near) + "`?");
  }
  return error(expr.span);
}

Expr *Checker::checkIndex(const ast::IndexExpr &expr) {
  Expr *base = check(*expr.base);
  if (base->type->is(TypeKind::Error)) return base;
  if (expr.indices.size() != 1) return notBuilt(expr.span, "an index of several parts");
  const Type *plain = base->type->plain();
  if (const auto *range = ast::dynCast<const ast::RangeExpr>(expr.indices[0])) {
    if (!plain->isStringLike()) return notBuilt(expr.span, "a slice of " + text(base->type));
    Expr *begin = range->begin ? checkAs(*range->begin, types_.i64(), "the begin of a slice")
                               : constant(types_.i64(), expr.span, static_cast<__int128>(0));
    if (!range->end) return builtin("[..end]", {base, begin}, expr.span);
    Expr *end = checkAs(*range->end, types_.i64(), "the end of a slice");
    if (end->type->is(TypeKind::Error)) return end;
    if (range->inclusive)
      end = binary(ir::Op::Add, types_.i64(), end,
                   constant(types_.i64(), expr.span, static_cast<__int128>(1)), expr.span);
    return builtin("[..]", {base, begin, end}, expr.span);
  }
  Expr *index = checkAs(*expr.indices[0], types_.i64(), "an index");
  if (index->type->is(TypeKind::Error)) return index;
  if (plain->isStringLike()) return builtin("[]", {base, index}, expr.span);
  if (!base->type->is(TypeKind::List)) return notBuilt(expr.span, "an index into " + text(base->type));
  auto *node = program_->make<tree::ListOp>(base->type->element(), expr.span);
  node->op = tree::ListOpKind::Get;
  node->operands = {base, index};
  return node;
}

Expr *Checker::checkIf(const ast::IfExpr &expr, const Type *expected) {
  if (expr.condition.pattern) return notBuilt(expr.condition.value->span, "`if let`");
  Expr *condition = checkCondition(*expr.condition.value, row_, "the condition of `if`");
  const ast::Expr &test = *expr.condition.value;
  Expr *thenExpr = checkNarrowed(*expr.thenBlock, test, true, expected);
  Expr *elseExpr = expr.elseBranch ? checkNarrowed(*expr.elseBranch, test, false, expected) : nullptr;
  if (condition->type->is(TypeKind::Error) || thenExpr->type->is(TypeKind::Error) ||
      (elseExpr && elseExpr->type->is(TypeKind::Error)))
    return error(expr.span);
  const Type *type = elseExpr ? commonType(thenExpr->type, elseExpr->type) : types_.unit();
  bool isNumberPair = !type && thenExpr->type->plain()->isNumeric() && elseExpr->type->plain()->isNumeric();
  if (!type && (thenExpr->type->is(TypeKind::Unit) || elseExpr->type->is(TypeKind::Unit)))
    type = types_.unit();
  if (type && type->isFrame()) return notBuilt(expr.span, "an `if` that gives a frame");
  if (!type || isNumberPair) {
    report(Code::BranchTypes, expr.span,
           "the branches of this `if` give " + text(thenExpr->type) + " and " + text(elseExpr->type))
        .also(thenExpr->span, text(thenExpr->type))
        .also(elseExpr->span, text(elseExpr->type))
        .help("both must give the same type");
    return error(expr.span);
  }
  auto *node = program_->make<tree::If>(type, expr.span);
  node->condition = condition;
  bool hasValue = !type->is(TypeKind::Unit) && !type->is(TypeKind::Never);
  node->thenExpr = hasValue ? coerce(thenExpr, type, thenExpr->span, "this branch") : thenExpr;
  node->elseExpr = elseExpr && hasValue ? coerce(elseExpr, type, elseExpr->span, "this branch") : elseExpr;
  return node;
}

/// The test of one pattern against the subject, a bool expression; null when the pattern takes everything.
Expr *Checker::patternTest(const ast::Pattern &pattern, Expr *subject) {
  auto compare = [&](ir::Op op, Expr *left, Expr *right) {
    return binary(op, types_.boolean(), left, right, pattern.span);
  };
  auto plainSubject = [&]() -> Expr * {
    if (!subject->type->isOptional()) return subject;
    auto *get = program_->make<tree::Convert>(subject->type->plain(), subject->span);
    get->how = tree::ConvertKind::Reinterpret; // the value under the test that it is there
    get->operand = subject;
    return get;
  };
  auto both = [&](bool isAnd, Expr *left, Expr *right) -> Expr * {
    auto *node = program_->make<tree::Logic>(types_.boolean(), pattern.span);
    node->isAnd = isAnd;
    node->left = left;
    node->right = right;
    return node;
  };
  auto present = [&](Expr *test) -> Expr * {
    if (!subject->type->isOptional()) return test;
    auto *isNone = program_->make<tree::IsNone>(types_.boolean(), pattern.span);
    isNone->operand = subject;
    auto *isPresent = program_->make<tree::Unary>(types_.boolean(), pattern.span);
    isPresent->op = ir::Op::Not;
    isPresent->operand = isNone;
    return both(true, isPresent, test);
  };
  if (const auto *literal = ast::dynCast<const ast::LiteralPattern>(&pattern)) {
    if (literal->value->kind == ast::Kind::NoneLiteral) {
      if (!subject->type->isOptional()) {
        report(Code::NeverNone, pattern.span, "the value matched here is never none");
        return error(pattern.span);
      }
      auto *isNone = program_->make<tree::IsNone>(types_.boolean(), pattern.span);
      isNone->operand = subject;
      return isNone;
    }
    Expr *value = checkAs(*literal->value, subject->type->plain(), "this pattern");
    return value->type->is(TypeKind::Error) ? value : present(compare(ir::Op::Equal, plainSubject(), value));
  }
  if (const auto *range = ast::dynCast<const ast::RangePattern>(&pattern)) {
    Expr *begin = checkAs(*range->begin, subject->type->plain(), "this pattern");
    Expr *end = checkAs(*range->end, subject->type->plain(), "this pattern");
    if (begin->type->is(TypeKind::Error) || end->type->is(TypeKind::Error)) return error(pattern.span);
    return present(both(true, compare(ir::Op::LessEqual, begin, plainSubject()),
                        compare(range->inclusive ? ir::Op::LessEqual : ir::Op::Less, plainSubject(), end)));
  }
  if (const auto *alternatives = ast::dynCast<const ast::AlternativePattern>(&pattern)) {
    Expr *test = nullptr;
    for (const ast::Pattern *alternative : alternatives->alternatives) {
      Expr *one = patternTest(*alternative, subject);
      if (!one) return nullptr;
      test = test ? both(false, test, one) : one;
    }
    return test;
  }
  if (pattern.kind == ast::Kind::WildcardPattern) return nullptr;
  return notBuilt(pattern.span, std::string("a pattern of this kind (") + ast::kindName(pattern.kind) + ")");
}

/// What arms of literals leave out, in words; empty when nothing.
static std::string missingArms(const Type *type, bool sawNone, bool sawTrue, bool sawFalse) {
  std::string missing;
  auto add = [&](const std::string &what) { missing += (missing.empty() ? "" : " and ") + what; };
  if (type->isOptional() && !sawNone) add("`none`");
  if (!type->plain()->is(TypeKind::Bool)) add("further values of " + text(type->plain()));
  if (type->plain()->is(TypeKind::Bool) && !sawTrue) add("`true`");
  if (type->plain()->is(TypeKind::Bool) && !sawFalse) add("`false`");
  return missing;
}

Expr *Checker::checkMatch(const ast::MatchExpr &expr, const Type *expected) {
  Expr *subject = check(*expr.subject);
  if (subject->type->is(TypeKind::Error)) return subject;
  // The subject is evaluated once, into a local that the tests read.
  Local *local = program_->makeLocal("", subject->type, expr.subject->span);
  local->isUsed = true;
  local->depth = state_.depth;
  auto *let = program_->makeStmt(tree::StmtKind::Let, expr.subject->span);
  let->local = local;
  let->value = subject;
  auto *ref = program_->make<tree::LocalRef>(subject->type, expr.subject->span);
  ref->local = local;

  struct Arm {
    Expr *test;
    Expr *body;
  };
  std::vector<Arm> arms;
  const Type *type = types_.never();
  bool isExhaustive = false, sawTrue = false, sawFalse = false, sawNone = false;
  for (const ast::MatchArm &arm : expr.arms) {
    pushScope();
    const auto *bind = ast::dynCast<const ast::BindPattern>(arm.pattern);
    std::vector<tree::Stmt *> bindings;
    if (bind) {
      const Type *bound = sawNone ? subject->type->plain() : subject->type;
      Local *name = declare(bind->name, bound, false);
      auto *bindStmt = program_->makeStmt(tree::StmtKind::Let, arm.pattern->span);
      bindStmt->local = name;
      Expr *value = ref;
      if (bound != subject->type) {
        auto *get = program_->make<tree::Convert>(bound, arm.pattern->span);
        get->how = tree::ConvertKind::Reinterpret;
        get->operand = ref;
        value = get;
      }
      bindStmt->value = value;
      bindings.push_back(bindStmt);
    }
    Expr *test = bind ? nullptr : patternTest(*arm.pattern, ref);
    if (test && test->type->is(TypeKind::Error)) { // the names of such a pattern are not known in the arm
      popScope();
      type = types_.error();
      isExhaustive = true;
      continue;
    }
    if (const auto *literal = ast::dynCast<const ast::LiteralPattern>(arm.pattern); literal && !arm.guard) {
      sawNone |= literal->value->kind == ast::Kind::NoneLiteral;
      if (const auto *value = ast::dynCast<const ast::BoolLiteral>(literal->value))
        (value->value ? sawTrue : sawFalse) = true;
    }
    auto *body = program_->make<tree::Block>(types_.unit(), arm.span);
    body->statements = bindings;
    Expr *guard = arm.guard ? checkCondition(*arm.guard, row_, "a guard") : nullptr;
    if (guard && bind) {
      // `n if n < 0`: the guard needs the binding, so it becomes a block that binds and tests.
      auto *guardBlock = program_->make<tree::Block>(types_.boolean(), arm.guard->span);
      guardBlock->statements = bindings;
      guardBlock->value = guard;
      guard = guardBlock;
    }
    if (guard && test) {
      auto *both = program_->make<tree::Logic>(types_.boolean(), arm.pattern->span);
      both->isAnd = true;
      both->left = test;
      both->right = guard;
      test = both;
    } else if (guard)
      test = guard;
    const auto *exprStmt = ast::dynCast<const ast::ExprStmt>(arm.body);
    if (exprStmt && checkPrint(*exprStmt->expr, body->statements)) {
      // A print gives nothing: the arm's type stays the unit type.
    } else if (exprStmt) {
      body->value = check(*exprStmt->expr, expected);
      body->type = body->value->type;
    } else {
      checkStmt(*arm.body, body->statements);
    }
    popScope();
    if (body->type->is(TypeKind::Error)) type = types_.error();
    const Type *common = type->is(TypeKind::Error) ? type : commonType(type, body->type);
    if (!common) {
      report(Code::BranchTypes, arm.span,
             "this arm gives " + text(body->type) + ", but the ones before it give " + text(type))
          .help("all arms must give the same type");
      common = types_.error();
    }
    type = common;
    arms.push_back({test, body});
    if (!test) isExhaustive = true;
  }
  std::string missing = missingArms(subject->type, sawNone, sawTrue, sawFalse);
  if (!isExhaustive && !missing.empty()) {
    report(Code::NotExhaustive, expr.subject->span,
           "this `match` of " + text(subject->type) + " leaves out " + missing)
        .help("add an arm for the rest: `_ => ..`");
    return error(expr.span);
  }
  if (type->is(TypeKind::Error)) return error(expr.span);
  if (type->isFrame()) return notBuilt(expr.span, "a `match` that gives a frame");
  Expr *chain = nullptr;
  bool hasValue = !type->is(TypeKind::Unit) && !type->is(TypeKind::Never);
  for (size_t i = arms.size(); i-- > 0;) {
    Expr *body = hasValue ? coerce(arms[i].body, type, arms[i].body->span, "this arm") : arms[i].body;
    if (!arms[i].test || !chain) { // the last arm of an exhaustive match needs no test
      chain = body;
      continue;
    }
    auto *node = program_->make<tree::If>(type, arms[i].body->span);
    node->condition = arms[i].test;
    node->thenExpr = body;
    node->elseExpr = chain;
    chain = node;
  }
  auto *block = program_->make<tree::Block>(type, expr.span);
  block->statements.push_back(let);
  block->value = chain;
  return block;
}

Expr *Checker::checkBlock(const ast::BlockExpr &block, const Type *expected) {
  auto *node = program_->make<tree::Block>(types_.unit(), block.span);
  pushScope();
  for (size_t i = 0; i < block.statements.size(); ++i) {
    const ast::Stmt &stmt = *block.statements[i];
    const auto *last = i + 1 == block.statements.size() ? ast::dynCast<const ast::ExprStmt>(&stmt) : nullptr;
    if (!last || checkPrint(*last->expr, node->statements)) {
      if (!last) checkStmt(stmt, node->statements);
      continue;
    }
    node->value = check(*last->expr, expected);
    node->type = node->value->type;
  }
  popScope();
  if (!node->value && !node->statements.empty())
    if (const Expr *last = node->statements.back()->value;
        last && last->type->is(TypeKind::Never) &&
        node->statements.back()->kind == tree::StmtKind::Expression)
      node->type = types_.never();
  return node;
}

Expr *Checker::checkLeave(const ast::LeaveExpr &leave) {
  auto *node = program_->make<tree::Leave>(types_.never(), leave.span);
  node->leave = leave.leave;
  switch (leave.leave) {
  case ast::LeaveKind::Fail:
    if (leave.value) node->value = checkAs(*leave.value, types_.str(), "the reason of a failure");
    if (node->value && node->value->type->is(TypeKind::Error)) return node->value;
    return node;
  case ast::LeaveKind::Return:
    if (!state_.function || inRow()) {
      report(Code::MisplacedLeave, leave.span, "`return` outside of a function");
      return error(leave.span);
    }
    if (state_.result && state_.result->isFrame())
      return notBuilt(leave.span, "`return` in a function that gives a frame");
    if (leave.value) {
      node->value = check(*leave.value, state_.result);
      if (node->value->type->is(TypeKind::Error)) return node->value;
      const Type *result = state_.result ? state_.result : types_.unit();
      node->value = coerce(node->value, result, leave.value->span, "the returned value");
    } else if (state_.result && !state_.result->is(TypeKind::Unit)) {
      report(Code::TypeMismatch, leave.span,
             "this function gives " + text(state_.result) + ", but nothing is returned here");
    }
    return node;
  case ast::LeaveKind::Break:
  case ast::LeaveKind::Continue:
    if (state_.loops == 0) {
      report(Code::MisplacedLeave, leave.span, "`break` and `continue` stand in loops only");
      return error(leave.span);
    }
    return node;
  case ast::LeaveKind::Yield: return notBuilt(leave.span, "`yield`");
  }
  FLOW_UNREACHABLE();
}

Expr *Checker::checkTuple(const ast::TupleExpr &expr, const Type *expected) {
  auto *node = program_->make<tree::MakeRecord>(nullptr, expr.span);
  std::vector<const Type *> parts;
  bool isAsked = expected && expected->is(TypeKind::Tuple) && expected->parts.size() == expr.elements.size();
  for (size_t i = 0; i < expr.elements.size(); ++i) {
    Expr *value = isAsked ? checkAs(*expr.elements[i], expected->parts[i], "this part of the tuple")
                          : check(*expr.elements[i]);
    if (value->type->is(TypeKind::Error)) return value;
    if (value->type->isFrame()) return notBuilt(value->span, "a frame in a tuple");
    node->fields.push_back(value);
    parts.push_back(value->type);
  }
  node->type = parts.empty() ? types_.unit() : types_.tuple(std::move(parts));
  return node;
}

Expr *Checker::checkRecord(const ast::RecordExpr &expr, const Type *expected) {
  const Type *asked = expected && expected->plain()->is(TypeKind::Record) ? expected->plain() : nullptr;
  Expr *base = expr.base ? check(*expr.base, expected) : nullptr;
  if (base && base->type->is(TypeKind::Error)) return base;
  if (base && !base->type->is(TypeKind::Record)) {
    report(Code::TypeMismatch, expr.base->span, "`..` takes a record, but this is " + text(base->type));
    return error(expr.span);
  }
  if (base) asked = base->type;
  std::map<std::string, Expr *> given;
  std::vector<types::Field> fields;
  for (const ast::RecordField &field : expr.fields) {
    int index = asked ? asked->fieldIndex(field.name.text) : -1;
    if (asked && index < 0) {
      report(Code::UnknownMember, field.name.span, "the record has no field `" + field.name.text + "`")
          .label(columnsText(asked).replace(0, 7, "fields"));
      return error(expr.span);
    }
    Expr *value = asked ? checkAs(*field.value, asked->fields[static_cast<size_t>(index)].type, "this field")
                        : check(*field.value);
    if (value->type->is(TypeKind::Error)) return value;
    if (value->type->isFrame()) return notBuilt(value->span, "a frame in a record");
    if (!given.emplace(field.name.text, value).second) {
      report(Code::DuplicateName, field.name.span, "the field `" + field.name.text + "` is given twice");
      return error(expr.span);
    }
    fields.push_back({field.name.text, value->type});
  }
  const Type *type = asked ? asked : types_.record(fields);
  auto *node = program_->make<tree::MakeRecord>(type, expr.span);
  for (uint32_t i = 0; i < type->fields.size(); ++i) {
    auto found = given.find(type->fields[i].name);
    if (found != given.end()) {
      node->fields.push_back(found->second);
    } else if (base) {
      auto *field = program_->make<tree::FieldOf>(type->fields[i].type, expr.span);
      field->base = base;
      field->index = i;
      node->fields.push_back(field);
    } else if (type->fields[i].type->isOptional()) {
      node->fields.push_back(constant(type->fields[i].type, expr.span, std::monostate()));
    } else {
      report(Code::MissingArgument, expr.span, "the field `" + type->fields[i].name + "` is missing");
      return error(expr.span);
    }
  }
  return node;
}

Expr *Checker::checkList(const ast::ListExpr &expr, const Type *expected) {
  const Type *element = expected && expected->is(TypeKind::List) ? expected->element() : nullptr;
  std::vector<Expr *> values;
  const Type *common = element;
  for (const ast::ListElement &item : expr.elements) {
    Expr *value = check(*item.value, common);
    if (value->type->is(TypeKind::Error)) return value;
    const Type *joined = common && element ? element : common ? commonType(common, value->type) : value->type;
    if (!joined) {
      report(Code::TypeMismatch, item.value->span,
             "this element is " + text(value->type) + ", but the ones before it are " + text(common));
      return error(expr.span);
    }
    common = joined;
    values.push_back(value);
  }
  if (!common) {
    report(Code::CannotInfer, expr.span, "the type of this empty list is not known")
        .help("say it: `let xs: List[i64] = []`");
    return error(expr.span);
  }
  if (common->isFrame()) return notBuilt(expr.span, "a list of frames");
  usesHost(expr.span, "making a list");
  auto *node = program_->make<tree::MakeList>(types_.list(common), expr.span);
  for (Expr *value : values) node->elements.push_back(coerce(value, common, value->span, "this element"));
  return node;
}

} // namespace flow::sema

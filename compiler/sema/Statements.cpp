// Statements.
#include "compiler/sema/Checker.h"

namespace flow::sema {

using diag::Code;

void Checker::checkStmt(const ast::Stmt &stmt, std::vector<tree::Stmt *> &out) {
  switch (stmt.kind) {
  case ast::Kind::LetStmt: return checkLet(ast::as<ast::LetStmt>(stmt), out);
  case ast::Kind::AssignStmt: return checkAssign(ast::as<ast::AssignStmt>(stmt), out);
  case ast::Kind::ForStmt: return checkFor(ast::as<ast::ForStmt>(stmt), out);
  case ast::Kind::WhileStmt: return checkWhile(ast::as<ast::WhileStmt>(stmt), out);
  case ast::Kind::AssertStmt: return checkAssert(ast::as<ast::AssertStmt>(stmt), out);
  case ast::Kind::ExprStmt: return checkExprStmt(ast::as<ast::ExprStmt>(stmt), out);
  default: FLOW_UNREACHABLE();
  }
}

/// Of the call that gives the value.
static Span valueSpan(const ast::Expr &expr) {
  if (const auto *paren = ast::dynCast<const ast::ParenExpr>(&expr)) return valueSpan(*paren->inner);
  if (const auto *pipe = ast::dynCast<const ast::PipeExpr>(&expr)) return valueSpan(*pipe->right);
  return expr.span;
}

void Checker::checkLet(const ast::LetStmt &let, std::vector<tree::Stmt *> &out) {
  const Type *type = let.type ? resolveType(*let.type) : nullptr;
  if (const auto *pair = ast::dynCast<const ast::TuplePattern>(let.pattern); pair && pair->elements.size() == 2)
    takenApart_ = valueSpan(*let.value);
  const auto *bound = ast::dynCast<const ast::BindPattern>(let.pattern);
  std::string outer = std::exchange(bound_, bound ? bound->name.text : "");
  Expr *value = check(*let.value, type);
  bound_ = outer;
  bool isDirect = type && !let.isVar && value->type->isClosure() && value->type->parts == type->parts;
  if (type && !isDirect) value = coerce(value, type, let.value->span, "the value of this `let`");
  if (let.isVar) value = stored(value);
  if (value->type->is(TypeKind::Unit) || value->type->is(TypeKind::Never)) {
    report(Code::TypeMismatch, let.value->span, "this gives no value to keep");
    value = error(let.value->span);
  } else if (value->type->is(TypeKind::None)) {
    report(Code::CannotInfer, let.value->span, "the type of this `none` is not known")
        .help("say it: `let x: i64? = none`");
    value = error(let.value->span);
  } else if (value->type->is(TypeKind::Grouped)) {
    report(Code::UnfinishedGroup, let.value->span, "a group is no frame until it is aggregated")
        .help("go on with `|> agg(..)`");
    value = error(let.value->span);
  }
  bindPattern(*let.pattern, value, let.isVar, out);
  const auto *name = ast::dynCast<const ast::BindPattern>(let.pattern);
  bool isOfModule = name && !let.isVar && !state_.function && scopes_.size() == 1;
  if (!isOfModule) return;
  if (auto constant = main_.constants.find(name->name.text); constant != main_.constants.end())
    if (constant->second->isPublic) lookup(name->name.text).local->isUsed = true;
  if (isConstant(*let.value, main_)) defineConstant(*lookup(name->name.text).local, value);
}

void Checker::bindPattern(const ast::Pattern &pattern, Expr *value, bool isVar, std::vector<tree::Stmt *> &out,
                          const char *what) {
  const auto *tuple = ast::dynCast<const ast::TuplePattern>(&pattern);
  auto *parts = tree::dynCast<tree::MakeRecord>(value);
  if (tuple && parts && tuple->elements.size() == parts->fields.size() && value->type->parts[0]->isFrame()) {
    // Frames are lazy: a pair of them is no value that could be stored, and nothing is evaluated twice.
    for (size_t i = 0; i < parts->fields.size(); ++i)
      bindPattern(*tuple->elements[i], parts->fields[i], isVar, out, what);
    return;
  }
  auto *stmt = program_->makeStmt(tree::StmtKind::Let, pattern.span);
  stmt->value = value;
  PatternNames names{isVar, nullptr, {}};
  tree::Pattern *bound = checkPattern(pattern, value->type, names);
  if (!bound || !requireAllTaken({bound}, value->type, pattern.span, what)) return;
  if (bound->takesAll() && bound->local) { // the common case: a name
    stmt->local = bound->local;
    if (const ir::Constant *known = constantOf(value); known && !isVar) bound->local->constant = *known;
  } else {
    stmt->pattern = bound;
  }
  out.push_back(stmt);
}

void Checker::checkAssign(const ast::AssignStmt &assign, std::vector<tree::Stmt *> &out) {
  const Local *root = placeRoot(*assign.target);
  if (!root) {
    check(*assign.value);
    return;
  }
  Expr *place = check(*assign.target);
  const Type *type = place->type;
  if (type->is(TypeKind::Error)) return;
  if (type->isFrame()) {
    notBuilt(assign.span, "assigning a frame to a `var`");
    return;
  }
  Expr *value = nullptr;
  if (assign.compound) {
    Expr *right = check(*assign.value, type->isNumeric() ? type : nullptr);
    if (right->type->is(TypeKind::Error)) return;
    ast::BinaryExpr operation(assign.span);
    operation.op = assign.op;
    operation.opSpan = assign.opSpan;
    operation.left = assign.target;
    operation.right = assign.value;
    value = coerce(checkArithmetic(operation, place, right), type, assign.span, "the new value");
  } else {
    value = checkAs(*assign.value, type, "the new value");
  }
  if (!value->type->is(TypeKind::Error)) assignTo(*assign.target, value, out);
}

/// The `var` that the place is in, or a report and null.
Local *Checker::placeRoot(const ast::Expr &target) {
  if (const auto *member = ast::dynCast<const ast::MemberExpr>(&target)) return placeRoot(*member->base);
  if (const auto *index = ast::dynCast<const ast::IndexExpr>(&target)) return placeRoot(*index->base);
  const auto *name = ast::dynCast<const ast::NameExpr>(&target);
  if (!name) {
    report(Code::NotVariable, target.span, "this is no place that can be changed")
        .help("only a `var`, or a field or element of one, can be assigned to");
    return nullptr;
  }
  Local *local = lookup(name->name.text).local;
  if (!local) {
    reportUnknownName(name->name, name->span, "a variable is declared with `var " + name->name.text + " = ..`");
    return nullptr;
  }
  if (local->isVar) return local;
  if (local->isCaptured) {
    report(Code::NotVariable, target.span, "`" + local->name + "` is a copy here, so a change would be lost")
        .also(local->span, "declared here, outside of the lambda")
        .help("a lambda captures by value: let it give the new value as its result");
    return nullptr;
  }
  report(Code::NotVariable, target.span, "`" + local->name + "` cannot be changed")
      .also(local->span, "declared here without `var`")
      .help("declare it with `var`, or bind a new name with `let`");
  return nullptr;
}

/// A changed part makes a changed whole, up to the variable: values are never shared.
void Checker::assignTo(const ast::Expr &target, Expr *value, std::vector<tree::Stmt *> &out) {
  if (const auto *name = ast::dynCast<const ast::NameExpr>(&target)) {
    auto *stmt = program_->makeStmt(tree::StmtKind::Assign, target.span);
    stmt->local = lookup(name->name.text).local;
    stmt->value = value;
    out.push_back(stmt);
    return;
  }
  if (const auto *member = ast::dynCast<const ast::MemberExpr>(&target)) {
    Expr *base = check(*member->base);
    if (!base->type->is(TypeKind::Record)) {
      notBuilt(target.span, "assigning to a part of " + text(base->type));
      return;
    }
    auto *record = program_->make<tree::MakeRecord>(base->type, target.span);
    for (uint32_t i = 0; i < base->type->fields.size(); ++i) {
      auto *field = program_->make<tree::FieldOf>(base->type->fields[i].type, target.span);
      field->base = base;
      field->index = i;
      record->fields.push_back(base->type->fields[i].name == member->name.text ? value : field);
    }
    return assignTo(*member->base, record, out);
  }
  const auto &index = ast::as<ast::IndexExpr>(target);
  Expr *base = check(*index.base);
  Expr *position = checkAs(*index.indices[0], types_.i64(), "an index");
  if (!base->type->is(TypeKind::List) || position->type->is(TypeKind::Error)) {
    if (!position->type->is(TypeKind::Error)) notBuilt(target.span, "assigning to a part of " + text(base->type));
    return;
  }
  auto *changed = program_->make<tree::ListOp>(base->type, target.span);
  usesHost(target.span, "changing a list");
  changed->op = tree::ListOpKind::Set;
  changed->operands = {base, position, value};
  assignTo(*index.base, changed, out);
}

/// `xs.push(x)`: a list in a `var` grows in place. False when the statement is something else.
bool Checker::checkPush(const ast::Expr &expr, std::vector<tree::Stmt *> &out) {
  const auto *call = ast::dynCast<const ast::CallExpr>(&expr);
  const auto *member = call ? ast::dynCast<const ast::MemberExpr>(call->callee) : nullptr;
  if (!member || member->name.text != "push" || lookup("push").fn) return false;
  Expr *list = check(*member->base);
  if (!list->type->is(TypeKind::List)) return list->type->is(TypeKind::Error);
  if (!placeRoot(*member->base)) return true;
  if (call->arguments.size() != 1) {
    report(Code::WrongArgumentCount, expr.span, "`push` takes one argument");
    return true;
  }
  Expr *value = checkAs(*call->arguments[0].value, list->type->element(), "the new element");
  if (value->type->is(TypeKind::Error)) return true;
  auto *longer = program_->make<tree::ListOp>(list->type, expr.span);
  usesHost(expr.span, "making a list longer");
  longer->op = tree::ListOpKind::Push;
  longer->operands = {list, value};
  assignTo(*member->base, longer, out);
  return true;
}

tree::Block *Checker::checkBody(const ast::BlockExpr &block) {
  auto *node = program_->make<tree::Block>(types_.unit(), block.span);
  for (const ast::Stmt *stmt : block.statements) checkStmt(*stmt, node->statements);
  return node;
}

void Checker::checkFor(const ast::ForStmt &loop, std::vector<tree::Stmt *> &out) {
  const auto *range = ast::dynCast<const ast::RangeExpr>(loop.iterable);
  auto *stmt = program_->makeStmt(range ? tree::StmtKind::ForRange : tree::StmtKind::ForList, loop.span);
  const Type *element = types_.error();
  if (range && range->begin && range->end) {
    stmt->begin = check(*range->begin);
    stmt->end = check(*range->end, stmt->begin->type);
    const Type *common = stmt->begin->type->isInt() && stmt->end->type->isInt()
                             ? commonNumeric(stmt->begin->type, stmt->end->type)
                             : nullptr;
    if (common) {
      element = common;
      stmt->begin = widen(stmt->begin, common);
      stmt->end = widen(stmt->end, common);
    } else if (!stmt->begin->type->is(TypeKind::Error) && !stmt->end->type->is(TypeKind::Error)) {
      report(Code::TypeMismatch, loop.iterable->span,
             "a range goes over integers, but this is " + text(stmt->begin->type) + " to " +
                 text(stmt->end->type));
    }
    stmt->inclusive = range->inclusive;
  } else {
    stmt->value = check(*loop.iterable);
    const Type *type = stmt->value->type;
    if (type->isFrame()) { // for row in f: over its rows
      usesHost(loop.iterable->span, "running a frame");
      auto *rows = program_->make<tree::Outcome>(types_.list(type->row()), loop.iterable->span);
      rows->outcome = tree::OutcomeKind::Collect;
      rows->frame = stmt->value;
      stmt->value = rows;
      type = rows->type;
    }
    if (type->is(TypeKind::List))
      element = type->element();
    else if (!type->is(TypeKind::Error))
      notBuilt(loop.iterable->span, "a loop over " + text(type));
  }
  pushScope();
  Local *item = program_->makeLocal("", element, loop.pattern->span);
  item->depth = state_.depth;
  item->isUsed = true;
  stmt->local = item;
  auto *body = program_->make<tree::Block>(types_.unit(), loop.body->span);
  if (const auto *name = ast::dynCast<const ast::BindPattern>(loop.pattern)) {
    stmt->local = declare(name->name, element, false);
  } else if (loop.pattern->kind != ast::Kind::WildcardPattern) {
    auto *ref = program_->make<tree::LocalRef>(element, loop.pattern->span);
    ref->local = item;
    bindPattern(*loop.pattern, ref, false, body->statements, "`for`");
  }
  ++state_.loops;
  pushScope();
  tree::Block *inner = checkBody(*loop.body);
  popScope();
  --state_.loops;
  popScope();
  body->statements.insert(body->statements.end(), inner->statements.begin(), inner->statements.end());
  stmt->body = body;
  out.push_back(stmt);
}

void Checker::checkWhile(const ast::WhileStmt &loop, std::vector<tree::Stmt *> &out) {
  if (loop.condition.pattern) return checkWhileLet(loop, out);
  auto *stmt = program_->makeStmt(tree::StmtKind::While, loop.span);
  stmt->value = checkCondition(*loop.condition.value, row_, "the condition of `while`");
  ++state_.loops;
  pushScope();
  stmt->body = checkBody(*loop.body);
  popScope();
  --state_.loops;
  out.push_back(stmt);
}

bool Checker::checkPrint(const ast::Expr &expr, std::vector<tree::Stmt *> &out) {
  const auto *call = ast::dynCast<const ast::CallExpr>(&expr);
  const auto *pipe = ast::dynCast<const ast::PipeExpr>(&expr);
  if (pipe) call = ast::dynCast<const ast::CallExpr>(pipe->right);
  const ast::Expr *callee = call ? call->callee : pipe ? pipe->right : nullptr;
  const auto *name = ast::dynCast<const ast::NameExpr>(callee);
  if (!name || (name->name.text != "print" && name->name.text != "eprint") || lookup(name->name.text).fn)
    return false;
  usesHost(expr.span, "printing");
  auto *stmt = program_->makeStmt(tree::StmtKind::Print, expr.span);
  stmt->toErrorOutput = name->name.text == "eprint";
  std::vector<const ast::Expr *> values;
  if (pipe) values.push_back(pipe->left);
  for (size_t i = 0; call && i < call->arguments.size(); ++i) {
    const ast::Argument &argument = call->arguments[i];
    if (!argument.name.empty()) {
      report(Code::UnknownArgument, argument.name.span, "`print` has no named arguments");
      return true;
    }
    values.push_back(argument.value);
  }
  auto *line = program_->make<tree::Concat>(types_.str(), expr.span);
  for (const ast::Expr *syntax : values) {
    Expr *value = check(*syntax);
    if (value->type->is(TypeKind::Error)) continue;
    if (value->type->is(TypeKind::Unit) || value->type->is(TypeKind::Never)) {
      report(Code::TypeMismatch, syntax->span, "this gives no value to print");
      continue;
    }
    if (!requireText(value, syntax->span)) continue;
    if (!line->parts.empty()) line->parts.push_back(constant(types_.str(), expr.span, std::string(" ")));
    if (holdsList(value->type)) usesHost(syntax->span, "the text of a list");
    auto *textOf = program_->make<tree::ToText>(types_.str(), syntax->span);
    textOf->operand = value;
    line->parts.push_back(textOf);
  }
  stmt->message = line;
  out.push_back(stmt);
  return true;
}

bool Checker::isUnusedValue(const Expr *expr) const {
  if (expr->type->is(TypeKind::Unit) || expr->type->is(TypeKind::Never) || expr->type->is(TypeKind::Error))
    return false;
  return true;
}

void Checker::checkExprStmt(const ast::ExprStmt &exprStmt, std::vector<tree::Stmt *> &out) {
  if (checkPrint(*exprStmt.expr, out) || checkPush(*exprStmt.expr, out)) return;
  Expr *value = check(*exprStmt.expr);
  if (isUnusedValue(value)) {
    if (value->type->isFrame() || value->type->is(TypeKind::Grouped))
      report(Code::UnusedPipeline, exprStmt.span, "nothing uses this frame, so it would never run")
          .help("end it with `|> show()` or `|> write_csv(..)`, or name it with `let`");
    else
      report(Code::UnusedValue, exprStmt.span, "nothing uses this value")
          .label("has the type `" + text(value->type) + "`")
          .help("print it, or name it with `let`");
    return;
  }
  auto *stmt = program_->makeStmt(tree::StmtKind::Expression, exprStmt.span);
  stmt->value = value;
  out.push_back(stmt);
  // `if x == none { return }`: from here on, x is there.
  const auto *choice = ast::dynCast<const ast::IfExpr>(exprStmt.expr);
  const auto *node = tree::dynCast<tree::If>(value);
  if (choice && node && !choice->elseBranch && !choice->condition.pattern && node->thenExpr->type->is(TypeKind::Never))
    narrow(*choice->condition.value, false, out);
}

} // namespace flow::sema

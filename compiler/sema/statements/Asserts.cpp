// Assertions. A condition is taken apart, so that one that does not hold can show the values of its parts: each
// operand of a comparison, each argument of a call is bound to a name before it is used, and the message, made only
// when the assertion fails, has them.
#include "compiler/sema/statements/Asserts.h"

#include "compiler/sema/TypesText.h"
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/verbs/Rows.h"

#include <algorithm>

namespace flow::sema {

/// A list, record and so on that is written out: its text is what stands there.
static bool isWrittenOut(const Expr *value) {
  auto areAll = [](const std::vector<Expr *> &parts) { return std::ranges::all_of(parts, isWrittenOut); };
  if (const auto *convert = tree::dynCast<tree::Convert>(value)) return isWrittenOut(convert->operand);
  if (const auto *list = tree::dynCast<tree::MakeList>(value)) return areAll(list->elements);
  if (const auto *record = tree::dynCast<tree::MakeRecord>(value)) return areAll(record->fields);
  return value->kind == tree::ExprKind::Constant;
}

Expr *Asserts::showPart(Expr *value, AssertParts &parts) {
  const Type *type = value->type->plain();
  const Expr *inner = value;
  while (const auto *convert = tree::dynCast<tree::Convert>(inner)) inner = convert->operand;
  bool hasText = !type->isFrame() && !type->is(TypeKind::Grouped) && !type->is(TypeKind::Unit) &&
                 !type->is(TypeKind::Never) && !type->is(TypeKind::Error) && !type->is(TypeKind::Function);
  bool isShown = hasText && !isWrittenOut(inner) && inner->kind != tree::ExprKind::PlaceRef;
  if (!isShown || !checker_.options().sources) return value;
  Local *local = program_.makeLocal("", value->type, value->span);
  local->depth = state_.depth;
  auto *let = program_.makeStmt(tree::StmtKind::Let, value->span);
  let->local = local;
  let->value = value;
  parts.lets.push_back(let);
  auto read = [&] {
    auto *ref = program_.make<tree::LocalRef>(value->type, value->span);
    ref->local = local;
    return ref;
  };
  std::string name = shortText(*checker_.options().sources, value->span);
  if (std::ranges::find(parts.names, name) == parts.names.end()) {
    parts.names.push_back(name);
    auto *shown = program_.make<tree::ToText>(types_.str(), value->span);
    shown->operand = read();
    Expr *isText = constant(types_.boolean(), value->span, __int128{value->type->isStringLike()});
    parts.shown.push_back(
        constant(types_.str(), value->span, (parts.shown.empty() ? "" : ", ") + name + " = "));
    parts.shown.push_back(checker_.calls().builtin("op.text_shown", {shown, isText}, value->span));
  }
  return read();
}

/// Of values with parts that should be equal, where they differ first.
void Asserts::showDifference(const tree::Binary &equality, AssertParts &parts) {
  static constexpr TypeKind kKinds[] = {TypeKind::List, TypeKind::Map, TypeKind::Set, TypeKind::Record,
                                        TypeKind::Tuple, TypeKind::Str};
  const Type *type = equality.left->type;
  bool isShown = std::ranges::find(kKinds, type->plain()->kind) != std::end(kKinds) && type == equality.right->type;
  if (!isShown || parts.shown.empty() || checker_.rows().inRow()) return;
  parts.shown.push_back(checker_.expressions().operation(ir::Op::Difference, types_.str(),
                                                         {equality.left, equality.right}, equality.span));
}

void Asserts::takeApart(Expr *condition, AssertParts &parts, bool isNegated) {
  if (auto *negation = tree::dynCast<tree::Unary>(condition)) return takeApart(negation->operand, parts, true);
  if (auto *test = tree::dynCast<tree::IsNone>(condition)) test->operand = showPart(test->operand, parts);
  if (auto *binary = tree::dynCast<tree::Binary>(condition)) {
    binary->left = showPart(binary->left, parts);
    binary->right = showPart(binary->right, parts);
    if (binary->op == ir::Op::Equal && !isNegated) showDifference(*binary, parts);
  } else if (auto *call = tree::dynCast<tree::Call>(condition)) {
    for (Expr *&argument : call->arguments) argument = showPart(argument, parts);
  } else if (auto *builtin = tree::dynCast<tree::Builtin>(condition)) {
    for (Expr *&argument : builtin->arguments) argument = showPart(argument, parts);
  }
}

Expr *Asserts::messageWith(Expr *message, const AssertParts &parts, Span span) {
  if (parts.shown.empty() || (message && message->type->is(TypeKind::Error))) return message;
  if (!message) message = constant(types_.str(), span, std::string("assertion failed"));
  auto *line = program_.make<tree::Concat>(types_.str(), span);
  line->parts = {message, constant(types_.str(), span, std::string(" ("))};
  line->parts.insert(line->parts.end(), parts.shown.begin(), parts.shown.end());
  line->parts.push_back(constant(types_.str(), span, std::string(")")));
  return line;
}

/// `a and b` is two assertions; of `a or b` the second is one where the first does not hold. `span` is of all that does
/// not hold then.
void Asserts::assertThat(Expr *condition, Expr *message, Span span, AssertParts parts, std::vector<tree::Stmt *> &out) {
  auto *logic = tree::dynCast<tree::Logic>(condition);
  if (logic && logic->isAnd) {
    bool isWhole = span == condition->span;
    assertThat(logic->left, message, isWhole ? logic->left->span : span, parts, out);
    return assertThat(logic->right, message, isWhole ? logic->right->span : span, std::move(parts), out);
  }
  if (logic) {
    // (a or b) or c is a or (b or c).
    while (auto *first = tree::dynCast<tree::Logic>(logic->left)) {
      if (first->isAnd) break;
      auto *rest = program_.make<tree::Logic>(logic->type, logic->right->span);
      rest->left = first->right;
      rest->right = logic->right;
      logic->left = first->left;
      logic->right = rest;
    }
    takeApart(logic->left, parts);
    out.insert(out.end(), parts.lets.begin(), parts.lets.end());
    parts.lets.clear();
    auto *rest = program_.make<tree::Block>(types_.unit(), logic->right->span);
    assertThat(logic->right, message, span, std::move(parts), rest->statements);
    auto *choice = program_.make<tree::If>(types_.unit(), condition->span);
    choice->condition = logic->left;
    choice->thenExpr = program_.make<tree::Block>(types_.unit(), condition->span);
    choice->elseExpr = rest;
    auto *stmt = program_.makeStmt(tree::StmtKind::Expression, condition->span);
    stmt->value = choice;
    out.push_back(stmt);
    return;
  }
  takeApart(condition, parts);
  out.insert(out.end(), parts.lets.begin(), parts.lets.end());
  auto *stmt = program_.makeStmt(tree::StmtKind::Assert, span);
  stmt->value = condition;
  stmt->message = messageWith(message, parts, span);
  out.push_back(stmt);
}

void Asserts::checkAssert(const ast::AssertStmt &assertion, std::vector<tree::Stmt *> &out) {
  if (const auto *pair = ast::dynCast<const ast::TupleExpr>(assertion.condition); pair && !assertion.message) {
    report(diag::Code::TypeMismatch, assertion.condition->span,
           "the condition of `assert` must be a bool, but this is a tuple")
        .help("a message stands behind the condition, without parentheses: `assert a == b, \"why\"`");
    return;
  }
  Expr *condition = checker_.rows().checkCondition(*assertion.condition, row_, "the condition of `assert`");
  Expr *message = assertion.message ? checkAs(*assertion.message, types_.str(), "the message of `assert`") : nullptr;
  assertThat(condition, message, condition->span, {}, out);
}

} // namespace flow::sema

// join, left_join, semi_join, anti_join. The typing rule: left columns, then right ones except equal-named
// keys; any other equal name is an error unless `suffix:` renames; the outer side's columns become optional.
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/verbs/Frames.h"
#include "compiler/sema/verbs/Rows.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;

namespace {
/// Splits `a and b and c`.
void conjuncts(const ast::Expr &expr, std::vector<const ast::Expr *> &out) {
  if (const auto *paren = ast::dynCast<const ast::ParenExpr>(&expr)) return conjuncts(*paren->inner, out);
  const auto *both = ast::dynCast<const ast::BinaryExpr>(&expr);
  if (!both || both->op != ast::BinaryOperator::And) return out.push_back(&expr);
  conjuncts(*both->left, out);
  conjuncts(*both->right, out);
}

/// Whether the expression reads the left row (1), the right row (2), both (3) or none (0).
int sidesOf(const tree::Expr *expr) {
  if (const auto *ref = tree::dynCast<tree::ColumnRef>(expr)) return ref->side ? 2 : 1;
  if (tree::dynCast<tree::Constant>(expr) || tree::dynCast<tree::LocalRef>(expr)) return 0;
  if (const auto *node = tree::dynCast<tree::Convert>(expr)) return sidesOf(node->operand);
  if (const auto *node = tree::dynCast<tree::Unary>(expr)) return sidesOf(node->operand);
  if (const auto *node = tree::dynCast<tree::ToText>(expr)) return sidesOf(node->operand);
  if (const auto *node = tree::dynCast<tree::Binary>(expr)) return sidesOf(node->left) | sidesOf(node->right);
  if (const auto *node = tree::dynCast<tree::Coalesce>(expr)) return sidesOf(node->left) | sidesOf(node->right);
  int sides = 0;
  auto all = [&](const std::vector<tree::Expr *> &parts) {
    for (const tree::Expr *part : parts) sides |= sidesOf(part);
    return sides;
  };
  if (const auto *node = tree::dynCast<tree::Builtin>(expr)) return all(node->arguments);
  if (const auto *node = tree::dynCast<tree::Call>(expr)) return all(node->arguments);
  if (const auto *node = tree::dynCast<tree::Concat>(expr)) return all(node->parts);
  if (const auto *node = tree::dynCast<tree::Operation>(expr)) return all(node->operands);
  const auto *node = tree::dynCast<tree::Lifted>(expr);
  if (!node) return 3;
  for (const tree::Lifted::Binding &binding : node->bindings) sides |= sidesOf(binding.operand);
  return sides | sidesOf(node->body);
}

struct JoinOn {
  tree::JoinVerb verb;
  std::vector<uint32_t> sameNamedRight; ///< right key columns that the result leaves out
};
} // namespace

/// Brings two keys to one type; a null never matches, so optional ones stay optional.
static bool addKey(Checker &checker, JoinOn &on, tree::Expr *left, tree::Expr *right, Span span) {
  const Type *a = left->type->plain(), *b = right->type->plain();
  if (a != b && a->isInt() && b->isInt() && a->isSignedInt() == b->isSignedInt()) {
    const Type *wider = a->bits() > b->bits() ? a : b;
    auto widened = [&](tree::Expr *key) {
      return checker.coerce(key, key->type->isOptional() ? checker.types().optional(wider) : wider, span, "this key");
    };
    left = widened(left);
    right = widened(right);
    a = b;
  }
  if (a != b) {
    checker
        .report(Code::TypeMismatch, span,
                "the keys of a join have the types " + text(left->type) + " and " + text(right->type))
        .help("convert one of them in a `derive` before the join");
    return false;
  }
  on.verb.leftKeys.push_back(left);
  on.verb.rightKeys.push_back(right);
  return true;
}

static bool columnsInBoth(Checker &checker, JoinOn &on, const ast::Expr &expr, const Type *left, const Type *right) {
  std::vector<const ast::Expr *> columns;
  if (const auto *list = ast::dynCast<const ast::ListExpr>(&expr))
    columns = checker.expressions().plainElements(*list);
  else
    columns.push_back(&expr);
  for (const ast::Expr *column : columns) {
    const auto *named = ast::dynCast<const ast::ColumnExpr>(column);
    if (!named) {
      checker.report(Code::BadArgument, column->span, "`on:` takes columns of both frames or a condition")
          .help("such as `on: .id == right.id`");
      return false;
    }
    tree::Expr *a = checker.rows().resolveColumn(named->name, column->span, left);
    tree::Expr *b = checker.rows().resolveColumn(named->name, column->span, right, 1);
    if (a->type->is(TypeKind::Error) || b->type->is(TypeKind::Error) || !addKey(checker, on, a, b, column->span))
      return false;
    on.sameNamedRight.push_back(static_cast<const tree::ColumnRef *>(b)->index);
  }
  return true;
}

static bool condition(Checker &checker, JoinOn &on, const ast::Expr &expr, const Type *left, const Type *right) {
  std::vector<const ast::Expr *> parts;
  conjuncts(expr, parts);
  for (const ast::Expr *part : parts) {
    const auto *equality = ast::dynCast<const ast::BinaryExpr>(part);
    if (equality && equality->op == ast::BinaryOperator::Equal) {
      tree::Expr *a = checker.rows().checkInRow(*equality->left, {left, right});
      tree::Expr *b = checker.rows().checkInRow(*equality->right, {left, right});
      if (a->type->is(TypeKind::Error) || b->type->is(TypeKind::Error)) return false;
      int sidesA = sidesOf(a), sidesB = sidesOf(b);
      if (sidesA == 2 && sidesB == 1) std::swap(a, b);
      if ((sidesA | sidesB) == 3 && sidesA != 3 && sidesB != 3) {
        if (!addKey(checker, on, a, b, part->span)) return false;
        const auto *leftColumn = tree::dynCast<tree::ColumnRef>(on.verb.leftKeys.back());
        const auto *rightColumn = tree::dynCast<tree::ColumnRef>(on.verb.rightKeys.back());
        bool isSameName =
            leftColumn && rightColumn && left->fields[leftColumn->index].name == right->fields[rightColumn->index].name;
        if (isSameName) on.sameNamedRight.push_back(rightColumn->index);
        continue;
      }
    }
    tree::Expr *further = checker.rows().checkCondition(*part, {left, right}, "the condition of a join");
    if (further->type->is(TypeKind::Error)) return false;
    if (!on.verb.condition) {
      on.verb.condition = further;
      continue;
    }
    auto *both = checker.program().make<tree::Logic>(checker.types().boolean(), part->span);
    both->isAnd = true;
    both->left = on.verb.condition;
    both->right = further;
    on.verb.condition = both;
  }
  if (!on.verb.leftKeys.empty()) return true;
  checker.report(Code::BadArgument, expr.span, "a join needs at least one equality of a left and a right column")
      .help("such as `on: .id == right.id`");
  return false;
}

/// `many:` says what becomes of a row with several partners: all of the pairs, the first one, or a failure.
static std::optional<abi::JoinPartners> partnersOption(Checker &checker, const CallSite &call) {
  const Argument *many = checker.calls().namedArgument(call, "many");
  if (!many) return abi::JoinPartners::All;
  auto chosen = checker.calls().option(*many, {"error", "one", "many"});
  if (!chosen) return std::nullopt;
  return *chosen == "error" ? abi::JoinPartners::Only
         : *chosen == "one" ? abi::JoinPartners::First
                            : abi::JoinPartners::All;
}

static tree::Expr *checkJoin(Checker &checker, const CallSite &call, abi::JoinKind kind) {
  tree::Expr *input = inputFrame(checker, call);
  bool isPlain = kind == abi::JoinKind::Semi || kind == abi::JoinKind::Anti;
  if (!input) return checker.error(call.span);
  const Argument *on = checker.calls().namedArgument(call, "on");
  if (!on) {
    checker.report(Code::MissingArgument, call.span, "`" + call.name->text + "` needs `on:`")
        .help("such as `on: .id == right.id`, or `on: .id` when both have it");
    return checker.error(call.span);
  }
  bool isOk = isPlain ? checker.calls().requireArguments(call, 2, 2, {"on"})
                      : checker.calls().requireArguments(call, 2, 2, {"on", "many", "suffix"});
  if (!isOk) return checker.error(call.span);
  tree::Expr *other = checker.checkArgument(call.positional[1]);
  if (other->type->is(TypeKind::Error)) return other;
  if (!other->type->isFrame()) {
    checker.report(Code::TypeMismatch, call.positional[1].span,
                   "a join takes a frame, but this is " + text(other->type));
    return checker.error(call.span);
  }
  auto partners = partnersOption(checker, call);
  if (!partners) return checker.error(call.span);
  const Type *left = input->type->row(), *right = other->type->row();
  JoinOn joined;
  joined.verb.kind = kind;
  joined.verb.partners = *partners;
  const ast::Expr &onExpr = *on->syntax->value;
  bool isColumns = onExpr.kind == ast::Kind::ColumnExpr || onExpr.kind == ast::Kind::ListExpr;
  if (!(isColumns ? columnsInBoth(checker, joined, onExpr, left, right)
                  : condition(checker, joined, onExpr, left, right)))
    return checker.error(call.span);

  std::string suffix;
  if (const Argument *argument = checker.calls().namedArgument(call, "suffix")) {
    tree::Expr *value = checker.checkAs(*argument->syntax->value, checker.types().str(), "`suffix:`");
    const ir::Constant *known = checker.constantOf(value);
    if (!known) return checker.error(call.span);
    suffix = std::get<std::string>(*known);
  }
  std::vector<types::Field> fields = left->fields;
  for (uint32_t i = 0; i < left->fields.size(); ++i) joined.verb.leftColumns.push_back(i);
  for (uint32_t i = 0; i < right->fields.size() && !isPlain; ++i) {
    if (std::ranges::find(joined.sameNamedRight, i) != joined.sameNamedRight.end()) continue;
    types::Field field = right->fields[i];
    if (left->fieldIndex(field.name) >= 0 && !suffix.empty()) field.name += suffix;
    bool clashes = std::ranges::any_of(fields, [&](const types::Field &known) { return known.name == field.name; });
    if (clashes) {
      checker.report(Code::DuplicateColumn, call.span, "both frames have a column `" + field.name + "`")
          .help(std::string("rename the right ones with ") +
                (suffix.empty() ? "`suffix: \"_r\"`" : "another `suffix:`") +
                ", or drop or rename one before the join");
      return checker.error(call.span);
    }
    if (kind == abi::JoinKind::Left) field.type = checker.types().optional(field.type);
    fields.push_back(std::move(field));
    joined.verb.rightColumns.push_back(i);
  }
  return frameOf(checker, call, checker.types().record(std::move(fields)), {input, other}, std::move(joined.verb));
}

tree::Expr *checkInnerJoin(Checker &checker, const CallSite &call) {
  return checkJoin(checker, call, abi::JoinKind::Inner);
}
tree::Expr *checkLeftJoin(Checker &checker, const CallSite &call) {
  return checkJoin(checker, call, abi::JoinKind::Left);
}
tree::Expr *checkSemiJoin(Checker &checker, const CallSite &call) {
  return checkJoin(checker, call, abi::JoinKind::Semi);
}
tree::Expr *checkAntiJoin(Checker &checker, const CallSite &call) {
  return checkJoin(checker, call, abi::JoinKind::Anti);
}

} // namespace flow::sema

// join, left_join, semi_join, anti_join. The typing rule: left columns, then right ones except equal-named
// keys; any other equal name is an error unless `suffix:` renames; the outer side's columns become optional.
#include "compiler/ast/Walk.h"
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/names/Scopes.h"
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
  bool isOk = true;
  for (const ast::Expr *column : columns) {
    const auto *named = ast::dynCast<const ast::ColumnExpr>(column);
    if (!named) {
      checker.report(Code::BadArgument, column->span, "`on:` takes columns of both frames or a condition")
          .help("such as `on: .id == right.id`");
      return false;
    }
    tree::Expr *a = checker.rows().resolveColumn(named->name, column->span, left);
    bool isInNone = left->fieldIndex(named->name.text) < 0 && right->fieldIndex(named->name.text) < 0;
    tree::Expr *b = isInNone ? a : checker.rows().resolveColumn(named->name, column->span, right, 1);
    if (const auto *ref = tree::dynCast<tree::ColumnRef>(b)) on.sameNamedRight.push_back(ref->index);
    isOk &= !a->type->is(TypeKind::Error) && !b->type->is(TypeKind::Error) && addKey(checker, on, a, b, column->span);
  }
  return isOk;
}

/// `.a == .b`, although `.x` is a column of the left frame: one of them is meant to be the right one's.
static bool reportTwoOfLeft(Checker &checker, const ast::BinaryExpr &equality, const Type *left, const Type *right) {
  const auto *a = ast::dynCast<const ast::ColumnExpr>(equality.left);
  const auto *b = ast::dynCast<const ast::ColumnExpr>(equality.right);
  auto isLeft = [&](const ast::ColumnExpr *column) { return column && left->fieldIndex(column->name.text) >= 0; };
  if (!isLeft(a) || !isLeft(b)) return false;
  auto builder = checker.report(Code::BadArgument, equality.span, "both sides are columns of the left frame");
  builder.label("a key of the right frame is written `right.name`");
  const ast::ColumnExpr *meant = right->fieldIndex(b->name.text) >= 0   ? b
                                 : right->fieldIndex(a->name.text) >= 0 ? a
                                                                        : nullptr;
  if (meant)
    builder.fix(meant->span, "right." + meant->name.text, "of the right frame it is `right." + meant->name.text + "`");
  else
    builder.note("of the right frame, " + checker.rows().columnsText(right));
  return true;
}

/// Whether `right.name` stands in the expression.
static bool readsRight(const ast::Expr &expr) {
  class Finder : public ast::Walker {
  public:
    bool isFound = false;
    using ast::Walker::enter;
    bool enter(const ast::Expr &each) override {
      const auto *member = ast::dynCast<const ast::MemberExpr>(&each);
      const auto *name = member ? ast::dynCast<const ast::NameExpr>(member->base) : nullptr;
      isFound |= name && name->name.text == "right";
      return !isFound;
    }
  };
  Finder finder;
  finder.walk(&expr);
  return finder.isFound;
}

/// Adds the keys of an equality of both sides. False when it is none, or was reported.
static bool equality(Checker &checker, JoinOn &on, const ast::BinaryExpr &part, const Type *left, const Type *right,
                     bool &isReported) {
  RowScope besideLeft{left, right}, besideRight{left, right};
  besideRight.isBesideRight = true;
  tree::Expr *a = checker.rows().checkInRow(*part.left, readsRight(*part.right) ? besideRight : besideLeft);
  tree::Expr *b = checker.rows().checkInRow(*part.right, readsRight(*part.left) ? besideRight : besideLeft);
  isReported = a->type->is(TypeKind::Error) || b->type->is(TypeKind::Error);
  if (isReported) return false;
  int sidesA = sidesOf(a), sidesB = sidesOf(b);
  if (sidesA == 2 && sidesB == 1) std::swap(a, b);
  if ((sidesA | sidesB) != 3 || sidesA == 3 || sidesB == 3) return false;
  isReported = !addKey(checker, on, a, b, part.span);
  if (isReported) return false;
  const auto *leftColumn = tree::dynCast<tree::ColumnRef>(on.verb.leftKeys.back());
  const auto *rightColumn = tree::dynCast<tree::ColumnRef>(on.verb.rightKeys.back());
  bool isSameName =
      leftColumn && rightColumn && left->fields[leftColumn->index].name == right->fields[rightColumn->index].name;
  if (isSameName) on.sameNamedRight.push_back(rightColumn->index);
  return true;
}

/// `on: .k and ..`: a key that stands for an equality only where nothing else is asked.
static bool reportKeyAlone(Checker &checker, const ast::Expr &part, const Type *left, const Type *right) {
  const auto *column = ast::dynCast<const ast::ColumnExpr>(&part);
  int index = column ? left->fieldIndex(column->name.text) : -1;
  if (index < 0 || right->fieldIndex(column->name.text) < 0) return false;
  const Type *type = left->fields[static_cast<size_t>(index)].type->plain();
  if (type->is(TypeKind::Bool) || type->is(TypeKind::Error)) return false;
  std::string equality = "." + column->name.text + " == right." + column->name.text;
  checker.report(Code::BadArgument, part.span, "a key beside a further condition is compared with the right one")
      .fix(part.span, equality, "write `" + equality + "`");
  return true;
}

static bool condition(Checker &checker, JoinOn &on, const ast::Expr &expr, const Type *left, const Type *right) {
  std::vector<const ast::Expr *> parts;
  conjuncts(expr, parts);
  bool isOk = true;
  for (const ast::Expr *part : parts) {
    const auto *binary = ast::dynCast<const ast::BinaryExpr>(part);
    bool isEquality = binary && binary->op == ast::BinaryOperator::Equal, isReported = false;
    if (isEquality) {
      bool isOnly = parts.size() == 1; // beside other conditions it may be meant
      isReported = isOnly && reportTwoOfLeft(checker, *binary, left, right);
      if (!isReported && equality(checker, on, *binary, left, right, isReported)) continue;
    }
    isReported |= !isReported && reportKeyAlone(checker, *part, left, right);
    isOk &= !isReported;
    if (isReported) continue;
    tree::Expr *further = checker.rows().checkCondition(*part, {left, right}, "the condition of a join");
    isOk &= !further->type->is(TypeKind::Error);
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
  if (!isOk || !on.verb.leftKeys.empty()) return isOk;
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

/// The frame to join with, or null after a report.
static tree::Expr *otherFrame(Checker &checker, const CallSite &call) {
  tree::Expr *other = checker.checkArgument(call.positional[1]);
  if (other->type->isFrame()) return other;
  if (!other->type->is(TypeKind::Error))
    checker.report(Code::TypeMismatch, call.positional[1].span,
                   "a join takes a frame, but this is " + text(other->type))
        .help(other->type->is(TypeKind::Str) ? "read the file first: `read_csv(..)`" : "the other frame stands first");
  return nullptr;
}

/// What `suffix:` says, empty without it; nothing after a report.
static std::optional<std::string> suffixOption(Checker &checker, const CallSite &call) {
  const Argument *argument = checker.calls().namedArgument(call, "suffix");
  if (!argument) return "";
  const auto *word = ast::dynCast<const ast::NameExpr>(argument->syntax->value);
  if (word && !checker.scopes().lookup(word->name.text).local) {
    std::string quoted = "\"" + word->name.text + "\"";
    checker.report(Code::UnknownName, word->span, "nothing here is called `" + word->name.text + "`")
        .fix(word->span, quoted, "`suffix:` takes a text: `" + quoted + "`");
    return std::nullopt;
  }
  tree::Expr *value = checker.checkAs(*argument->syntax->value, checker.types().str(), "`suffix:`");
  const ir::Constant *known = checker.constantOf(value);
  if (known) return std::get<std::string>(*known);
  if (!value->type->is(TypeKind::Error))
    checker.report(Code::NotConstant, value->span, "`suffix:` takes a text that is known while compiling");
  return std::nullopt;
}

/// Adds the right columns of the result. One that clashes is reported, unless the keys were (`isReported`), which may
/// have been meant to bring it together with the left one.
static void addRightColumns(Checker &checker, const CallSite &call, JoinOn &joined, const Type *right,
                            const std::string &suffix, bool isReported, std::vector<types::Field> &fields) {
  size_t leftCount = fields.size();
  auto named = [&](const std::string &name) { return std::ranges::find(fields, name, &types::Field::name); };
  for (uint32_t i = 0; i < right->fields.size(); ++i) {
    if (std::ranges::find(joined.sameNamedRight, i) != joined.sameNamedRight.end()) continue;
    types::Field field = right->fields[i];
    bool isOfLeft = named(field.name) < fields.begin() + static_cast<std::ptrdiff_t>(leftCount);
    if (isOfLeft && !suffix.empty()) field.name += suffix;
    if (auto clashing = named(field.name); clashing != fields.end()) {
      bool isKnown = !clashing->type->is(TypeKind::Error) && !field.type->is(TypeKind::Error);
      clashing->type = checker.types().error();
      if (isReported || !isKnown) continue;
      isReported = true;
      checker.report(Code::DuplicateColumn, call.span, "both frames have a column `" + field.name + "`")
          .help(std::string("rename the right ones with ") +
                (suffix.empty() ? "`suffix: \"_r\"`" : "another `suffix:`") +
                ", or drop or rename one before the join");
      continue;
    }
    if (joined.verb.kind == abi::JoinKind::Left) field.type = checker.types().optional(field.type);
    fields.push_back(std::move(field));
    joined.verb.rightColumns.push_back(i);
  }
}

/// What `on:` says. False after a report.
static bool joinKeys(Checker &checker, const CallSite &call, const Type *left, const Type *right, JoinOn &joined) {
  const Argument *on = checker.calls().namedArgument(call, "on");
  if (!on) {
    checker.report(Code::MissingArgument, call.span, "`" + call.name->text + "` needs `on:`")
        .help("such as `on: .id == right.id`, or `on: .id` when both have it");
    return false;
  }
  const ast::Expr &expr = *on->syntax->value;
  bool isColumns = expr.kind == ast::Kind::ColumnExpr || expr.kind == ast::Kind::ListExpr;
  return isColumns ? columnsInBoth(checker, joined, expr, left, right)
                   : condition(checker, joined, expr, left, right);
}

/// `join(other, .k)`: a key that has no name.
static bool reportWithoutOn(Checker &checker, const CallSite &call) {
  bool isBehind = call.positional.size() == 3 && !checker.calls().namedArgument(call, "on");
  if (!isBehind || !call.positional[2].syntax) return false;
  const ast::Expr &key = *call.positional[2].syntax->value;
  std::string column = plainText(key), on = "on: " + (column.empty() ? checker.written(key.span) : "." + column);
  checker.report(Code::MissingArgument, call.span, "`" + call.name->text + "` needs `on:`")
      .fix(key.span, on, "the key is named: `" + on + "`");
  return true;
}

static tree::Expr *checkJoin(Checker &checker, const CallSite &call, abi::JoinKind kind) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input) return checker.error(call.span);
  const Type *left = input->type->row();
  bool isPlain = kind == abi::JoinKind::Semi || kind == abi::JoinKind::Anti;
  auto reported = [&] { return isPlain ? reportedFrame(checker, call, left) : checker.error(call.span); };
  if (reportWithoutOn(checker, call)) return reported();
  bool isOk = isPlain ? checker.calls().requireArguments(call, 2, 2, {"on"})
                      : checker.calls().requireArguments(call, 2, 2, {"on", "many", "suffix"});
  tree::Expr *other = isOk ? otherFrame(checker, call) : nullptr;
  if (!other) return reported();
  const Type *right = other->type->row();
  JoinOn joined;
  joined.verb.kind = kind;
  auto partners = partnersOption(checker, call);
  joined.verb.partners = partners.value_or(abi::JoinPartners::All);
  isOk = joinKeys(checker, call, left, right, joined);
  std::optional<std::string> suffix = suffixOption(checker, call);
  std::vector<types::Field> fields = left->fields;
  for (uint32_t i = 0; i < left->fields.size(); ++i) joined.verb.leftColumns.push_back(i);
  if (!isPlain) addRightColumns(checker, call, joined, right, suffix.value_or(""), !isOk || !suffix, fields);
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

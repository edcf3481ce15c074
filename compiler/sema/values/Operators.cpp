// Operators: arithmetic, comparison, logic, `??`, with the rules of widening and, in rows, of null.
#include "compiler/sema/values/Operators.h"

#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/names/Library.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/patterns/Matches.h"
#include "compiler/sema/remedies/MissingPipes.h"
#include "compiler/sema/remedies/Remedies.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/values/Decimals.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/values/Literals.h"
#include "compiler/sema/values/PartOfValue.h"
#include "compiler/sema/verbs/Rows.h"
#include "compiler/sema/verbs/Verbs.h"

namespace flow::sema {

using ast::BinaryOperator;
using diag::Code;

bool isNumberLiteral(const ast::Expr &expr) {
  if (const auto *paren = ast::dynCast<const ast::ParenExpr>(&expr)) return isNumberLiteral(*paren->inner);
  if (const auto *unary = ast::dynCast<const ast::UnaryExpr>(&expr))
    return unary->op == ast::UnaryOperator::Negate && isNumberLiteral(*unary->operand);
  return expr.kind == ast::Kind::IntLiteral || expr.kind == ast::Kind::FloatLiteral;
}

/// Whether a branch ends in a value of another type than the context's: then numbers beside it are of its own type.
bool Operators::hasOtherType(const ast::Expr &expr, const Type *context) {
  switch (expr.kind) {
  case ast::Kind::ParenExpr: return hasOtherType(*ast::as<ast::ParenExpr>(expr).inner, context);
  case ast::Kind::NameExpr: {
    const Local *local = checker_.scopes().lookup(ast::as<ast::NameExpr>(expr).name.text).local;
    return local && local->type->plain()->isNumeric() && local->type->plain() != context->plain();
  }
  case ast::Kind::BlockExpr: {
    const auto &block = ast::as<ast::BlockExpr>(expr);
    const auto *last = block.statements.empty() ? nullptr : ast::dynCast<const ast::ExprStmt>(block.statements.back());
    return last && hasOtherType(*last->expr, context);
  }
  case ast::Kind::IfExpr: {
    const auto &choice = ast::as<ast::IfExpr>(expr);
    return hasOtherType(*choice.thenBlock, context) || (choice.elseBranch && hasOtherType(*choice.elseBranch, context));
  }
  case ast::Kind::MatchExpr:
    return std::ranges::any_of(ast::as<ast::MatchExpr>(expr).arms, [&](const ast::MatchArm &arm) {
      const auto *body = ast::dynCast<const ast::ExprStmt>(arm.body);
      return body && hasOtherType(*body->expr, context);
    });
  default: return false;
  }
}

Expr *Operators::checkBinary(const ast::BinaryExpr &expr, const Type *expected) {
  switch (expr.op) {
  case BinaryOperator::And:
  case BinaryOperator::Or: return checkLogic(expr);
  case BinaryOperator::Coalesce: return checkCoalesce(expr, expected);
  case BinaryOperator::In:
  case BinaryOperator::NotIn: return checkIn(expr);
  case BinaryOperator::Equal:
  case BinaryOperator::NotEqual:
  case BinaryOperator::Less:
  case BinaryOperator::LessEqual:
  case BinaryOperator::Greater:
  case BinaryOperator::GreaterEqual: return checkComparison(expr);
  default: break;
  }
  if (Expr *piped = checker_.missingPipes().checkForeignPipe(expr, expected)) return piped;
  // A literal takes the type of the other operand; a lone pair of literals that of the context.
  const Type *context =
      expected && isNumber(expected->plain()) && expr.op != BinaryOperator::Divide ? expected : nullptr;
  bool leftIsLiteral = isNumberLiteral(*expr.left), rightIsLiteral = isNumberLiteral(*expr.right);
  bool isShift = expr.op == BinaryOperator::ShiftLeft || expr.op == BinaryOperator::ShiftRight;
  Expr *left = nullptr, *right = nullptr;
  auto contextOf = [&](const ast::Expr &operand) {
    return context && hasOtherType(operand, context) ? nullptr : context;
  };
  auto asked = [&](const Type *type) { return isNumber(type->plain()) && !isShift ? type->plain() : nullptr; };
  auto askedList = [&](const ast::Expr &operand, const Type *other) { // xs + [1]
    bool isLists = expr.op == BinaryOperator::Add && operand.kind == ast::Kind::ListExpr && other->is(TypeKind::List);
    bool isLike = isLists && !hasUnknownPart(other) && checker_.calls().mayBecome(operand, other);
    return isLike ? other : contextOf(operand);
  };
  bool isListFirst = expr.left->kind == ast::Kind::ListExpr && expr.right->kind != ast::Kind::ListExpr;
  if (expr.op == BinaryOperator::Add && isListFirst) {
    right = check(*expr.right, contextOf(*expr.right));
    left = check(*expr.left, askedList(*expr.left, right->type));
  } else if (leftIsLiteral && !rightIsLiteral) {
    right = check(*expr.right, contextOf(*expr.right));
    left = check(*expr.left, asked(right->type));
  } else {
    left = check(*expr.left, contextOf(*expr.left));
    right = check(*expr.right, rightIsLiteral ? asked(left->type) : askedList(*expr.right, left->type));
  }
  if (left->type->is(TypeKind::Error)) return left;
  if (right->type->is(TypeKind::Error)) return right;
  return checkArithmetic(expr, left, right);
}

Expr *Operators::checkArithmetic(const ast::BinaryExpr &expr, Expr *left, Expr *right) {
  if (!checker_.rows().inRow()) {
    for (Expr *side : {left, right}) {
      if (!side->type->isOptional() && !side->type->is(TypeKind::None)) continue;
      const ast::Expr &syntax = side == left ? *expr.left : *expr.right;
      report(Code::OptionalValue, side->span,
             "`" + std::string(ast::spelling(expr.op)) + "` needs a value, but this may be none")
          .label("has the type `" + text(side->type) + "`")
          .help(noneRemedy(syntax));
      return error(expr.span);
    }
    return plainArithmetic(expr, left, right);
  }
  return checker_.conversions().lifted(
      {left, right}, expr.span, [&](std::vector<Expr *> &plain) { return plainArithmetic(expr, plain[0], plain[1]); });
}

static ir::Op arithmeticOp(BinaryOperator op) {
  switch (op) {
  case BinaryOperator::Add: return ir::Op::Add;
  case BinaryOperator::Subtract: return ir::Op::Subtract;
  case BinaryOperator::Multiply: return ir::Op::Multiply;
  case BinaryOperator::Divide: return ir::Op::Divide;
  case BinaryOperator::FloorDivide: return ir::Op::FloorDivide;
  case BinaryOperator::Modulo: return ir::Op::Modulo;
  case BinaryOperator::BitAnd: return ir::Op::BitAnd;
  case BinaryOperator::BitOr: return ir::Op::BitOr;
  case BinaryOperator::BitXor: return ir::Op::BitXor;
  case BinaryOperator::ShiftLeft: return ir::Op::ShiftLeft;
  default: return ir::Op::ShiftRight;
  }
}

/// What `join` of std/path gives, of paths that are known while compiling.
static std::string joinedPath(const std::string &folder, const std::string &part) {
  if (part.starts_with('/') || folder.empty() || folder == ".") return part;
  if (part.empty()) return folder;
  return folder + (folder.ends_with('/') ? "" : "/") + part;
}

Expr *Operators::plainArithmetic(const ast::BinaryExpr &expr, Expr *left, Expr *right) {
  const Type *a = left->type, *b = right->type;
  for (const Expr *side : {left, right}) {
    if (!side->type->is(TypeKind::Never) && !side->type->is(TypeKind::Unit)) continue;
    report(Code::BadOperands, side->span,
           "this gives no value for `" + std::string(ast::spelling(expr.op)) + "` to work on");
    return error(expr.span);
  }
  auto mismatch = [&](const std::string &help = "") {
    auto builder = report(Code::BadOperands, expr.span,
                          "`" + std::string(ast::spelling(expr.op)) + "` does not take " + text(a) + " and " + text(b));
    builder.also(expr.left->span, text(a)).also(expr.right->span, text(b));
    const char *remedy = operandRemedy(expr.op, a, b);
    if (!help.empty() || remedy) builder.help(help.empty() ? remedy : help);
    return error(expr.span);
  };
  if (expr.op == BinaryOperator::Add && a->is(TypeKind::Str) && b->is(TypeKind::Str)) {
    const ir::Constant *first = checker_.constantOf(left), *second = checker_.constantOf(right);
    if (first && second) // so that paths that are made of parts are known
      return constant(types_.str(), expr.span, std::get<std::string>(*first) + std::get<std::string>(*second));
    auto *concat = program_.make<tree::Concat>(types_.str(), expr.span);
    concat->parts = {left, right};
    return concat;
  }
  if (expr.op == BinaryOperator::Add && a->isStringLike() && b->isStringLike())
    return mismatch("a path grows by a part with `/`: `folder / \"name\"`; the text of a path is `str(..)`");
  if (expr.op == BinaryOperator::Add && a->is(TypeKind::Bytes) && b->is(TypeKind::Bytes))
    return checker_.calls().builtin("+", {left, right}, expr.span);
  if (expr.op == BinaryOperator::Divide && a->is(TypeKind::Path) && b->isStringLike()) { // folder / "name"
    const ir::Constant *folder = checker_.constantOf(left), *part = checker_.constantOf(right);
    if (folder && part)
      return constant(a, expr.span, joinedPath(std::get<std::string>(*folder), std::get<std::string>(*part)));
    CallSite site;
    site.span = expr.span;
    site.name = &checker_.makeName("join", expr.opSpan);
    site.positional = {{nullptr, left, expr.left->span}, {nullptr, right, expr.right->span}};
    return checker_.library().callLibrary(site, "join");
  }
  if (expr.op == BinaryOperator::Add && a->is(TypeKind::List) && b->is(TypeKind::List)) {
    const Type *type = checker_.conversions().commonType(a, b);
    if (!type) return mismatch();
    left = coerce(left, type, expr.left->span, "the left list");
    right = coerce(right, type, expr.right->span, "the right list");
    if (left->type->is(TypeKind::Error) || right->type->is(TypeKind::Error)) return error(expr.span);
    return checker_.expressions().operation(ir::Op::ListConcat, type, {left, right}, expr.span);
  }
  if (Expr *time = timeArithmetic(expr, left, right)) return time;
  if (a->is(TypeKind::Parameter) && a == b) { // what the bounds promise; a call is checked again for its types
    if (!satisfies(a, Bound::Num)) return mismatch("ask for numbers: `[" + text(a) + ": Num]`");
    bool isBitwise = expr.op >= BinaryOperator::BitOr && expr.op <= BinaryOperator::ShiftRight;
    if (!isBitwise && expr.op != BinaryOperator::Divide)
      return checker_.conversions().binary(arithmeticOp(expr.op), a, left, right, expr.span);
  }
  if (expr.op == BinaryOperator::Divide && isNumber(a) && isNumber(b) && (holdsParameter(a) || holdsParameter(b)))
    return checker_.conversions().binary(ir::Op::Divide, types_.f64(), left, right, expr.span);
  if (!a->isNumeric() || !b->isNumeric()) return mismatch();
  if (expr.op == BinaryOperator::Power) return power(expr, left, right);
  if (a->isDecimal() || b->isDecimal()) {
    Expr *result = checker_.decimals().decimalArithmetic(expr, left, right);
    bool areExact = !a->isFloat() && !b->isFloat() && expr.op == BinaryOperator::Multiply;
    if (result) return result;
    return mismatch(areExact ? "a decimal has at most 38 digits; round one of them: `round(x, 2)`"
                             : "convert one of them: `f64(..)`");
  }
  bool isBitwise = expr.op >= BinaryOperator::BitOr && expr.op <= BinaryOperator::ShiftRight;
  if (isBitwise && !(a->isInt() && b->isInt())) return mismatch();
  if (expr.op == BinaryOperator::ShiftLeft || expr.op == BinaryOperator::ShiftRight)
    return checker_.conversions().binary(arithmeticOp(expr.op), a, left, right, expr.span);
  const Type *common = checker_.conversions().commonNumeric(a, b);
  if (!common) return mismatch("no integer type holds both without loss; convert one: `i64(..)`");
  if (expr.op == BinaryOperator::Divide) common = types_.f64();
  return checker_.conversions().binary(arithmeticOp(expr.op), common, checker_.conversions().widen(left, common),
                                       checker_.conversions().widen(right, common), expr.span);
}

/// Of integers in the type of the base; else of floats.
Expr *Operators::power(const ast::BinaryExpr &expr, Expr *left, Expr *right) {
  const Type *base = left->type;
  if (!base->isInt() || !right->type->isInt())
    return checker_.calls().builtin(
        "pow", {checker_.conversions().widen(left, types_.f64()), checker_.conversions().widen(right, types_.f64())},
        expr.span);
  const Type *wide = base->is(TypeKind::U64) ? base : types_.i64();
  auto narrowed = [&](Expr *value, const Type *type) -> Expr * {
    if (widensTo(value->type, type)) return checker_.conversions().widen(value, type);
    auto *convert = program_.make<tree::Convert>(type, expr.span);
    convert->how = tree::ConvertKind::Checked;
    convert->failure = abi::FailureKind::Overflow;
    convert->operand = value;
    return convert;
  };
  return narrowed(checker_.calls().builtin(
                      "pow", {checker_.conversions().widen(left, wide), narrowed(right, types_.i64())}, expr.span),
                  base);
}

Expr *Operators::timeArithmetic(const ast::BinaryExpr &expr, Expr *left, Expr *right) {
  TypeKind a = left->type->kind, b = right->type->kind;
  bool isAdd = expr.op == BinaryOperator::Add, isSubtract = expr.op == BinaryOperator::Subtract;
  if (isAdd && (a == TypeKind::Duration || a == TypeKind::Months) &&
      (b == TypeKind::Date || b == TypeKind::Timestamp)) {
    std::swap(left, right);
    std::swap(a, b);
  }
  if (isAdd || isSubtract) {
    if (a == TypeKind::Date && b == TypeKind::Date && isSubtract)
      return checker_.calls().builtin("-", {left, right}, expr.span);
    if (a == TypeKind::Timestamp && b == TypeKind::Timestamp && isSubtract)
      return checker_.calls().builtin("-", {left, right}, expr.span);
    if (a == TypeKind::Date && b == TypeKind::Duration)
      return checker_.calls().builtin(isAdd ? "+" : "-", {left, right}, expr.span);
    if (a == TypeKind::Timestamp && b == TypeKind::Duration)
      return checker_.calls().builtin(isAdd ? "+" : "-", {left, right}, expr.span);
    if (a == TypeKind::Date && b == TypeKind::Months)
      return checker_.calls().builtin(isAdd ? "+" : "-", {left, right}, expr.span);
    if (a == TypeKind::Timestamp && b == TypeKind::Months)
      return checker_.calls().builtin(isAdd ? "+" : "-", {left, right}, expr.span);
    bool isSame = a == b && (a == TypeKind::Duration || a == TypeKind::Size || a == TypeKind::Months);
    if (isSame) return checker_.conversions().binary(arithmeticOp(expr.op), left->type, left, right, expr.span);
  }
  return amountArithmetic(expr, left, right);
}

/// Durations, sizes and months times and divided by numbers; durations and sizes divided by each other.
Expr *Operators::amountArithmetic(const ast::BinaryExpr &expr, Expr *left, Expr *right) {
  if (expr.op == BinaryOperator::Multiply && left->type->isNumeric()) std::swap(left, right);
  const Type *type = left->type, *by = right->type;
  bool isAmount = type->is(TypeKind::Duration) || type->is(TypeKind::Size);
  if (!isAmount && !type->is(TypeKind::Months)) return nullptr;
  auto ofNumbers = [&](ir::Op op, const Type *common) {
    return checker_.conversions().binary(
        op, common, checker_.conversions().widen(checker_.conversions().amount(left), common),
        checker_.conversions().widen(checker_.conversions().amount(right), common), expr.span);
  };
  auto asAmount = [&](Expr *number) -> Expr * {
    auto *result = program_.make<tree::Convert>(type, expr.span);
    result->how = tree::ConvertKind::Reinterpret;
    result->operand = number;
    return result;
  };
  if (isAmount && type == by) {
    if (expr.op == BinaryOperator::Divide) return ofNumbers(ir::Op::Divide, types_.f64());
    if (expr.op == BinaryOperator::FloorDivide) return ofNumbers(ir::Op::FloorDivide, types_.i64());
    if (expr.op == BinaryOperator::Modulo) return asAmount(ofNumbers(ir::Op::Modulo, types_.i64()));
    return nullptr;
  }
  bool isWhole = by->isInt() && widensTo(by, types_.i64());
  if (expr.op == BinaryOperator::Multiply && isWhole)
    return asAmount(checker_.conversions().binary(ir::Op::Multiply, types_.i64(), checker_.conversions().amount(left),
                                                  checker_.conversions().widen(right, types_.i64()), expr.span));
  if (!isAmount || (!isWhole && !by->isFloat())) return nullptr;
  if (expr.op != BinaryOperator::Multiply && expr.op != BinaryOperator::Divide) return nullptr;
  return checker_.calls().builtin(ast::spelling(expr.op),
                                  {left, checker_.conversions().widen(right, isWhole ? types_.i64() : types_.f64())},
                                  expr.span);
}

Expr *Operators::checkLogic(const ast::BinaryExpr &expr) {
  const char *name = ast::spelling(expr.op);
  Expr *left = check(*expr.left, types_.boolean());
  bool goesOn = expr.op == BinaryOperator::And; // what the left side is when the right one is asked
  Expr *sides[2] = {left, checker_.matches().checkNarrowed(*expr.right, *expr.left, goesOn, types_.boolean())};
  const ast::Expr *syntax[2] = {expr.left, expr.right};
  bool isOptional = false;
  for (int i = 0; i < 2; ++i) {
    const Type *type = sides[i]->type;
    if (type->is(TypeKind::Error)) return error(expr.span);
    isOptional |= type->isOptional();
    if (type->is(TypeKind::Never) || type == types_.boolean() ||
        (checker_.rows().inRow() && type->plain() == types_.boolean()))
      continue;
    auto builder = report(Code::TypeMismatch, syntax[i]->span,
                          std::string("`") + name + "` takes bools, but this is " + text(type));
    builder.label("expected `bool`, found `" + text(type) + "`");
    std::string help = conditionRemedy(type, checker_.written(syntax[i]->span));
    const auto *before = ast::dynCast<const ast::BinaryExpr>(syntax[0]); // x == 1 or 2
    bool isAlternative = i == 1 && before && before->op == BinaryOperator::Equal && expr.op == BinaryOperator::Or;
    if (isAlternative)
      builder.help("several values are asked for with `" + checker_.written(before->left->span) + " in [" +
                   checker_.written(before->right->span) + ", " + checker_.written(syntax[i]->span) + "]`");
    else if (i == 0 && expr.op == BinaryOperator::Or && !type->isOptional() && sides[1]->type == type)
      builder.help("a default for what may be none is `x ?? y`, for what fails `x catch err { y }`");
    else if (!help.empty())
      builder.help(help);
    return error(expr.span);
  }
  auto *node = program_.make<tree::Logic>(isOptional ? types_.optional(types_.boolean()) : types_.boolean(), expr.span);
  node->isAnd = expr.op == BinaryOperator::And;
  node->left = sides[0];
  node->right = sides[1];
  return node;
}

Expr *Operators::checkCoalesce(const ast::BinaryExpr &expr, const Type *expected) {
  Expr *left = partOfValue(checker_, check(*expr.left, expected ? types_.optional(expected->plain()) : nullptr));
  if (left->type->is(TypeKind::Error)) return left;
  // Whether a column may be null is up to the file: a guard that this file does not need is no mistake.
  if (!left->type->isOptional() && !left->type->is(TypeKind::None) && !checker_.rows().inRow()) {
    const auto *call = ast::dynCast<const ast::CallExpr>(expr.left);
    const auto *callee = call ? ast::dynCast<const ast::NameExpr>(call->callee) : nullptr;
    bool isConversion = callee && types_.scalarNamed(callee->name.text) && !call->arguments.empty();
    std::string default_ = checker_.written(expr.right->span);
    report(Code::NeverNone, expr.left->span, "this is never none, so `??` has no effect")
        .label("has the type `" + text(left->type) + "`")
        .help(isConversion ? "what does not fit fails: `" + checker_.written(expr.left->span) + " catch err { " +
                                 default_ + " }`; `parse_int` and `parse_float` give none"
                           : "remove `??` and what follows it");
    return error(expr.span);
  }
  Expr *right = check(*expr.right, left->type->plain());
  if (right->type->is(TypeKind::Error)) return right;
  const Type *type = checker_.conversions().commonType(left->type->plain(), right->type);
  if (!type) {
    report(Code::TypeMismatch, expr.right->span,
           "the default must be " + text(left->type->plain()) + ", but this is " + text(right->type))
        .also(expr.left->span, "`" + text(left->type) + "`");
    return error(expr.span);
  }
  if (!right->type->is(TypeKind::Never)) right = coerce(right, type, expr.right->span, "the default");
  auto *node = program_.make<tree::Coalesce>(type, expr.span);
  node->left = coerce(left, types_.optional(type), expr.left->span, "the left side of `??`");
  node->right = right;
  return node;
}

Expr *Operators::checkUnary(const ast::UnaryExpr &expr, const Type *expected) {
  if (expr.op == ast::UnaryOperator::Await) return notBuilt(expr.span, "`await`");
  if (expr.op == ast::UnaryOperator::Negate) // -128 is an i8 literal
    if (const auto *literal = ast::dynCast<const ast::IntLiteral>(expr.operand))
      return checker_.literals().checkInt(expr, literal->text, true, expected);
  Expr *operand =
      partOfValue(checker_, check(*expr.operand, expr.op == ast::UnaryOperator::Negate ? expected : nullptr));
  if (operand->type->is(TypeKind::Error)) return operand;
  const Type *plain = operand->type->plain();
  bool hasSign = isNumber(plain) || plain->is(TypeKind::Duration) || plain->is(TypeKind::Size);
  bool isFitting = expr.op == ast::UnaryOperator::Not      ? plain->is(TypeKind::Bool)
                   : expr.op == ast::UnaryOperator::BitNot ? plain->isInt()
                                                           : hasSign;
  if (!isFitting || (operand->type->isOptional() && !checker_.rows().inRow())) {
    auto builder = report(Code::BadOperands, expr.span,
                          std::string("`") + ast::spelling(expr.op) + "` does not take " + text(operand->type));
    builder.label("has the type `" + text(operand->type) + "`");
    std::string help;
    if (expr.op == ast::UnaryOperator::Not)
      help = conditionRemedy(operand->type, checker_.written(expr.operand->span, "x"));
    else if (operand->type->isOptional())
      help = "give a value for none: `.. ?? default`";
    else if (checker_.rows().inRow() && expr.op == ast::UnaryOperator::Negate)
      help = "a key that descends is `desc(" + checker_.written(expr.operand->span, ".x") + ")`";
    if (expr.op == ast::UnaryOperator::BitNot && plain->is(TypeKind::Bool))
      builder.fix({expr.span.file, expr.span.begin, expr.operand->span.begin}, "not ", "negation is written `not`");
    else if (!help.empty())
      builder.help(help);
    return error(expr.span);
  }
  if (const ir::Constant *value = checker_.constantOf(operand);
      value && expr.op == ast::UnaryOperator::Negate && value->index() == 2 && operand->type->isFloat())
    return constant(operand->type, expr.span, -std::get<double>(*value));
  return checker_.conversions().lifted({operand}, expr.span, [&](std::vector<Expr *> &values) -> Expr * {
    auto *node = program_.make<tree::Unary>(plain, expr.span);
    node->op = expr.op == ast::UnaryOperator::Not      ? ir::Op::Not
               : expr.op == ast::UnaryOperator::BitNot ? ir::Op::BitNot
                                                       : ir::Op::Negate;
    node->operand = values[0];
    return node;
  });
}

} // namespace flow::sema

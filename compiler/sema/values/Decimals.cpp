// Decimals: arithmetic and its widths, conversions that are checked, the functions that keep values exact.
#include "compiler/sema/values/Decimals.h"

#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/calls/Instances.h"
#include "compiler/sema/names/Library.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/types/TypeNames.h"
#include "compiler/sema/verbs/Rows.h"

#include <algorithm>

namespace flow::sema {

using ast::BinaryOperator;
using diag::Code;

namespace {

constexpr unsigned kMostDigits = 38;

/// With so many digits before and behind the point, as far as there are such types.
const Type *decimalWith(types::TypeContext &types, unsigned whole, unsigned scale) {
  return types.decimal(std::clamp(whole + scale, 1u, kMostDigits), scale);
}

unsigned wholeDigits(const Type *decimal) { return decimal->precision - decimal->scale; }

/// The decimal that holds all values of the type; null when there is none.
const Type *decimalFor(types::TypeContext &types, const Type *type) {
  if (!type->isInt()) return type->isDecimal() ? type : nullptr;
  return types.decimal(type->bits() == 8 ? 3 : type->bits() == 16 ? 5 : type->bits() == 32 ? 10 : 20, 0);
}

/// value * 10^places, when it has at most `precision` digits.
std::optional<__int128> scaledUp(__int128 value, unsigned places, unsigned precision) {
  __int128 limit = 1;
  for (unsigned i = 0; i < precision; ++i) limit *= 10;
  for (; places > 0; --places)
    if (__builtin_mul_overflow(value, static_cast<__int128>(10), &value)) return std::nullopt;
  return value > -limit && value < limit ? std::optional(value) : std::nullopt;
}

/// The same digits in another decimal of as many bytes: the point is elsewhere.
Expr *withPoint(tree::Program &program, Expr *value, const Type *type) {
  if (value->type == type) return value;
  auto *node = program.make<tree::Convert>(type, value->span);
  node->how = tree::ConvertKind::Reinterpret;
  node->operand = value;
  return node;
}

bool isRounding(const std::string &name) {
  return name == "round" || name == "floor" || name == "ceil" || name == "trunc";
}

bool isOfOneType(const std::string &name) { return name == "min" || name == "max" || name == "clamp"; }

} // namespace

/// A decimal as another one of no smaller scale: it fails where it has more digits before the point than that.
Expr *Decimals::asDecimal(Expr *value, const Type *type, Span span) {
  if (value->type == type || !narrowsTo(value->type, type)) return checker_.conversions().widen(value, type);
  if (const auto *literal = tree::dynCast<tree::Constant>(value)) {
    auto digits = scaledUp(std::get<__int128>(literal->value), type->scale - value->type->scale, type->precision);
    if (digits) return constant(type, value->span, *digits);
    report(Code::BadLiteral, value->span,
           "the number " + checker_.written(value->span, "here") + " does not fit " + text(type))
        .label("has the type `" + text(value->type) + "`");
    return error(span);
  }
  auto *convert = program_.make<tree::Convert>(type, value->span);
  convert->how = tree::ConvertKind::Checked;
  convert->failure = abi::FailureKind::Overflow;
  convert->operand = value;
  return convert;
}

Expr *Decimals::decimalArithmetic(const ast::BinaryExpr &expr, Expr *left, Expr *right) {
  const Type *a = decimalFor(types_, left->type), *b = decimalFor(types_, right->type);
  if (!a || !b) return nullptr;
  left = checker_.conversions().widen(left, a);
  right = checker_.conversions().widen(right, b);
  unsigned scale = std::max(a->scale, b->scale), whole = std::max(wholeDigits(a), wholeDigits(b));
  auto made = [&](ir::Op op, const Type *type, const Type *leftType, const Type *rightType) -> Expr * {
    left = asDecimal(left, leftType, expr.span);
    right = asDecimal(right, rightType, expr.span);
    if (left->type->is(TypeKind::Error)) return left;
    return right->type->is(TypeKind::Error) ? right : checker_.conversions().binary(op, type, left, right, expr.span);
  };
  switch (expr.op) {
  case BinaryOperator::Add:
  case BinaryOperator::Subtract: {
    const Type *type = decimalWith(types_, whole + 1, scale);
    return made(expr.op == BinaryOperator::Add ? ir::Op::Add : ir::Op::Subtract, type, type, type);
  }
  case BinaryOperator::Multiply: {
    if (a->scale + b->scale > static_cast<int>(kMostDigits)) return nullptr;
    const Type *type = types_.decimal(std::min(kMostDigits, 0u + a->precision + b->precision), a->scale + b->scale);
    return made(ir::Op::Multiply, type, a, b);
  }
  case BinaryOperator::FloorDivide:
  case BinaryOperator::Modulo: { // the rest is nearer to zero than the divisor, the quotient has no fraction
    const Type *dividend = decimalWith(types_, wholeDigits(a), scale);
    const Type *divisor = decimalWith(types_, wholeDigits(b), scale);
    if (expr.op == BinaryOperator::Modulo) return made(ir::Op::Modulo, divisor, dividend, divisor);
    return made(ir::Op::FloorDivide, types_.decimal(dividend->precision, 0), dividend, divisor);
  }
  case BinaryOperator::Divide:
    return checker_.conversions().binary(ir::Op::Divide, types_.f64(), checker_.conversions().widen(left, types_.f64()),
                                         checker_.conversions().widen(right, types_.f64()), expr.span);
  default: return nullptr;
  }
}

// ---- functions

/// A function of the library whose result depends on the digits of its arguments; null when no decimal is among them.
/// What was checked of the arguments stays.
Expr *Decimals::callOnDecimals(CallSite &call, const std::string &name) {
  if (call.positional.empty() || (!isRounding(name) && !isOfOneType(name))) return nullptr;
  std::vector<Expr *> values;
  for (Argument &argument : call.positional) {
    argument.piped = checkArgument(argument);
    values.push_back(argument.piped);
    if (values.back()->type->is(TypeKind::Error)) return values.back();
    if (isRounding(name)) break;
  }
  auto isDecimal = [](const Expr *value) { return value->type->plain()->isDecimal(); };
  if (std::ranges::none_of(values, isDecimal)) return nullptr;
  return isRounding(name) ? callRound(call, name, values[0]) : callOnCommonDecimal(call, name, std::move(values));
}

/// `round(x, 2)`: as many digits behind the point as the type of the result has, so they are known while compiling.
Expr *Decimals::callRound(const CallSite &call, const std::string &name, Expr *value) {
  bool takesDigits = name == "round";
  if (!(takesDigits ? checker_.calls().requireArguments(call, 1, 2, {"digits"})
                    : checker_.calls().requireArguments(call, 1, 1, {})))
    return error(call.span);
  if (!checker_.rows().inRow() && value->type->isOptional()) {
    report(Code::OptionalValue, value->span, "`" + name + "` needs a value, but this may be none")
        .label("has the type `" + text(value->type) + "`")
        .help("give a value for none: `.. ?? default`");
    return error(call.span);
  }
  const Argument *given =
      call.positional.size() > 1 ? &call.positional[1] : checker_.calls().namedArgument(call, "digits");
  __int128 digits = 0;
  if (given) {
    Expr *count = checkArgument(*given, types_.i64());
    if (count->type->is(TypeKind::Error)) return count;
    const ir::Constant *known = checker_.constantOf(count);
    const auto *number = known && count->type->isInt() ? std::get_if<__int128>(known) : nullptr;
    if (!number || *number > static_cast<int>(kMostDigits)) {
      report(number ? Code::BadArgument : Code::NotConstant, count->span,
             number ? "a decimal has at most 38 digits"
                    : "to how many digits a decimal is rounded must be known while compiling: its type says it")
          .help(number ? "such as `round(x, 2)`" : "write the number, such as `round(x, 2)`, or round `f64(x)`");
      return error(call.span);
    }
    digits = *number;
  }
  auto build = [&](std::vector<Expr *> &plain) -> Expr * {
    const Type *from = plain[0]->type;
    auto kept = static_cast<unsigned>(std::max(digits, __int128{0}));
    if (kept >= from->scale && digits >= 0)
      return asDecimal(plain[0], decimalWith(types_, wholeDigits(from), kept), call.span);
    auto number = [&](__int128 count) { return constant(types_.i64(), call.span, count); };
    __int128 unit = std::min(from->scale - digits, __int128{kMostDigits + 1}); // 10^unit is what counts
    Expr *whole = withPoint(program_, checker_.conversions().widen(plain[0], types_.decimal(kMostDigits, from->scale)),
                            types_.decimal(kMostDigits, 0));
    std::vector<Expr *> arguments{whole, number(from->scale - kept)};
    if (takesDigits) arguments.push_back(number(unit));
    Expr *made = checker_.calls().builtin(("op.decimal_" + name).c_str(), arguments, call.span);
    return asDecimal(withPoint(program_, made, types_.decimal(kMostDigits, kept)),
                     decimalWith(types_, wholeDigits(from) + 1, kept), call.span);
  };
  return checker_.conversions().lifted({value}, call.span, build);
}

/// `min(price, limit)`: all arguments become the decimal that holds them all.
Expr *Decimals::callOnCommonDecimal(const CallSite &call, const std::string &name, std::vector<Expr *> values) {
  const Type *common = nullptr;
  for (const Expr *value : values)
    if (const Type *type = value->type->plain(); type->isDecimal())
      common = common ? checker_.conversions().commonType(common, type) : type;
  const Type *asked = common;
  for (size_t i = 0; i < values.size(); ++i) {
    const Argument &argument = call.positional[i];
    bool isLiteral = argument.syntax && argument.syntax->value && isNumberLiteral(*argument.syntax->value);
    if (isLiteral) values[i] = check(*argument.syntax->value, asked);
    const Type *decimal = decimalFor(types_, values[i]->type->plain());
    if (!decimal) return nullptr; // no overload takes it, which is said there
    common = checker_.conversions().commonType(common, decimal);
  }
  const ast::FnDecl *decl = checker_.library().libraryFunction("", name);
  FLOW_CHECK(decl != nullptr, "no function of the library: ", name);
  CallSite again = call;
  for (size_t i = 0; i < values.size(); ++i) {
    again.positional[i].piped =
        checker_.conversions().lifted({values[i]}, values[i]->span, [&](std::vector<Expr *> &plain) {
          return asDecimal(checker_.conversions().widen(plain[0], decimalFor(types_, plain[0]->type)), common,
                           plain[0]->span);
        });
    if (again.positional[i].piped->type->is(TypeKind::Error)) return error(call.span);
  }
  return checker_.instances().callUser(again, *decl);
}

// ---- texts

/// The decimal that the text is, or none.
Expr *Decimals::parsedDecimal(Expr *value, const Type *type, Span span) {
  Expr *scale = constant(types_.i64(), span, static_cast<__int128>(type->scale));
  Expr *digits = checker_.calls().builtin("op.decimal_digits", {value, scale}, span);
  if (digits->type->is(TypeKind::Error)) return digits;
  return checker_.conversions().lifted({digits}, span, [&](std::vector<Expr *> &plain) -> Expr * {
    auto *node = program_.make<tree::Convert>(types_.optional(type), span);
    node->how = tree::ConvertKind::OrNone;
    node->operand = withPoint(program_, plain[0], types_.decimal(kMostDigits, type->scale));
    return node;
  });
}

/// `parse_decimal[12, 2](s)`.
Expr *Decimals::callParseDecimal(const CallSite &call) {
  const Type *type = checker_.typeNames().decimalOfExprs(call.typeArguments, call.span);
  if (type->is(TypeKind::Error) || !checker_.calls().requireArguments(call, 1, 1, {})) return error(call.span);
  Expr *value = checkArgument(call.positional[0], types_.str());
  bool isLifted = checker_.rows().inRow() && value->type->plain()->isStringLike();
  if (!isLifted) value = coerce(value, types_.str(), value->span, "the text of `parse_decimal`");
  return value->type->is(TypeKind::Error) ? value : parsedDecimal(value, type, call.span);
}

} // namespace flow::sema

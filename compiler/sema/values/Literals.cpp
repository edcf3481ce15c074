// Literals: their value, in the type that the context asks for.
#include "compiler/sema/values/Literals.h"

#include "compiler/base/Utf8.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/values/FormatText.h"
#include "compiler/sema/values/LiteralText.h"
#include "compiler/sema/values/PartOfValue.h"
#include "compiler/sema/verbs/Rows.h"

#include <cctype>
#include <charconv>
#include <cmath>

namespace flow::sema {

using diag::Code;

/// Digits of a literal without underscores, in base 10, 16 or 2. False when the value does not fit 127 bits.
static bool parseDigits(std::string_view text, __int128 &value) {
  unsigned base = 10;
  if (text.starts_with("0x") || text.starts_with("0b")) {
    base = text[1] == 'x' ? 16 : 2;
    text.remove_prefix(2);
  }
  value = 0;
  for (char c : text) {
    if (c == '_') continue;
    int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    if (__builtin_mul_overflow(value, base, &value) || __builtin_add_overflow(value, digit, &value)) return false;
  }
  return true;
}

/// The float of the type that is nearest to the number.
static double asFloat(double value, const Type *type) {
  return type->is(TypeKind::F32) ? static_cast<double>(static_cast<float>(value)) : value;
}

static bool fitsInt(__int128 value, const Type *type) {
  unsigned bits = type->bits();
  __int128 most = (static_cast<__int128>(1) << (type->isSignedInt() ? bits - 1 : bits)) - 1;
  __int128 least = type->isSignedInt() ? -most - 1 : 0;
  return value >= least && value <= most;
}

Expr *Literals::checkInt(const ast::Expr &expr, const std::string &text, bool negative, const Type *expected) {
  __int128 value = 0;
  bool fits = parseDigits(text, value);
  if (negative) value = -value;
  const Type *type = expected ? expected->plain() : types_.i64();
  if (type->isFloat() && fits) return constant(type, expr.span, asFloat(static_cast<double>(value), type));
  if (type->isFloat() && !text.starts_with("0x") && !text.starts_with("0b"))
    return checkLongFloat(expr, (negative ? "-" : "") + text, type);
  if (type->isDecimal()) { // a whole number: no digits after the point
    unsigned digits = 1;
    for (__int128 rest = value / 10; rest != 0; rest /= 10) ++digits;
    if (fits && digits <= 38) return constant(types_.decimal(digits, 0), expr.span, value);
    return tooLarge(expr.span, (negative ? "-" : "") + text, "any decimal, which has at most 38 digits");
  }
  if (type->is(TypeKind::Parameter) && isNumber(type)) return constant(type, expr.span, value);
  if (!type->isInt()) type = types_.i64();
  if (!fits || !fitsInt(value, type)) return tooLarge(expr.span, (negative ? "-" : "") + text, types::text(type));
  return constant(type, expr.span, value);
}

Expr *Literals::tooLarge(Span span, const std::string &written, const std::string &type) {
  report(Code::BadLiteral, span, "the number " + shortened(written) + " does not fit " + type);
  return error(span);
}

static std::string withoutUnderscores(const std::string &written) {
  std::string text = written;
  std::erase(text, '_');
  return text;
}

/// A whole number of more than 127 bits.
Expr *Literals::checkLongFloat(const ast::Expr &expr, const std::string &written, const Type *type) {
  std::string text = withoutUnderscores(written);
  double value = 0;
  auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code == std::errc::result_out_of_range || !std::isfinite(value)) return tooLarge(expr.span, written, "f64");
  return constant(type, expr.span, asFloat(value, type));
}

Expr *Literals::checkFloat(const ast::FloatLiteral &literal, const Type *expected) {
  std::string text = withoutUnderscores(literal.text);
  const Type *type = expected ? expected->plain() : types_.f64();
  if (type->isDecimal()) { // 0.05 where a decimal is asked for is exactly that decimal
    if (std::optional<DecimalText> decimal = decimalOf(text))
      return constant(types_.decimal(decimal->precision, decimal->scale), literal.span, decimal->value);
  }
  double value = 0;
  auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code == std::errc::result_out_of_range || !std::isfinite(value))
    return tooLarge(literal.span, literal.text, "f64");
  if (type->is(TypeKind::F32)) return constant(type, literal.span, asFloat(value, type));
  return constant(types_.f64(), literal.span, value);
}

Expr *Literals::checkQuantity(const ast::QuantityLiteral &literal) {
  QuantityText quantity = quantityOf(literal.text);
  if (!quantity.problem.empty()) {
    report(Code::BadLiteral, literal.span, "`" + shortened(literal.text) + "` is no quantity: " + quantity.problem)
        .help("durations are written `250ms`, `1h30min`; sizes `4GiB`, `1.5MB`");
    return error(literal.span);
  }
  const Type *type = types_.scalar(quantity.isSize ? TypeKind::Size : TypeKind::Duration);
  return constant(type, literal.span, static_cast<__int128>(quantity.value));
}

Expr *Literals::checkTagged(const ast::TaggedLiteral &literal) {
  auto bad = [&](const char *form) {
    report(Code::BadLiteral, literal.span, "`" + shortened(literal.text) + "` is not of the form " + form);
    return error(literal.span);
  };
  switch (literal.tag) {
  case ast::LiteralTag::Date: {
    std::optional<int64_t> days = dateOf(literal.text);
    if (!days) return bad("2024-01-31, a day of the calendar");
    return constant(types_.scalar(TypeKind::Date), literal.span, static_cast<__int128>(*days));
  }
  case ast::LiteralTag::Timestamp: {
    std::optional<int64_t> micros = timestampOf(literal.text);
    if (!micros) return bad("2024-01-31T10:00:00Z");
    return constant(types_.scalar(TypeKind::Timestamp), literal.span, static_cast<__int128>(*micros));
  }
  case ast::LiteralTag::Decimal: {
    std::optional<DecimalText> decimal = decimalOf(literal.text);
    if (!decimal) return bad("12.50, at most 38 digits");
    return constant(types_.decimal(decimal->precision, decimal->scale), literal.span, decimal->value);
  }
  }
  FLOW_UNREACHABLE();
}

/// In a row a null makes the text null; elsewhere `none` is shown as such.
Expr *Literals::textOfPart(const ast::StringPart &part, Expr *value) {
  auto make = [&](std::vector<Expr *> &values) -> Expr * {
    auto *textOf = program_.make<tree::ToText>(types_.str(), part.expr->span);
    textOf->operand = coerce(values[0], checker_.conversions().settled(values[0]->type), part.expr->span, "this");
    textOf->format = part.format;
    return textOf;
  };
  std::vector<Expr *> values{value};
  bool isLifted = checker_.rows().inRow() || (value->type->isOptional() && !part.format.empty());
  Expr *shown = isLifted ? checker_.conversions().lifted(values, part.expr->span, make) : make(values);
  if (checker_.rows().inRow() || !shown->type->isOptional()) return shown;
  auto *orNone = program_.make<tree::Coalesce>(types_.str(), part.expr->span);
  orNone->left = shown;
  orNone->right = constant(types_.str(), part.expr->span, std::string("none"));
  return orNone;
}

/// Remembers `{name}` in a text: when the name is used nowhere, its `$` is missing.
/// `{name}` and `$name`, which are values in the texts of other languages.
void Literals::noteNames(const std::string &text, Span span) {
  for (size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
    size_t close = text.find_first_of("}:", open);
    if (close == std::string::npos || close == open + 1) continue;
    std::string name = text.substr(open + 1, close - open - 1);
    checker_.scopes().noteInText({name, "{" + name + "}", span});
  }
  for (size_t sign = text.find('$'); sign != std::string::npos; sign = text.find('$', sign + 1)) { // "$name"
    size_t end = sign + 1;
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_')) ++end;
    std::string name = text.substr(sign + 1, end - sign - 1);
    if (!name.empty()) checker_.scopes().noteInText({name, "$" + name, span});
  }
}

Expr *Literals::checkString(const ast::StringLiteral &literal, const Type *expected) {
  std::vector<Expr *> parts;
  bool isConstant = true, isReported = false;
  for (const ast::StringPart &part : literal.parts) {
    if (!part.expr) {
      noteNames(part.text, literal.span);
      parts.push_back(constant(types_.str(), literal.span, part.text));
      continue;
    }
    Expr *value = partOfValue(checker_, check(*part.expr));
    isReported |= value->type->is(TypeKind::Error) || !checker_.conversions().requireText(value, part.expr->span);
    if (value->type->is(TypeKind::Error)) continue;
    if (std::string problem = part.format.empty() ? "" : formatProblem(part.format, value->type->plain());
        !problem.empty()) {
      report(Code::BadLiteral, part.formatSpan, problem)
          .help("a format is `[[fill]align][sign][0][width][,][.precision][type]`, such as `>8`, `05d`, `.2f`");
      isReported = true;
    }
    if (isReported) continue;
    // A text that is known while compiling stays so: paths are made of params this way.
    if (const ir::Constant *known = checker_.constantOf(value);
        known && part.format.empty() && value->type->isStringLike()) {
      parts.push_back(constant(types_.str(), part.expr->span, *known));
      continue;
    }
    isConstant = false;
    parts.push_back(textOfPart(part, value));
  }
  if (isReported) return error(literal.span);
  const Type *type = expected && expected->plain()->is(TypeKind::Path) ? expected->plain() : types_.str();
  if (isConstant) {
    std::string whole;
    for (Expr *part : parts) whole += std::get<std::string>(*checker_.constantOf(part));
    return constant(type, literal.span, whole);
  }
  return checker_.conversions().lifted(parts, literal.span, [&](std::vector<Expr *> &plain) -> Expr * {
    auto *concat = program_.make<tree::Concat>(types_.str(), literal.span);
    concat->parts = plain;
    return concat;
  });
}

Expr *Literals::checkLiteral(const ast::Expr &expr, const Type *expected) {
  switch (expr.kind) {
  case ast::Kind::IntLiteral: return checkInt(expr, ast::as<ast::IntLiteral>(expr).text, false, expected);
  case ast::Kind::FloatLiteral: return checkFloat(ast::as<ast::FloatLiteral>(expr), expected);
  case ast::Kind::QuantityLiteral: return checkQuantity(ast::as<ast::QuantityLiteral>(expr));
  case ast::Kind::TaggedLiteral: return checkTagged(ast::as<ast::TaggedLiteral>(expr));
  case ast::Kind::BoolLiteral:
    return constant(types_.boolean(), expr.span, static_cast<__int128>(ast::as<ast::BoolLiteral>(expr).value));
  case ast::Kind::NoneLiteral:
    return constant(expected && expected->isOptional() ? expected : types_.none(), expr.span, std::monostate());
  case ast::Kind::StringLiteral: return checkString(ast::as<ast::StringLiteral>(expr), expected);
  default: return constant(types_.scalarNamed("bytes"), expr.span, ast::as<ast::BytesLiteral>(expr).value);
  }
}

} // namespace flow::sema

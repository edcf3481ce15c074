// Literals: their value, in the type that the context asks for.
#include "compiler/sema/Checker.h"

#include <charconv>
#include <cmath>

namespace flow::sema {

using diag::Code;

const ir::Constant *Checker::constantOf(const Expr *expr) const {
  if (const auto *node = tree::dynCast<tree::Constant>(expr); node && !node->type->is(TypeKind::Error))
    return &node->value;
  if (const auto *ref = tree::dynCast<tree::LocalRef>(expr); ref && ref->local->constant)
    return &*ref->local->constant;
  const auto *convert = tree::dynCast<tree::Convert>(expr);
  bool keepsValue =
      convert && (convert->how == tree::ConvertKind::Some || convert->how == tree::ConvertKind::Reinterpret ||
                  (convert->how == tree::ConvertKind::Widen && convert->type->isInt()));
  return keepsValue ? constantOf(convert->operand) : nullptr;
}

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
    if (value > ((static_cast<__int128>(1) << 126) - digit) / base) return false;
    value = value * base + digit;
  }
  return true;
}

static bool fitsInt(__int128 value, const Type *type) {
  unsigned bits = type->bits();
  __int128 most = (static_cast<__int128>(1) << (type->isSignedInt() ? bits - 1 : bits)) - 1;
  __int128 least = type->isSignedInt() ? -most - 1 : 0;
  return value >= least && value <= most;
}

Expr *Checker::checkInt(const ast::Expr &expr, const std::string &text, bool negative, const Type *expected) {
  __int128 value = 0;
  bool fits = parseDigits(text, value);
  if (negative) value = -value;
  const Type *type = expected ? expected->plain() : types_.i64();
  if (type->isFloat()) return constant(type, expr.span, static_cast<double>(value));
  if (type->isDecimal()) {
    for (unsigned i = 0; i < type->scale && fits; ++i)
      fits = !__builtin_mul_overflow(value, static_cast<__int128>(10), &value);
    return constant(type, expr.span, value);
  }
  if (!type->isInt()) type = types_.i64();
  if (!fits || !fitsInt(value, type)) {
    report(Code::BadLiteral, expr.span,
           "the number " + std::string(negative ? "-" : "") + text + " does not fit " + types::text(type));
    return error(expr.span);
  }
  return constant(type, expr.span, value);
}

/// "12.50" as the integer 1250 and the scale 2. False for anything that is not plain decimal digits, at
/// most 38.
static bool parseDecimal(std::string_view text, __int128 &value, unsigned &digits, unsigned &scale) {
  bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  value = 0;
  digits = scale = 0;
  bool afterPoint = false, any = false;
  for (char c : text) {
    if (c == '_') continue;
    if (c == '.' && !afterPoint) {
      afterPoint = true;
      continue;
    }
    if (c < '0' || c > '9') return false;
    any = true;
    value = value * 10 + (c - '0');
    digits += (digits > 0 || c != '0') ? 1 : 0;
    scale += afterPoint ? 1 : 0;
    if (digits > 38 || scale > 38) return false;
  }
  if (negative) value = -value;
  return any;
}

Expr *Checker::checkFloat(const ast::FloatLiteral &literal, const Type *expected) {
  std::string text;
  for (char c : literal.text)
    if (c != '_') text += c;
  const Type *type = expected ? expected->plain() : types_.f64();
  if (type->isDecimal()) { // 0.05 where a decimal is asked for is exactly that decimal
    __int128 value = 0;
    unsigned digits = 0, scale = 0;
    if (parseDecimal(text, value, digits, scale))
      return constant(types_.decimal(std::max({digits, scale, 1u}), scale), literal.span, value);
  }
  double value = 0;
  auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code == std::errc::result_out_of_range || !std::isfinite(value)) {
    report(Code::BadLiteral, literal.span, "the number " + literal.text + " does not fit f64");
    return error(literal.span);
  }
  if (type->is(TypeKind::F32))
    return constant(type, literal.span, static_cast<double>(static_cast<float>(value)));
  return constant(types_.f64(), literal.span, value);
}

namespace {
struct Unit {
  std::string_view text;
  bool isSize;
  __int128 factor; ///< nanoseconds or bytes
};
constexpr Unit kUnits[] = {{"ns", false, 1},
                           {"us", false, 1'000},
                           {"ms", false, 1'000'000},
                           {"s", false, 1'000'000'000},
                           {"min", false, 60'000'000'000},
                           {"h", false, 3'600'000'000'000},
                           {"d", false, 86'400'000'000'000},
                           {"B", true, 1},
                           {"KB", true, 1'000},
                           {"MB", true, 1'000'000},
                           {"GB", true, 1'000'000'000},
                           {"TB", true, 1'000'000'000'000},
                           {"KiB", true, 1 << 10},
                           {"MiB", true, 1 << 20},
                           {"GiB", true, 1 << 30},
                           {"TiB", true, static_cast<__int128>(1) << 40}};
} // namespace

Expr *Checker::checkQuantity(const ast::QuantityLiteral &literal) {
  std::string_view rest = literal.text;
  __int128 total = 0;
  std::optional<bool> isSize;
  auto bad = [&](const std::string &why) {
    report(Code::BadLiteral, literal.span, "`" + literal.text + "` is no quantity: " + why)
        .help("durations are written `250ms`, `1h30min`; sizes `4GiB`, `1.5MB`");
    return error(literal.span);
  };
  if (rest.empty()) return bad("it is empty");
  while (!rest.empty()) {
    size_t numberEnd = rest.find_first_not_of("0123456789._");
    if (numberEnd == 0 || numberEnd == std::string_view::npos) return bad("a number and a unit are expected");
    std::string_view number = rest.substr(0, numberEnd);
    rest.remove_prefix(numberEnd);
    size_t unitEnd = rest.find_first_of("0123456789");
    std::string_view unitText = rest.substr(0, unitEnd);
    rest.remove_prefix(unitText.size());
    const Unit *unit = nullptr;
    for (const Unit &candidate : kUnits)
      if (candidate.text == unitText) unit = &candidate;
    if (!unit) return bad("`" + std::string(unitText) + "` is not a unit");
    if (isSize && *isSize != unit->isSize) return bad("a duration and a size do not mix");
    isSize = unit->isSize;
    __int128 value = 0, scaleFactor = 1;
    unsigned digits = 0, scale = 0;
    if (!parseDecimal(number, value, digits, scale) || digits > 18) return bad("the number is too long");
    for (unsigned i = 0; i < scale; ++i) scaleFactor *= 10;
    if ((value * unit->factor) % scaleFactor != 0)
      return bad("it is not a whole number of its smallest unit");
    total += value * unit->factor / scaleFactor;
  }
  if (total > INT64_MAX) return bad("it is too large");
  return constant(types_.scalar(*isSize ? TypeKind::Size : TypeKind::Duration), literal.span, total);
}

static int64_t daysFromCivil(int64_t year, unsigned month, unsigned day) {
  year -= month <= 2;
  int64_t era = (year >= 0 ? year : year - 399) / 400;
  auto yearOfEra = static_cast<unsigned>(year - era * 400);
  unsigned dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  unsigned dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return era * 146097 + static_cast<int64_t>(dayOfEra) -
         719468; // Hinnant, "chrono-compatible low-level date algorithms"
}

static bool parseDate(std::string_view text, int64_t &days) {
  int year = 0;
  unsigned month = 0, day = 0;
  if (text.size() != 10 || std::sscanf(std::string(text).c_str(), "%4d-%2u-%2u", &year, &month, &day) != 3)
    return false;
  static constexpr unsigned kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || day < 1) return false;
  bool isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (day > kDays[month - 1] + (month == 2 && isLeap ? 1 : 0)) return false;
  days = daysFromCivil(year, month, day);
  return true;
}

/// After the date: `T` or a blank, hh:mm[:ss[.ffffff]], then `Z`, +hh:mm, -hh:mm or nothing (UTC).
static bool parseTimeOfDay(std::string_view text, int64_t &micros) {
  unsigned hour = 0, minute = 0, second = 0;
  int used = 0;
  std::string copy(text);
  if (std::sscanf(copy.c_str(), "%2u:%2u%n", &hour, &minute, &used) != 2 || hour > 23 || minute > 59)
    return false;
  size_t at = static_cast<size_t>(used);
  if (at < copy.size() && copy[at] == ':') {
    if (std::sscanf(copy.c_str() + at, ":%2u%n", &second, &used) != 1 || second > 59) return false;
    at += static_cast<size_t>(used);
  }
  micros = ((hour * 60 + minute) * 60LL + second) * 1'000'000;
  if (at < copy.size() && copy[at] == '.') {
    int64_t unit = 100'000;
    for (++at; at < copy.size() && std::isdigit(static_cast<unsigned char>(copy[at])); ++at, unit /= 10)
      micros += (copy[at] - '0') * unit;
  }
  if (at == copy.size() || copy.substr(at) == "Z") return true;
  unsigned zoneHour = 0, zoneMinute = 0;
  if ((copy[at] != '+' && copy[at] != '-') ||
      std::sscanf(copy.c_str() + at + 1, "%2u:%2u%n", &zoneHour, &zoneMinute, &used) != 2 ||
      at + 1 + static_cast<size_t>(used) != copy.size())
    return false;
  int64_t shift = (zoneHour * 60LL + zoneMinute) * 60'000'000;
  micros += copy[at] == '+' ? -shift : shift;
  return true;
}

Expr *Checker::checkTagged(const ast::TaggedLiteral &literal) {
  auto bad = [&](const char *form) {
    report(Code::BadLiteral, literal.span, "`" + literal.text + "` is not of the form " + form);
    return error(literal.span);
  };
  int64_t days = 0, micros = 0;
  switch (literal.tag) {
  case ast::LiteralTag::Date:
    if (!parseDate(literal.text, days)) return bad("2024-01-31, a day of the calendar");
    return constant(types_.scalar(TypeKind::Date), literal.span, static_cast<__int128>(days));
  case ast::LiteralTag::Timestamp: {
    std::string_view text = literal.text;
    bool isDateAlone = text.size() == 10;
    if (text.size() < 10 || !parseDate(text.substr(0, 10), days) ||
        (!isDateAlone && ((text[10] != 'T' && text[10] != ' ') || !parseTimeOfDay(text.substr(11), micros))))
      return bad("2024-01-31T10:00:00Z");
    return constant(types_.scalar(TypeKind::Timestamp), literal.span,
                    static_cast<__int128>(days) * 86'400'000'000 + micros);
  }
  case ast::LiteralTag::Decimal: {
    __int128 value = 0;
    unsigned digits = 0, scale = 0;
    if (!parseDecimal(literal.text, value, digits, scale)) return bad("12.50, at most 38 digits");
    return constant(types_.decimal(std::max({digits, scale, 1u}), scale), literal.span, value);
  }
  }
  FLOW_UNREACHABLE();
}

Expr *Checker::checkString(const ast::StringLiteral &literal, const Type *expected) {
  std::vector<Expr *> parts;
  bool isConstant = true;
  for (const ast::StringPart &part : literal.parts) {
    if (!part.expr) {
      parts.push_back(constant(types_.str(), literal.span, part.text));
      continue;
    }
    Expr *value = check(*part.expr);
    if (value->type->is(TypeKind::Error)) return value;
    if (value->type->isFrame()) {
      report(Code::TypeMismatch, part.expr->span, "a frame has no text")
          .help("`show()` prints it; `collect()` makes a list of its rows");
      return error(literal.span);
    }
    // A text that is known while compiling stays so: paths are made of params this way.
    if (const ir::Constant *known = constantOf(value);
        known && part.format.empty() && value->type->isStringLike()) {
      parts.push_back(constant(types_.str(), part.expr->span, *known));
      continue;
    }
    isConstant = false;
    parts.push_back(lifted({value}, part.expr->span, [&](std::vector<Expr *> &plain) -> Expr * {
      auto *textOf = program_->make<tree::ToText>(types_.str(), part.expr->span);
      textOf->operand = plain[0];
      textOf->format = part.format;
      return textOf;
    }));
  }
  const Type *type = expected && expected->plain()->is(TypeKind::Path) ? expected->plain() : types_.str();
  if (isConstant) {
    std::string whole;
    for (Expr *part : parts) whole += std::get<std::string>(*constantOf(part));
    return constant(type, literal.span, whole);
  }
  return lifted(parts, literal.span, [&](std::vector<Expr *> &plain) -> Expr * {
    auto *concat = program_->make<tree::Concat>(types_.str(), literal.span);
    concat->parts = plain;
    return concat;
  });
}

Expr *Checker::checkLiteral(const ast::Expr &expr, const Type *expected) {
  switch (expr.kind) {
  case ast::Kind::IntLiteral: return checkInt(expr, ast::as<ast::IntLiteral>(expr).text, false, expected);
  case ast::Kind::FloatLiteral: return checkFloat(ast::as<ast::FloatLiteral>(expr), expected);
  case ast::Kind::QuantityLiteral: return checkQuantity(ast::as<ast::QuantityLiteral>(expr));
  case ast::Kind::TaggedLiteral: return checkTagged(ast::as<ast::TaggedLiteral>(expr));
  case ast::Kind::BoolLiteral:
    return constant(types_.boolean(), expr.span,
                    static_cast<__int128>(ast::as<ast::BoolLiteral>(expr).value));
  case ast::Kind::NoneLiteral:
    return constant(expected && expected->isOptional() ? expected : types_.none(), expr.span,
                    std::monostate());
  case ast::Kind::StringLiteral: return checkString(ast::as<ast::StringLiteral>(expr), expected);
  default: return notBuilt(expr.span, "a bytes literal");
  }
}

} // namespace flow::sema

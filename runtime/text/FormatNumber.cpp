// Formatting by spec: a number is a sign, digits before the point (which may be grouped), and a rest.

#include "runtime/abi/leaf/Leaf.h"
#include "runtime/text/FormatSpec.h"
#include "runtime/base/NewText.h"
#include "runtime/text/Utf8.h"
#include "runtime/text/ValueFormat.h"

#include <charconv>
#include <cmath>

namespace flow::text {

namespace {

using abi::fail;
using abi::FailureKind;

struct Number {
  bool isNegative = false;
  std::string whole; // digits before the point; letters of nan and inf
  std::string rest;  // point, fraction, exponent, %
  bool isFinite = true;
};

[[gnu::cold]] uint32_t specFails(FlowContext *context, FlowText *out, const FlowText *spec, const char *why) {
  *out = FlowText();
  return fail(context, FailureKind::ParseError, "`" + std::string(spec->view()) + "` is no format " + why);
}

std::string grouped(const std::string &digits) {
  std::string result;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && (digits.size() - i) % 3 == 0) result += ',';
    result += digits[i];
  }
  return result;
}

uint32_t points(const std::string &text) {
  abi::StringView view(text);
  return static_cast<uint32_t>(flow_str_length(&view));
}

void repeat(std::string &out, const std::string &fill, uint32_t times) {
  for (uint32_t i = 0; i < times; ++i) out += fill;
}

/// `before`, `text` in the spec's width; the fill of `=` stands between the two.
std::string padded(const FormatSpec &spec, const std::string &before, const std::string &text, char defaultAlign) {
  char align = spec.align ? spec.align : defaultAlign;
  uint32_t length = points(before) + points(text);
  uint32_t missing = spec.width > length ? spec.width - length : 0;
  uint32_t left = align == '<' ? 0 : align == '^' ? missing / 2 : missing;
  std::string result;
  if (align == '=') result += before;
  repeat(result, spec.fill, left);
  if (align != '=') result += before;
  result += text;
  repeat(result, spec.fill, missing - left);
  return result;
}

std::string layOut(const FormatSpec &spec, Number number) {
  std::string sign = number.isNegative ? "-" : spec.sign == '-' ? "" : std::string(1, spec.sign);
  if (spec.groups && number.isFinite) {
    std::string whole = grouped(number.whole);
    // Zeros that fill the width are grouped too.
    while (spec.align == '=' && spec.fill == "0" && sign.size() + whole.size() + number.rest.size() < spec.width)
      whole = grouped(number.whole.insert(0, 1, '0'));
    number.whole = whole;
  }
  return padded(spec, sign, number.whole + number.rest, '>');
}

/// Splits what to_chars wrote of a positive number.
void setText(Number &number, std::string_view text) {
  size_t end = text.find_first_not_of("0123456789");
  number.whole = text.substr(0, end);
  number.rest = end == std::string_view::npos ? "" : text.substr(end);
}

/// Without a type but with a precision: as g, but never without a point or an exponent.
void addPoint(Number &number, double size, uint32_t precision) {
  if (!number.rest.empty()) return;
  if (number.whole.size() < precision) {
    number.rest = ".0";
    return;
  }
  char written[320];
  int digits = static_cast<int>(precision > 0 ? precision - 1 : 0);
  auto end = std::to_chars(written, written + sizeof written, size, std::chars_format::scientific, digits).ptr;
  std::string text(written, end);
  size_t mark = text.find('e'), last = mark;
  if (digits > 0) {
    while (text[last - 1] == '0') --last;
    if (text[last - 1] == '.') --last;
  }
  setText(number, text.erase(last, mark - last));
}

Number floatNumber(const FormatSpec &spec, double x) {
  Number number;
  number.isNegative = std::signbit(x) && !std::isnan(x);
  number.isFinite = std::isfinite(x);
  double size = std::fabs(x);
  if (spec.type == '%') size *= 100;
  if (!std::isfinite(size)) {
    number.isFinite = false;
    number.whole = std::isnan(size) ? "nan" : "inf";
    if (spec.type == '%') number.rest = "%";
    return number;
  }
  if (spec.type == '\0' && !spec.precision) {
    std::string text;
    appendFloat(text, size);
    setText(number, text);
    return number;
  }
  char written[800]; // 309 digits, a point, 300 more
  bool isGeneral = spec.type == 'g' || spec.type == '\0';
  auto format = spec.type == 'e' ? std::chars_format::scientific
                : isGeneral      ? std::chars_format::general
                                 : std::chars_format::fixed;
  int precision = static_cast<int>(spec.precision.value_or(6));
  auto end = std::to_chars(written, written + sizeof written, size, format, precision).ptr;
  setText(number, {written, end});
  if (spec.type == '\0') addPoint(number, size, *spec.precision);
  if (spec.type == '%') number.rest += '%';
  return number;
}

bool isFloatType(char type) { return type == 'e' || type == 'f' || type == 'g' || type == '%'; }

uint32_t finish(FlowContext *context, FlowText *out, const std::string &text) {
  storeText(context, out, text);
  return abi::kDone;
}

uint32_t formatInteger(FlowContext *context, FlowText *out, uint64_t magnitude, bool isNegative, const FlowText *text) {
  auto spec = FormatSpec::read(text->view());
  if (!spec) return specFails(context, out, text, "spec");
  if (isFloatType(spec->type)) {
    double x = static_cast<double>(magnitude);
    return finish(context, out, layOut(*spec, floatNumber(*spec, isNegative ? -x : x)));
  }
  if (spec->precision) return specFails(context, out, text, "of an integer: a precision needs the type f, e, g or %");
  int base = spec->type == 'x' || spec->type == 'X' ? 16 : spec->type == 'b' ? 2 : spec->type == 'o' ? 8 : 10;
  if (spec->groups && base != 10) return specFails(context, out, text, "of an integer: `,` is for decimal digits");
  char digits[65];
  auto end = std::to_chars(digits, digits + sizeof digits, magnitude, base).ptr;
  Number number{isNegative, std::string(digits, end), "", true};
  if (spec->type == 'X')
    for (char &c : number.whole) c = c >= 'a' ? static_cast<char>(c - 32) : c;
  return finish(context, out, layOut(*spec, number));
}

unsigned __int128 powerOfTen(uint32_t exponent) {
  unsigned __int128 power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

/// The decimal magnitude / 10^scale with `precision` digits after the point, half to even.
Number decimalNumber(unsigned __int128 magnitude, uint32_t scale, uint32_t precision) {
  uint32_t kept = scale;
  if (precision < scale) {
    unsigned __int128 unit = powerOfTen(scale - precision);
    unsigned __int128 dropped = magnitude % unit;
    magnitude /= unit;
    magnitude += dropped * 2 > unit || (dropped * 2 == unit && magnitude % 2 == 1);
    kept = precision;
  }
  std::string digits;
  appendDecimal(digits, static_cast<__int128>(magnitude), kept);
  Number number;
  setText(number, digits);
  if (kept < precision) {
    if (number.rest.empty()) number.rest = ".";
    number.rest.append(precision - kept, '0');
  }
  return number;
}

uint32_t formatDecimal(FlowContext *context, FlowText *out, __int128 x, uint32_t scale, const FlowText *text) {
  auto spec = FormatSpec::read(text->view());
  if (!spec) return specFails(context, out, text, "spec");
  if (spec->type != '\0' && !isFloatType(spec->type)) return specFails(context, out, text, "of a decimal");
  bool isPercent = spec->type == '%';
  if (spec->type == 'e' || spec->type == 'g' || (isPercent && scale < 2)) {
    std::string digits;
    appendDecimal(digits, x, scale);
    double nearest = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), nearest);
    return finish(context, out, layOut(*spec, floatNumber(*spec, nearest)));
  }
  uint32_t shownScale = isPercent ? scale - 2 : scale;
  auto magnitude = static_cast<unsigned __int128>(x);
  if (x < 0) magnitude = -magnitude;
  Number number = decimalNumber(magnitude, shownScale, spec->precision.value_or(spec->type == '\0' ? scale : 6));
  number.isNegative = x < 0;
  if (isPercent) number.rest += '%';
  return finish(context, out, layOut(*spec, number));
}

uint32_t formatText(FlowContext *context, FlowText *out, const FlowText *x, const FlowText *text) {
  auto spec = FormatSpec::read(text->view());
  if (!spec) return specFails(context, out, text, "spec");
  bool isNumeric = spec->type != '\0' || spec->groups || spec->sign != '-' || (spec->align == '=' && spec->fill != "0");
  if (isNumeric) return specFails(context, out, text, "of a text: it has a part for numbers");
  if (spec->align == '=') spec->align = '<';
  const char *begin = x->data(), *end = begin + x->length;
  int64_t precision = spec->precision.value_or(UINT32_MAX);
  std::string shown(begin, skipPoints(begin, end, precision));
  return finish(context, out, padded(*spec, "", shown, '<'));
}

} // namespace

} // namespace flow::text

extern "C" {

uint32_t flow_format_i64(FlowContext *context, FlowText *out, int64_t x, const FlowText *spec) noexcept {
  uint64_t magnitude = x < 0 ? -static_cast<uint64_t>(x) : static_cast<uint64_t>(x);
  return flow::text::formatInteger(context, out, magnitude, x < 0, spec);
}
uint32_t flow_format_u64(FlowContext *context, FlowText *out, uint64_t x, const FlowText *spec) noexcept {
  return flow::text::formatInteger(context, out, x, false, spec);
}
uint32_t flow_format_f64(FlowContext *context, FlowText *out, double x, const FlowText *spec) noexcept {
  auto read = flow::text::FormatSpec::read(spec->view());
  if (!read) return flow::text::specFails(context, out, spec, "spec");
  if (read->type != '\0' && !flow::text::isFloatType(read->type))
    return flow::text::specFails(context, out, spec, "of a float: d, x, X, b and o are for integers");
  return flow::text::finish(context, out, flow::text::layOut(*read, flow::text::floatNumber(*read, x)));
}
uint32_t flow_format_str(FlowContext *context, FlowText *out, const FlowText *x, const FlowText *spec) noexcept {
  return flow::text::formatText(context, out, x, spec);
}
uint32_t flow_format_decimal(FlowContext *context, FlowText *out, const __int128 *x, int32_t scale,
                             const FlowText *spec) noexcept {
  return flow::text::formatDecimal(context, out, *x, static_cast<uint32_t>(scale), spec);
}

} // extern "C"

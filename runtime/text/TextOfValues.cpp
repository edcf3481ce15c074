#include "runtime/base/IntegerDigits.h"
#include "runtime/base/NewText.h"
#include "runtime/text/TextFunctions.h"
#include "runtime/text/ValueFormat.h"

#include <cstdio>

namespace flow::text {

void appendQuoted(std::string &out, std::string_view text) {
  out += '"';
  appendEscaped(out, text);
  out += '"';
}

void appendEscaped(std::string &out, std::string_view text) {
  for (char c : text) {
    switch (c) {
    case '\n': out += "\\n"; break;
    case '\t': out += "\\t"; break;
    case '\r': out += "\\r"; break;
    case '\0': out += "\\0"; break;
    case '\\':
    case '"':
    case '$': (out += '\\') += c; break;
    default:
      if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) {
        out += c;
        break;
      }
      char escape[16];
      out.append(escape,
                 static_cast<size_t>(std::snprintf(escape, sizeof escape, "\\u{%X}", static_cast<unsigned>(c))));
    }
  }
}

void appendEscapedBytes(std::string &out, std::string_view bytes) {
  for (char c : bytes) {
    switch (c) {
    case '\n': out += "\\n"; break;
    case '\t': out += "\\t"; break;
    case '\r': out += "\\r"; break;
    case '\\':
    case '"': (out += '\\') += c; break;
    default:
      if (c >= 0x20 && c < 0x7F) {
        out += c;
        break;
      }
      char escape[8];
      out.append(escape, static_cast<size_t>(
                             std::snprintf(escape, sizeof escape, "\\x%02x", static_cast<unsigned char>(c))));
    }
  }
}

void appendMonths(std::string &out, int64_t months) {
  out += "months(";
  appendInteger(out, months);
  out += ')';
}

namespace {

/// The text that `append` makes of the value.
template <typename... Values, typename... Given>
void textOf(FlowContext *context, FlowText *out, void (*append)(std::string &, Values...), Given... given) {
  std::string text;
  append(text, static_cast<Values>(given)...);
  storeText(context, out, text);
}

void storeInteger(FlowContext *context, FlowText *out, const IntegerDigits &digits) {
  uint32_t length = digits.length();
  if (digits.isShort()) return digits.shortText(length).store(out);
  char characters[24];
  digits.write(characters + length);
  storeText(context, out, {characters, length});
}

} // namespace

} // namespace flow::text

extern "C" {

using namespace flow::text;

void flow_text_bool(FlowText *out, uint8_t x) noexcept { *out = x ? FlowText("true", 4) : FlowText("false", 5); }
void flow_text_i64(FlowContext *context, FlowText *out, int64_t x) noexcept {
  storeInteger(context, out, flow::IntegerDigits(x));
}
void flow_text_u64(FlowContext *context, FlowText *out, uint64_t x) noexcept {
  storeInteger(context, out, flow::IntegerDigits(x));
}
void flow_text_f32(FlowContext *context, FlowText *out, float x) noexcept {
  textOf<float>(context, out, appendFloat, x);
}
void flow_text_f64(FlowContext *context, FlowText *out, double x) noexcept {
  textOf<double>(context, out, appendFloat, x);
}
void flow_text_decimal(FlowContext *context, FlowText *out, const __int128 *x, int32_t scale) noexcept {
  textOf(context, out, appendDecimal, *x, scale);
}
void flow_text_date(FlowContext *context, FlowText *out, int32_t x) noexcept { textOf(context, out, appendDate, x); }
void flow_text_timestamp(FlowContext *context, FlowText *out, int64_t x) noexcept {
  textOf(context, out, appendTimestamp, x);
}
void flow_text_duration(FlowContext *context, FlowText *out, int64_t x) noexcept {
  textOf(context, out, appendDuration, x);
}
void flow_text_months(FlowContext *context, FlowText *out, int64_t x) noexcept {
  textOf(context, out, appendMonths, x);
}
void flow_text_size(FlowContext *context, FlowText *out, int64_t x) noexcept { textOf(context, out, appendSize, x); }

} // extern "C"

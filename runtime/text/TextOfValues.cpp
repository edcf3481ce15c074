#include "runtime/base/NewText.h"
#include "runtime/base/TextWords.h"
#include "runtime/text/TextFunctions.h"
#include "runtime/text/ValueFormat.h"

#include <charconv>
#include <cstdio>

namespace flow::text {

void appendQuoted(std::string &out, std::string_view text) {
  out += '"';
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
  out += '"';
}

void appendBytes(std::string &out, std::string_view bytes) {
  out += "b\"";
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
  out += '"';
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

/// Integers are short nearly always: then their digits never are in memory.
void storeInteger(FlowContext *context, FlowText *out, bool isNegative, uint64_t magnitude) {
  constexpr uint64_t kShort = 100'000'000'000; // with a sign 12 characters at most
  if (magnitude >= kShort) {
    char digits[24];
    char *end = std::to_chars(digits + 1, digits + sizeof digits, magnitude).ptr;
    digits[0] = '-';
    char *begin = isNegative ? digits : digits + 1;
    return storeText(context, out, {begin, static_cast<size_t>(end - begin)});
  }
  unsigned __int128 bytes = 0;
  uint32_t length = 0;
  do {
    bytes = bytes << 8 | ('0' + magnitude % 10);
    magnitude /= 10;
    ++length;
  } while (magnitude != 0);
  if (isNegative) {
    bytes = bytes << 8 | '-';
    ++length;
  }
  TextWords(length, bytes).store(out);
}

} // namespace

} // namespace flow::text

extern "C" {

using namespace flow::text;

void flow_text_bool(FlowText *out, uint8_t x) noexcept { *out = x ? FlowText("true", 4) : FlowText("false", 5); }
void flow_text_i64(FlowContext *context, FlowText *out, int64_t x) noexcept {
  storeInteger(context, out, x < 0, x < 0 ? 0 - static_cast<uint64_t>(x) : static_cast<uint64_t>(x));
}
void flow_text_u64(FlowContext *context, FlowText *out, uint64_t x) noexcept {
  storeInteger(context, out, /*isNegative=*/false, x);
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
void flow_text_quoted(FlowContext *context, FlowText *out, const FlowText *s) noexcept {
  textOf(context, out, appendQuoted, s->view());
}

} // extern "C"

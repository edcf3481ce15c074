#include "runtime/text/FormatSpec.h"

#include "runtime/abi/FormatLimits.h"
#include "runtime/text/Utf8.h"

namespace flow::text {

namespace {

bool isAlign(char c) { return c == '<' || c == '>' || c == '^' || c == '='; }

/// A number at the front; false when it is above `most`.
bool takeNumber(std::string_view &text, uint32_t &number, uint32_t most) {
  number = 0;
  while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
    number = number * 10 + static_cast<uint32_t>(text[0] - '0');
    if (number > most) return false;
    text.remove_prefix(1);
  }
  return true;
}

bool take(std::string_view &text, char c) {
  if (text.empty() || text[0] != c) return false;
  text.remove_prefix(1);
  return true;
}

} // namespace

std::optional<FormatSpec> FormatSpec::read(std::string_view text) {
  FormatSpec spec;
  bool hasFill = false;
  if (!text.empty()) {
    size_t fill = static_cast<size_t>(nextPoint(text.data(), text.data() + text.size()) - text.data());
    if (fill < text.size() && isAlign(text[fill])) {
      spec.fill = text.substr(0, fill);
      hasFill = true;
      spec.align = text[fill];
      text.remove_prefix(fill + 1);
    } else if (isAlign(text[0])) {
      spec.align = text[0];
      text.remove_prefix(1);
    }
  }
  if (!text.empty() && (text[0] == '+' || text[0] == '-' || text[0] == ' ')) {
    spec.sign = text[0];
    text.remove_prefix(1);
  }
  if (take(text, '0')) {
    if (!hasFill) spec.fill = "0";
    if (spec.align == '\0') spec.align = '=';
  }
  if (!takeNumber(text, spec.width, abi::kFormatWidthMax)) return {};
  spec.groups = take(text, ',');
  if (take(text, '.')) {
    uint32_t precision = 0;
    size_t before = text.size();
    if (!takeNumber(text, precision, abi::kFormatPrecisionMax) || text.size() == before) return {};
    spec.precision = precision;
  }
  if (!text.empty()) {
    spec.type = text[0];
    text.remove_prefix(1);
  }
  bool isKnown = spec.type == '\0' || std::string_view("dxXboefgs%").find(spec.type) != std::string_view::npos;
  if (!text.empty() || !isKnown) return {};
  return spec;
}

} // namespace flow::text

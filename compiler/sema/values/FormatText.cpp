#include "compiler/sema/values/FormatText.h"

#include "runtime/abi/FormatLimits.h"

#include <algorithm>

namespace flow::sema {
namespace {

/// [[fill]align][sign][0][width][,][.precision][type]
struct Format {
  char align = 0, sign = 0, type = 0;
  bool zeros = false, commas = false, hasPrecision = false;
  uint32_t width = 0, precision = 0;
};

size_t pointBytes(unsigned char first) { return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4; }

/// False when the text is not of the form.
bool parse(std::string_view text, Format &format) {
  auto is = [&](std::string_view set) { return !text.empty() && set.find(text[0]) != std::string_view::npos; };
  auto take = [&] {
    char c = text[0];
    text.remove_prefix(1);
    return c;
  };
  auto number = [&](uint32_t &value) {
    constexpr uint32_t kMuch = 1'000'000;
    size_t count = 0;
    for (; is("0123456789"); ++count) value = std::min(value * 10 + static_cast<uint32_t>(take() - '0'), kMuch);
    return count;
  };
  constexpr std::string_view kAligns = "<>^=";
  size_t fill = text.empty() ? 0 : pointBytes(static_cast<unsigned char>(text[0]));
  if (text.size() > fill && kAligns.find(text[fill]) != std::string_view::npos) text.remove_prefix(fill);
  if (is(kAligns)) format.align = take();
  if (is("+- ")) format.sign = take();
  if (is("0")) format.zeros = take() != 0;
  number(format.width);
  if (is(",")) format.commas = take() != 0;
  if (is(".")) {
    take();
    format.hasPrecision = true;
    if (number(format.precision) == 0) return false;
  }
  if (is("dxXboefgs%")) format.type = take();
  return text.empty();
}

std::string problemOfNumber(const Format &format, bool isInt, const std::string &type) {
  bool isWhole = format.type != 0 && std::string_view("dxXbo").find(format.type) != std::string_view::npos;
  if (isWhole && !isInt) return std::string("the format `") + format.type + "` is for integers, but this is " + type;
  if (format.hasPrecision && isInt && (isWhole || format.type == 0))
    return "an integer has no precision: `.2f` shows it as a float";
  if (format.commas && isWhole && format.type != 'd')
    return std::string("`,` does not go with the format `") + format.type + "`";
  return "";
}

} // namespace

std::string formatProblem(std::string_view specification, const types::Type *type) {
  Format format;
  std::string quoted = "`" + std::string(specification) + "`";
  if (!parse(specification, format)) {
    bool isOfTime = type->is(types::TypeKind::Date) || type->is(types::TypeKind::Timestamp);
    if (isOfTime && specification.starts_with('%')) return quoted + " stands in a call: `.format(\"..\")`";
    return quoted + " is no format";
  }
  if (format.width > abi::kFormatWidthMax)
    return "the width of a format is at most " + std::to_string(abi::kFormatWidthMax);
  if (format.precision > abi::kFormatPrecisionMax)
    return "the precision of a format is at most " + std::to_string(abi::kFormatPrecisionMax);
  bool isText = format.type == 's';
  if (isText && !type->isStringLike()) return "the format `s` is for texts, but this is " + types::text(type);
  if (type->isNumeric()) return problemOfNumber(format, type->isInt(), types::text(type));
  bool hasZeros = format.zeros && !type->isStringLike(); // of a text zeros fill, as Python has it
  bool forNumbers = (format.type && !isText) || format.sign || hasZeros || format.commas || format.align == '=';
  if (forNumbers || (format.hasPrecision && !type->isStringLike()))
    return "the format " + quoted + " is for numbers, but this is " + types::text(type);
  return "";
}

} // namespace flow::sema

#include "compiler/sema/FormatText.h"

namespace flow::sema {
namespace {

/// [[fill]align][sign][0][width][,][.precision][type]
struct Format {
  char align = 0, sign = 0, type = 0;
  bool zeros = false, width = false, commas = false, precision = false;
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
  auto digits = [&] {
    size_t count = 0;
    for (; is("0123456789"); ++count) take();
    return count;
  };
  constexpr std::string_view kAligns = "<>^=";
  size_t fill = text.empty() ? 0 : pointBytes(static_cast<unsigned char>(text[0]));
  if (text.size() > fill && kAligns.find(text[fill]) != std::string_view::npos) text.remove_prefix(fill);
  if (is(kAligns)) format.align = take();
  if (is("+- ")) format.sign = take();
  if (is("0")) format.zeros = take() != 0;
  size_t widthDigits = digits();
  format.width = widthDigits > 0;
  if (is(",")) format.commas = take() != 0;
  if (is(".")) {
    take();
    size_t precisionDigits = digits();
    format.precision = true;
    if (precisionDigits == 0 || precisionDigits > 3) return false;
  }
  if (is("dxXboefg%")) format.type = take();
  return text.empty() && widthDigits <= 5;
}

std::string problemOfNumber(const Format &format, bool isInt, const std::string &type) {
  bool isWhole = format.type != 0 && std::string_view("dxXbo").find(format.type) != std::string_view::npos;
  if (isWhole && !isInt) return std::string("the format `") + format.type + "` is for integers, but this is " + type;
  if (format.precision && isInt && (isWhole || format.type == 0))
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
    if (specification.ends_with('s') && type->isStringLike()) return quoted + " needs no `s` at its end";
    return quoted + " is no format";
  }
  if (type->isNumeric()) return problemOfNumber(format, type->isInt(), types::text(type));
  bool hasZeros = format.zeros && !type->isStringLike(); // of a text zeros fill, as Python has it
  bool forNumbers = format.type || format.sign || hasZeros || format.commas || format.align == '=';
  if (forNumbers || (format.precision && !type->isStringLike()))
    return "the format " + quoted + " is for numbers, but this is " + types::text(type);
  return "";
}

} // namespace flow::sema

#include "runtime/frame/ValueText.h"

#include "runtime/text/ValueFormat.h"

namespace flow::frame {

namespace {

constexpr size_t kTextMax = 80;

void appendQuoted(std::string &out, std::string_view text) {
  out += '"';
  for (char c : text.substr(0, kTextMax)) {
    if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else if (c == '\r')
      out += "\\r";
    else if (c == '"' || c == '\\')
      (out += '\\') += c;
    else
      out += c;
  }
  out += text.size() > kTextMax ? "\"..." : "\"";
}

} // namespace

std::string valueText(const ColumnView &column, size_t row) {
  if (!column.isValid(row)) return "null";
  std::string text;
  if (abi::isStringLike(column.type.kind))
    appendQuoted(text, column.as<StringView>()[row].view());
  else
    text::appendValue(text, column.type, column.as<char>() + row * abi::bytesOf(column.type.kind));
  return text;
}

} // namespace flow::frame

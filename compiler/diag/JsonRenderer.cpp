#include "compiler/diag/JsonRenderer.h"

#include "compiler/base/Utf8.h"

#include <cstdio>

namespace flow::diag {

namespace {

void appendEscaped(std::string &out, char byte) {
  switch (byte) {
  case '"': out += "\\\""; return;
  case '\\': out += "\\\\"; return;
  case '\n': out += "\\n"; return;
  case '\r': out += "\\r"; return;
  case '\t': out += "\\t"; return;
  default: break;
  }
  if (static_cast<unsigned char>(byte) >= 0x20) {
    out += byte;
    return;
  }
  char escape[8];
  std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(byte)));
  out += escape;
}

std::string place(const SourceManager &sources, uint32_t file, uint32_t offset) {
  LineColumn at = sources.lineColumn(file, offset);
  return "{\"offset\":" + std::to_string(offset) + ",\"line\":" + std::to_string(at.line) +
         ",\"column\":" + std::to_string(at.column) + "}";
}

std::string range(const SourceManager &sources, Span span) {
  return "{\"file\":" + jsonString(sources.name(span.file)) +
         ",\"begin\":" + place(sources, span.file, span.begin) +
         ",\"end\":" + place(sources, span.file, span.end);
}

std::string strings(const std::vector<std::string> &texts) {
  std::string out = "[";
  for (const std::string &text : texts) {
    if (out.size() > 1) out += ',';
    out += jsonString(text);
  }
  return out + "]";
}

void appendSpan(std::string &out, const Label &label, bool primary, const SourceManager &sources) {
  if (!label.span.valid()) return;
  if (out.back() != '[') out += ',';
  out += range(sources, label.span) + ",\"label\":" + jsonString(label.text) +
         ",\"primary\":" + (primary ? "true" : "false") + "}";
}

} // namespace

std::string jsonString(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    char32_t codePoint = 0;
    size_t length = decodeUtf8(text, codePoint);
    if (length == 1)
      appendEscaped(out, text[0]);
    else if (length > 1)
      out += text.substr(0, length);
    else
      out += "\xEF\xBF\xBD"; // U+FFFD
    text.remove_prefix(length ? length : 1);
  }
  return out + "\"";
}

std::string renderJson(const Diagnostic &diagnostic, const SourceManager &sources) {
  std::string out = "{\"code\":\"" + codeText(diagnostic.code) + "\",\"severity\":\"";
  out += severityOf(diagnostic.code) == Severity::Error ? "error" : "warning";
  out += "\",\"message\":" + jsonString(diagnostic.message) + ",\"spans\":[";
  appendSpan(out, diagnostic.primary, true, sources);
  for (const Label &label : diagnostic.secondary) appendSpan(out, label, false, sources);
  out +=
      "],\"notes\":" + strings(diagnostic.notes) + ",\"helps\":" + strings(diagnostic.helps) + ",\"fixes\":[";
  for (const Fix &fix : diagnostic.fixes) {
    if (out.back() != '[') out += ',';
    out += range(sources, fix.span) + ",\"text\":" + jsonString(fix.text) + "}";
  }
  return out + "]}\n";
}

} // namespace flow::diag

#include "compiler/parse/SourceCheck.h"

#include "compiler/base/Utf8.h"
#include "compiler/parse/Parser.h"

#include <cstdio>

namespace flow::parse {

namespace {

Span byteAt(uint32_t file, size_t offset) {
  return {file, static_cast<uint32_t>(offset), static_cast<uint32_t>(offset) + 1};
}

size_t findLoneCarriageReturn(std::string_view text) {
  for (size_t at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1))
    if (at + 1 == text.size() || text[at + 1] != '\n') return at;
  return std::string_view::npos;
}

} // namespace

bool checkSource(uint32_t file, std::string_view text, diag::Emitter &emitter) {
  if (text.size() > kMaxSourceBytes) {
    emitter
        .report(diag::Code::SourceTooLarge, {file, 0, 0},
                "this file has more than the " + std::to_string(kMaxSourceBytes) +
                    " bytes that a source file may have")
        .help("read data at run time, for example with `read_csv`");
    return false;
  }
  if (size_t bad = findInvalidUtf8(text); bad != std::string_view::npos) {
    char byte[8];
    std::snprintf(byte, sizeof byte, "0x%02x", static_cast<unsigned>(static_cast<unsigned char>(text[bad])));
    emitter
        .report(diag::Code::SourceNotText, byteAt(file, bad), std::string("this file is not UTF-8 text: byte ") + byte)
        .help("save it as UTF-8");
    return false;
  }
  if (size_t nul = text.find('\0'); nul != std::string_view::npos) {
    emitter.report(diag::Code::SourceNotText, byteAt(file, nul), "this file has a NUL byte, so it is not a text");
    return false;
  }
  if (size_t at = findLoneCarriageReturn(text); at != std::string_view::npos) {
    emitter.report(diag::Code::SourceNotText, byteAt(file, at), "a carriage return without a newline behind it")
        .help("end lines with a newline; a text itself writes it as `\\r`");
    return false;
  }
  return true;
}

} // namespace flow::parse

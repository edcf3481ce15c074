#include "compiler/base/SourceManager.h"

#include "runtime/abi/Check.h"

#include <algorithm>
#include <cstring>

namespace flow {

uint32_t countCodePoints(std::string_view utf8) {
  uint32_t count = 0;
  for (char byte : utf8) count += (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  return count;
}

static std::vector<uint32_t> findLineBegins(std::string_view text) {
  std::vector<uint32_t> begins{0};
  const char *at = text.data();
  const char *end = at + text.size();
  while (at != end) {
    const void *found = std::memchr(at, '\n', static_cast<size_t>(end - at));
    if (!found) break;
    at = static_cast<const char *>(found) + 1;
    begins.push_back(static_cast<uint32_t>(at - text.data()));
  }
  return begins;
}

uint32_t SourceManager::add(std::string name, std::string text) {
  FLOW_CHECK_LE(text.size(), kMaxBytes, "the text of ", name);
  File &file = files_.emplace_back(File{std::move(name), std::move(text), {}});
  file.lineBegins = findLineBegins(file.text);
  return fileCount();
}

const SourceManager::File &SourceManager::get(uint32_t file) const {
  FLOW_CHECK_GE(file, 1u);
  FLOW_CHECK_LE(file, files_.size());
  return files_[file - 1];
}

std::string_view SourceManager::name(uint32_t file) const { return get(file).name; }
std::string_view SourceManager::text(uint32_t file) const { return get(file).text; }

std::string_view SourceManager::text(Span span) const {
  std::string_view all = get(span.file).text;
  size_t begin = std::min<size_t>(span.begin, all.size());
  size_t end = std::clamp<size_t>(span.end, begin, all.size());
  return all.substr(begin, end - begin);
}

LineColumn SourceManager::lineColumn(uint32_t file, uint32_t offset) const {
  const File &source = get(file);
  offset = std::min(offset, static_cast<uint32_t>(source.text.size()));
  auto next = std::upper_bound(source.lineBegins.begin(), source.lineBegins.end(), offset);
  uint32_t line = static_cast<uint32_t>(next - source.lineBegins.begin());
  uint32_t begin = *(next - 1);
  // A byte inside of a code point belongs to it, so what is counted ends at the code point's first byte.
  while (offset > begin && offset < source.text.size() &&
         (static_cast<unsigned char>(source.text[offset]) & 0xC0) == 0x80)
    --offset;
  std::string_view before = std::string_view(source.text).substr(begin, offset - begin);
  return {line, countCodePoints(before) + 1};
}

uint32_t SourceManager::lineCount(uint32_t file) const {
  return static_cast<uint32_t>(get(file).lineBegins.size());
}

uint32_t SourceManager::lineBegin(uint32_t file, uint32_t line) const {
  const File &source = get(file);
  FLOW_CHECK_GE(line, 1u);
  FLOW_CHECK_LE(line, source.lineBegins.size());
  return source.lineBegins[line - 1];
}

std::string_view SourceManager::lineText(uint32_t file, uint32_t line) const {
  const File &source = get(file);
  if (line == 0 || line > source.lineBegins.size()) return {};
  size_t begin = source.lineBegins[line - 1];
  size_t end = line < source.lineBegins.size() ? source.lineBegins[line] - 1 : source.text.size();
  std::string_view text = std::string_view(source.text).substr(begin, end - begin);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

} // namespace flow

#include "runtime/text/Regex.h"

#include "runtime/base/BufferedText.h"
#include "runtime/text/Utf8.h"

#include <re2/re2.h>

#include <memory>
#include <string>
#include <vector>

namespace flow::text {

namespace {

using abi::fail;
using abi::FailureKind;

/// The patterns that a thread has used, the last one first.
class PatternCache {
public:
  const RE2 &compiled(std::string_view pattern) {
    for (size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].pattern != pattern) continue;
      if (i != 0) std::swap(entries_[i], entries_[0]);
      return *entries_[0].compiled;
    }
    if (entries_.size() == kEntriesMax) entries_.pop_back();
    RE2::Options options;
    options.set_log_errors(false);
    entries_.insert(
        entries_.begin(),
        {std::string(pattern), std::make_unique<RE2>(re2::StringPiece(pattern.data(), pattern.size()), options)});
    return *entries_[0].compiled;
  }

private:
  static constexpr size_t kEntriesMax = 32;
  struct Entry {
    std::string pattern;
    std::unique_ptr<RE2> compiled;
  };
  std::vector<Entry> entries_;
};

/// The compiled pattern, or null and the failure set.
const RE2 *compiled(FlowContext *context, const FlowText *pattern) {
  static thread_local PatternCache cache;
  const RE2 &result = cache.compiled(pattern->view());
  if (result.ok()) return &result;
  fail(context, FailureKind::ParseError,
       "`" + std::string(pattern->view()) + "` is no regular expression: " + result.error());
  return nullptr;
}

re2::StringPiece piece(const FlowText *text) { return {text->data(), text->length}; }

/// Appends the replacement, in which `\\1` stands for the first group. It was checked.
bool appendRewritten(BufferedText &text, const re2::StringPiece &replacement,
                     const std::vector<re2::StringPiece> &groups) {
  for (size_t at = 0; at < replacement.size(); ++at) {
    if (replacement[at] != '\\') {
      text.buffer() += replacement[at];
      continue;
    }
    char next = replacement[++at];
    if (next < '0' || next > '9') {
      text.buffer() += next;
      continue;
    }
    const re2::StringPiece &group = groups[static_cast<size_t>(next - '0')];
    if (!appendInPieces(text, {group.data(), group.size()}, [&](std::string_view part) { text.buffer() += part; }))
      return false;
  }
  return text.settle();
}

/// What RE2::GlobalReplace does, into memory of the context: matches from left to right; an empty one right behind
/// another one is none.
void replaceMatches(FlowContext *context, FlowText *out, const FlowText &s, const RE2 &regex,
                    const re2::StringPiece &replacement) {
  std::vector<re2::StringPiece> groups(static_cast<size_t>(RE2::MaxSubmatch(replacement)) + 1);
  BufferedText text(context);
  const char *begin = s.data(), *end = begin + s.length, *at = begin, *lastEnd = nullptr;
  auto take = [&](const char *to) {
    bool fits = appendInPieces(text, {at, static_cast<size_t>(to - at)},
                               [&](std::string_view part) { text.buffer() += part; });
    at = to;
    return fits;
  };
  bool isChanged = false;
  while (at <= end && regex.Match({begin, s.length}, static_cast<size_t>(at - begin), s.length, RE2::UNANCHORED,
                                  groups.data(), static_cast<int>(groups.size()))) {
    const char *match = groups[0].data();
    if (!take(match)) break;
    if (groups[0].empty() && match == lastEnd) {
      if (at == end || !take(nextPoint(at, end))) break;
      continue;
    }
    isChanged = true;
    if (!appendRewritten(text, replacement, groups)) break;
    lastEnd = at = match + groups[0].size();
  }
  if (!isChanged) return shareText(context, out, s);
  take(end);
  text.finish(out);
}

} // namespace

} // namespace flow::text

static std::string groupsText(const RE2 &regex) {
  int count = regex.NumberOfCapturingGroups();
  return (count == 0 ? "no" : std::to_string(count)) + (count == 1 ? " group" : " groups");
}

extern "C" {

uint32_t flow_str_matches(FlowContext *context, uint8_t *out, const FlowText *s, const FlowText *pattern) noexcept {
  *out = 0;
  const RE2 *regex = flow::text::compiled(context, pattern);
  if (!regex) return flow::abi::kFailed;
  *out = RE2::PartialMatch(flow::text::piece(s), *regex);
  return flow::abi::kDone;
}

uint32_t flow_str_extract(FlowContext *context, FlowText *out, const FlowText *s, const FlowText *pattern,
                          int64_t group) noexcept {
  *out = FlowText();
  const RE2 *regex = flow::text::compiled(context, pattern);
  if (!regex) return flow::abi::kFailed;
  if (group < 0 || group > regex->NumberOfCapturingGroups())
    return flow::abi::fail(context, flow::abi::FailureKind::IndexOutOfBounds,
                           "the regular expression has " + groupsText(*regex) + ", but group " + std::to_string(group) +
                               " is asked for");
  std::vector<re2::StringPiece> groups(static_cast<size_t>(group) + 1);
  bool found =
      regex->Match(flow::text::piece(s), 0, s->length, RE2::UNANCHORED, groups.data(), static_cast<int>(group) + 1);
  const re2::StringPiece &wanted = groups[static_cast<size_t>(group)];
  if (!found || wanted.data() == nullptr) return flow::abi::kAbsent;
  flow::setPart(context, out, *s, wanted.data(), wanted.data() + wanted.size());
  return flow::abi::kDone;
}

uint32_t flow_str_replace_regex(FlowContext *context, FlowText *out, const FlowText *s, const FlowText *pattern,
                                const FlowText *replacement) noexcept {
  *out = FlowText();
  const RE2 *regex = flow::text::compiled(context, pattern);
  if (!regex) return flow::abi::kFailed;
  re2::StringPiece rewrite = flow::text::piece(replacement);
  std::string error;
  if (RE2::MaxSubmatch(rewrite) > regex->NumberOfCapturingGroups())
    return flow::abi::fail(context, flow::abi::FailureKind::ParseError,
                           "the replacement has `\\" + std::to_string(RE2::MaxSubmatch(rewrite)) +
                               "`, but the regular expression has " + groupsText(*regex));
  if (!regex->CheckRewriteString(rewrite, &error))
    return flow::abi::fail(context, flow::abi::FailureKind::ParseError,
                           "a backslash of the replacement stands before neither a digit nor a backslash");
  flow::text::replaceMatches(context, out, *s, *regex, flow::text::piece(replacement));
  return flow::abi::kDone;
}

} // extern "C"

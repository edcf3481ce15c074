#include "runtime/text/CaseMap.h"

#include "runtime/text/Utf8.h"

#include <algorithm>
#include <iterator>

namespace flow::text {

namespace {

struct Run {
  uint32_t first, last;
  int32_t difference;
  uint32_t step;
};
constexpr Run kUpperRuns[] = {
#define FLOW_UPPER_RUN(First, Last, Difference, Step) {First, Last, Difference, Step},
#include "runtime/text/CaseTable.def"
};
constexpr Run kLowerRuns[] = {
#define FLOW_LOWER_RUN(First, Last, Difference, Step) {First, Last, Difference, Step},
#include "runtime/text/CaseTable.def"
};
struct Several {
  uint32_t code;
  uint32_t parts[3];
};
constexpr Several kUpperSeveral[] = {
#define FLOW_UPPER_SEVERAL(Code, A, B, C) {Code, {A, B, C}},
#include "runtime/text/CaseTable.def"
};

constexpr uint32_t kCapitalSigma = 0x3A3, kSmallSigma = 0x3C3, kFinalSigma = 0x3C2;
constexpr uint32_t kCapitalDottedI = 0x130, kDotAbove = 0x307;

template <size_t Count> uint32_t mapped(const Run (&runs)[Count], uint32_t code) {
  const Run *run = std::lower_bound(std::begin(runs), std::end(runs), code,
                                    [](const Run &each, uint32_t wanted) { return each.last < wanted; });
  if (run == std::end(runs) || code < run->first || (code - run->first) % run->step != 0) return code;
  return code + static_cast<uint32_t>(run->difference);
}

bool isCased(uint32_t code) {
  if (code < 0x80) return (code | 0x20) - 'a' < 26;
  return mapped(kUpperRuns, code) != code || mapped(kLowerRuns, code) != code;
}

/// Whether a letter stands before `at` and none after the sigma that `at` points to.
bool endsWord(std::string_view text, const char *at) {
  if (at == text.data()) return false;
  const char *before = at - 1;
  while (before > text.data() && (*before & 0xC0) == 0x80) --before;
  const char *end = text.data() + text.size();
  const char *after = nextPoint(at, end);
  return isCased(decodePoint(before, end)) && (after == end || !isCased(decodePoint(after, end)));
}

} // namespace

void appendUpper(std::string &out, std::string_view, std::string_view part) {
  const char *end = part.data() + part.size();
  for (const char *at = part.data(); at < end; at = nextPoint(at, end)) {
    auto byte = static_cast<unsigned char>(*at);
    if (byte < 0x80) {
      out += static_cast<char>(byte - 'a' < 26u ? byte - 32 : byte);
      continue;
    }
    uint32_t code = decodePoint(at, end);
    const Several *several = std::lower_bound(std::begin(kUpperSeveral), std::end(kUpperSeveral), code,
                                              [](const Several &each, uint32_t wanted) { return each.code < wanted; });
    if (several == std::end(kUpperSeveral) || several->code != code) {
      uint32_t upper = mapped(kUpperRuns, code);
      if (upper == code)
        out.append(at, nextPoint(at, end));
      else
        appendPoint(out, upper);
      continue;
    }
    for (uint32_t part : several->parts)
      if (part != 0) appendPoint(out, part);
  }
}

void appendLower(std::string &out, std::string_view whole, std::string_view part) {
  const char *end = part.data() + part.size();
  for (const char *at = part.data(); at < end; at = nextPoint(at, end)) {
    auto byte = static_cast<unsigned char>(*at);
    if (byte < 0x80) {
      out += static_cast<char>(byte - 'A' < 26u ? byte + 32 : byte);
      continue;
    }
    uint32_t code = decodePoint(at, end);
    if (code == kCapitalDottedI) {
      out += 'i';
      appendPoint(out, kDotAbove);
    } else if (code == kCapitalSigma) {
      appendPoint(out, endsWord(whole, at) ? kFinalSigma : kSmallSigma);
    } else if (uint32_t lower = mapped(kLowerRuns, code); lower != code) {
      appendPoint(out, lower);
    } else {
      out.append(at, nextPoint(at, end));
    }
  }
}

} // namespace flow::text

#include "compiler/testrun/Junit.h"

#include <algorithm>
#include <cstdio>

namespace flow::testrun {

namespace {

/// The length of the code point that begins there, if it is one that XML may hold; else 0.
size_t codePointBytes(std::string_view text) {
  auto byte = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  unsigned first = byte(0);
  if (first < 0x20) return first == '\t' || first == '\n' || first == '\r' ? 1 : 0;
  if (first < 0x7F) return 1;
  size_t length = first >= 0xF0 && first < 0xF5 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
  if (first >= 0xF5) return 0;
  for (size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0) != 0x80) return 0;
  bool isTooShort = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
  bool isNone = (first == 0xED && byte(1) >= 0xA0) || (first == 0xF4 && byte(1) >= 0x90) ||
                (first == 0xEF && byte(1) == 0xBF && byte(2) >= 0xBE);
  return isTooShort || isNone ? 0 : length;
}

/// Text as it stands between tags, or in an attribute; what XML cannot hold is replaced by U+FFFD.
std::string escaped(std::string_view text, bool inAttribute) {
  std::string out;
  while (!text.empty()) {
    size_t length = codePointBytes(text);
    switch (text[0]) {
    case '<': out += "&lt;"; break;
    case '>': out += "&gt;"; break;
    case '&': out += "&amp;"; break;
    case '"': out += "&quot;"; break;
    case '\n': out += inAttribute ? "&#10;" : "\n"; break; // a plain one would be a blank there
    default: out += length ? text.substr(0, length) : "\uFFFD";
    }
    text.remove_prefix(std::max<size_t>(length, 1));
  }
  return out;
}

std::string attribute(const char *name, std::string_view value) {
  return std::string(" ") + name + "=\"" + escaped(value, true) + "\"";
}

std::string secondsText(double seconds) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.3f", seconds);
  return text;
}

std::string element(const char *name, const std::string &attributes, const std::string &text) {
  return std::string("      <") + name + attributes + ">" + escaped(text, false) + "</" + name + ">\n";
}

std::string caseText(const TestResult &result) {
  std::string text = "    <testcase" + attribute("classname", result.file) + attribute("name", result.name) +
                     attribute("file", result.file);
  if (result.line) text += attribute("line", std::to_string(result.line));
  text += attribute("time", secondsText(result.seconds));
  if (result.outcome == Outcome::Passed && result.output.empty()) return text + "/>\n";
  text += ">\n";
  if (result.outcome != Outcome::Passed)
    text += element(result.outcome == Outcome::Failed ? "failure" : "error", attribute("message", result.message),
                    result.details);
  if (!result.output.empty()) text += element("system-out", "", result.output);
  return text + "    </testcase>\n";
}

/// The attributes that count the results [begin, end).
std::string counts(const TestResult *begin, const TestResult *end) {
  size_t failures = 0, errors = 0;
  double seconds = 0;
  for (const TestResult *result = begin; result != end; ++result) {
    failures += result->outcome == Outcome::Failed;
    errors += result->outcome == Outcome::NotCompiled;
    seconds += result->seconds;
  }
  return attribute("tests", std::to_string(end - begin)) + attribute("failures", std::to_string(failures)) +
         attribute("errors", std::to_string(errors)) + attribute("time", secondsText(seconds));
}

} // namespace

std::string junitText(const std::vector<TestResult> &results) {
  const TestResult *begin = results.data(), *all = begin + results.size();
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + counts(begin, all) + ">\n";
  while (begin != all) {
    const TestResult *end = begin;
    while (end != all && end->file == begin->file) ++end;
    text += "  <testsuite" + attribute("name", begin->file) + counts(begin, end) + ">\n";
    for (; begin != end; ++begin) text += caseText(*begin);
    text += "  </testsuite>\n";
  }
  return text + "</testsuites>\n";
}

} // namespace flow::testrun

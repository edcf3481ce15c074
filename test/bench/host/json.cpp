#include "checked.h"

#include <charconv>
#include <cstring>
#include <string>
#include <unordered_map>
#include <variant>

using Text = Checked<std::string>;

struct Json;
using Items = std::vector<Json>;
using Fields = std::unordered_map<std::string, Json>;
struct Json {
  std::variant<std::nullptr_t, bool, double, std::string, Items, Fields> value;
};

static void skipSpaces(const Text &text, int64_t &at) {
  while (at < text.len() && (text[at] == ' ' || text[at] == '\n')) at = add(at, 1);
}

static void expect(const Text &text, int64_t &at, char wanted) {
  if (text[at] != wanted) [[unlikely]] {
    std::fprintf(stderr, "`%c` expected at %ld, found `%c`\n", wanted, at, text[at]);
    std::exit(1);
  }
  at = add(at, 1);
}

static Json parseWord(const Text &text, int64_t &at, const char *word, Json value) {
  for (; *word; ++word) expect(text, at, *word);
  return value;
}

static Json parseNumber(const Text &text, int64_t &at) {
  std::string digits;
  while (at < text.len() && std::strchr("+-.0123456789Ee", text[at])) {
    digits += text[at];
    at = add(at, 1);
  }
  double value;
  const char *end = digits.data() + digits.size();
  if (auto [after, error] = std::from_chars(digits.data(), end, value); error != std::errc() || after != end)
    fail("no number");
  return {value};
}

static std::string parseString(const Text &text, int64_t &at) {
  expect(text, at, '"');
  std::string s;
  while (text[at] != '"') {
    if (text[at] == '\\') {
      at = add(at, 1);
      switch (text[at]) {
      case 'n': s += '\n'; break;
      case 't': s += '\t'; break;
      default: s += text[at];
      }
    } else {
      s += text[at];
    }
    at = add(at, 1);
  }
  at = add(at, 1);
  return s;
}

static Json parseValue(const Text &text, int64_t &at);

static Json parseItems(const Text &text, int64_t &at) {
  Items items;
  expect(text, at, '[');
  skipSpaces(text, at);
  while (text[at] != ']') {
    if (!items.empty()) expect(text, at, ',');
    items.push_back(parseValue(text, at));
    skipSpaces(text, at);
  }
  at = add(at, 1);
  return {std::move(items)};
}

static Json parseFields(const Text &text, int64_t &at) {
  Fields fields;
  expect(text, at, '{');
  skipSpaces(text, at);
  while (text[at] != '}') {
    if (!fields.empty()) {
      expect(text, at, ',');
      skipSpaces(text, at);
    }
    std::string name = parseString(text, at);
    skipSpaces(text, at);
    expect(text, at, ':');
    fields[std::move(name)] = parseValue(text, at);
    skipSpaces(text, at);
  }
  at = add(at, 1);
  return {std::move(fields)};
}

static Json parseValue(const Text &text, int64_t &at) {
  skipSpaces(text, at);
  switch (text[at]) {
  case '{': return parseFields(text, at);
  case '[': return parseItems(text, at);
  case '"': return {parseString(text, at)};
  case 't': return parseWord(text, at, "true", {true});
  case 'f': return parseWord(text, at, "false", {false});
  case 'n': return parseWord(text, at, "null", {nullptr});
  default: return parseNumber(text, at);
  }
}

static Json parse(const Text &text) {
  int64_t at = 0;
  Json value = parseValue(text, at);
  skipSpaces(text, at);
  if (at != text.len()) fail("the text goes on");
  return value;
}

static double weight(const Json &json) {
  struct {
    double operator()(std::nullptr_t) { return 1; }
    double operator()(bool value) { return value ? 2 : 1; }
    double operator()(double value) { return value; }
    double operator()(const std::string &value) { return static_cast<double>(value.size()); }
    double operator()(const Items &values) {
      double sum = 1;
      for (const Json &value : values) sum += weight(value);
      return sum;
    }
    double operator()(const Fields &values) {
      double sum = 1;
      for (const auto &[name, value] : values) sum += static_cast<double>(name.size()) + weight(value);
      return sum;
    }
  } visitor;
  return std::visit(visitor, json.value);
}

static Text document(int64_t records) {
  std::string text = "[";
  for (int64_t i = 0; i < records; ++i) {
    std::string id = std::to_string(i);
    if (i > 0) text += ",\n";
    text += "{\"id\": " + id + ", \"name\": \"the name of " + id + "\", \"price\": ";
    text += std::to_string(mul(i, 7) % 1000) + ".25, ";
    text += "\"tags\": [\"a\", \"b\\n" + std::to_string(i % 10) + "\", \"a longer tag\"], \"stock\": {\"here\": ";
    text += std::to_string(i % 3) + ", \"there\": -" + id + "}, ";
    text += i % 2 == 0 ? "\"sold\": true, " : "\"sold\": false, ";
    text += "\"parent\": null}";
  }
  return text + "]";
}

int main(int, char **argv) {
  Text text = document(1000);
  double sum = 0;
  for (int64_t i = 0, n = std::atoll(argv[1]); i < n; ++i) sum += weight(parse(text));
  std::printf("%ld characters, %.2f\n", text.len(), sum);
}

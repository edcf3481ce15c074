#include "checked.h"

#include <string>

static std::string grown(int64_t n) {
  std::string text;
  for (int64_t i = 0; i < n; ++i) {
    text += "item ";
    text += std::to_string(i);
    text += i % 3 == 0 ? ", and then some" : ";";
  }
  return text;
}

static std::string joined(int64_t n) {
  List<std::string> lines;
  for (int64_t i = 0; i < n; ++i) {
    std::string line = "line ";
    line += std::to_string(i);
    line += ": ";
    line += std::to_string(mul(i, i));
    line += " and ";
    line += std::to_string(i % 7);
    lines.push_back(std::move(line));
  }
  std::string text;
  for (int64_t i = 0; i < lines.len(); ++i) {
    if (i > 0) text += "\n";
    text += lines[i];
  }
  return text;
}

int main(int, char **argv) {
  int64_t n = std::atoll(argv[1]);
  std::printf("%zu %zu\n", grown(n).size(), joined(n).size());
}

#include "checked.h"

#include <algorithm>
#include <string>
#include <unordered_map>

static int64_t random(int64_t &seed) { return seed = add(mul(seed, 3877), 29573) % 139968; }

static List<std::string> vocabulary(int64_t count, int64_t &seed) {
  List<std::string> words;
  for (int64_t i = 0; i < count; ++i) {
    std::string word;
    for (int64_t j = 0, length = add(random(seed) % 12, 2); j < length; ++j)
      word += static_cast<char>(add(97, random(seed) % 26));
    words.push_back(std::move(word));
  }
  return words;
}

static std::string novel(int64_t n) {
  int64_t seed = 42;
  List<std::string> words = vocabulary(10000, seed);
  std::string text;
  for (int64_t i = 0; i < n; ++i) {
    if (i > 0) text += i % 10 == 0 ? "\n" : " ";
    int64_t first = random(seed), rank = mul(first, random(seed)) / 139968;
    text += words[mul(rank, words.len()) / 139968];
  }
  return text;
}

static List<std::string> split(const std::string &text, char by) {
  List<std::string> parts;
  size_t begin = 0;
  for (size_t end; (end = text.find(by, begin)) != std::string::npos; begin = end + 1)
    parts.push_back(text.substr(begin, end - begin));
  parts.push_back(text.substr(begin));
  return parts;
}

static std::unordered_map<std::string, int64_t> frequencies(const std::string &text) {
  std::unordered_map<std::string, int64_t> counts;
  for (const std::string &line : split(text, '\n'))
    for (std::string &word : split(line, ' ')) {
      int64_t &count = counts[std::move(word)];
      count = add(count, 1);
    }
  return counts;
}

int main(int, char **argv) {
  auto counts = frequencies(novel(std::atoll(argv[1])));
  std::printf("%zu different words\n", counts.size());
  List<std::pair<std::string, int64_t>> items(counts.begin(), counts.end());
  std::stable_sort(items.begin(), items.end(), [](const auto &a, const auto &b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  for (int64_t i = 0; i < std::min<int64_t>(10, items.len()); ++i)
    std::printf("%s %ld\n", items[i].first.c_str(), items[i].second);
}

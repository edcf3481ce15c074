#include "checked.h"

#include <algorithm>
#include <string>

struct Person {
  int64_t id;
  std::string name;
  int64_t group;
  double score;
};

static List<Person> people(int64_t n) {
  int64_t seed = 42;
  List<Person> all;
  for (int64_t id = 0; id < n; ++id) {
    seed = add(mul(seed, 3877), 29573) % 139968;
    double score = static_cast<double>(seed) / 4.0;
    seed = add(mul(seed, 3877), 29573) % 139968;
    all.push_back({id, "person " + std::to_string(seed), seed % 100, score});
  }
  return all;
}

static int64_t checksum(const List<Person> &all) {
  int64_t sum = 0;
  for (const Person &person : all) sum = add(mul(sum, 31), person.id) % 1000003;
  return sum;
}

static void report(const List<Person> &all) {
  const Person &middle = all[all.len() / 2];
  std::printf("%ld, in the middle %s of %ld with %.2f\n", checksum(all), middle.name.c_str(), middle.group,
              middle.score);
}

int main(int, char **argv) {
  List<Person> all = people(std::atoll(argv[1]));
  std::stable_sort(all.begin(), all.end(), [](const Person &a, const Person &b) {
    return a.group != b.group ? a.group < b.group : -a.score < -b.score;
  });
  report(all);
  std::stable_sort(all.begin(), all.end(), [](const Person &a, const Person &b) { return a.name < b.name; });
  report(all);
}

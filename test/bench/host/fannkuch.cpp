#include "checked.h"

static int64_t flips(const List<int64_t> &start, List<int64_t> &work) {
  for (int64_t i = 0; i < start.len(); ++i) work[i] = start[i];
  int64_t count = 0;
  while (work[0] != 0) {
    int64_t low = 0, high = work[0];
    while (low < high) {
      int64_t first = work[low];
      work[low] = work[high];
      work[high] = first;
      low = add(low, 1);
      high = sub(high, 1);
    }
    count = add(count, 1);
  }
  return count;
}

static bool advance(List<int64_t> &start, List<int64_t> &count, int64_t &r) {
  while (r != start.len()) {
    int64_t first = start[0];
    for (int64_t i = 0; i < r; ++i) start[i] = start[add(i, 1)];
    start[r] = first;
    count[r] = sub(count[r], 1);
    if (count[r] > 0) return true;
    r = add(r, 1);
  }
  return false;
}

int main(int, char **argv) {
  int64_t n = std::atoll(argv[1]), most = 0, checksum = 0, permutations = 0, r = 1;
  List<int64_t> start, count;
  for (int64_t i = 0; i < n; ++i) start.push_back(i), count.push_back(i + 1);
  List<int64_t> work = start;
  bool more = true;
  while (more) {
    int64_t turned = flips(start, work);
    if (turned > most) most = turned;
    checksum = permutations % 2 == 0 ? add(checksum, turned) : sub(checksum, turned);
    permutations = add(permutations, 1);
    more = advance(start, count, r);
    while (r != 1) {
      count[sub(r, 1)] = r;
      r = sub(r, 1);
    }
  }
  std::printf("%ld %ld\n", checksum, most);
}

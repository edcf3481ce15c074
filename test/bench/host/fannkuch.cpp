#include "checked.h"

int main(int, char **argv) {
  int64_t n = std::atoll(argv[1]), most = 0, checksum = 0, r = n, permutations = 0;
  List<int64_t> perm, start, count;
  for (int64_t i = 0; i < n; ++i) perm.push_back(0), start.push_back(i), count.push_back(0);
  for (;;) {
    for (; r != 1; r = sub(r, 1)) count[sub(r, 1)] = r;
    for (int64_t i = 0; i < n; ++i) perm[i] = start[i];
    int64_t flips = 0;
    while (perm[0] != 0) {
      for (int64_t low = 0, high = perm[0]; low < high; low = add(low, 1), high = sub(high, 1)) {
        int64_t t = perm[low];
        perm[low] = perm[high];
        perm[high] = t;
      }
      flips = add(flips, 1);
    }
    if (flips > most) most = flips;
    checksum = permutations % 2 == 0 ? add(checksum, flips) : sub(checksum, flips);
    for (;;) {
      if (r == n) {
        std::printf("%ld %ld\n", checksum, most);
        return 0;
      }
      int64_t first = start[0];
      for (int64_t i = 0; i < r; ++i) start[i] = start[add(i, 1)];
      start[r] = first;
      count[r] = sub(count[r], 1);
      if (count[r] > 0) break;
      r = add(r, 1);
    }
    permutations = add(permutations, 1);
  }
}

#include "checked.h"

// By value, as the Flow program has it.
static int64_t place(int64_t row, int64_t n, const List<char> &columns, const List<char> &up, const List<char> &down) {
  if (row == n) return 1;
  List<char> c = columns, u = up, d = down;
  int64_t count = 0;
  for (int64_t i = 0; i < n; ++i) {
    int64_t at = sub(add(sub(row, i), n), 1);
    if (c[i] || u[add(row, i)] || d[at]) continue;
    c[i] = u[add(row, i)] = d[at] = 1;
    count = add(count, place(add(row, 1), n, c, u, d));
    c[i] = u[add(row, i)] = d[at] = 0;
  }
  return count;
}

int main(int, char **argv) {
  int64_t n = std::atoll(argv[1]);
  auto size = static_cast<size_t>(n);
  std::printf("%ld\n", place(0, n, List<char>(size), List<char>(2 * size), List<char>(2 * size)));
}

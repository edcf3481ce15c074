#include "checked.h"

// Bytes, as Flow has them; std::vector<bool> packs bits.
using Bools = List<uint8_t>;

static int64_t place(int64_t row, Bools &columns, Bools &up, Bools &down) {
  int64_t n = columns.len();
  if (row == n) return 1;
  int64_t count = 0;
  for (int64_t i = 0; i < n; ++i) {
    int64_t rising = add(row, i), falling = sub(add(sub(row, i), n), 1);
    if (columns[i] || up[rising] || down[falling]) continue;
    columns[i] = up[rising] = down[falling] = 1;
    count = add(count, place(add(row, 1), columns, up, down));
    columns[i] = up[rising] = down[falling] = 0;
  }
  return count;
}

int main(int, char **argv) {
  auto n = static_cast<size_t>(std::atoll(argv[1]));
  Bools columns(n), up(2 * n), down(2 * n);
  std::printf("%ld\n", place(0, columns, up, down));
}

#include "checked.h"

static bool stays(double cr, double ci) {
  double zr = 0, zi = 0;
  int64_t steps = 0;
  while (steps < 50 && zr * zr + zi * zi <= 4.0) {
    double next = zr * zr - zi * zi + cr;
    zi = 2.0 * zr * zi + ci;
    zr = next;
    steps = add(steps, 1);
  }
  return steps == 50;
}

static int64_t inside(int64_t size) {
  int64_t count = 0;
  auto whole = static_cast<double>(size);
  for (int64_t y = 0; y < size; ++y)
    for (int64_t x = 0; x < size; ++x)
      if (stays(2.0 * static_cast<double>(x) / whole - 1.5, 2.0 * static_cast<double>(y) / whole - 1.0))
        count = add(count, 1);
  return count;
}

int main(int, char **argv) { std::printf("%ld\n", inside(std::atoll(argv[1]))); }

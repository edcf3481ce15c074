#include "checked.h"

int main(int, char **argv) {
  int64_t size = std::atoll(argv[1]), count = 0;
  for (int64_t y = 0; y < size; ++y) {
    double ci = 2.0 * static_cast<double>(y) / static_cast<double>(size) - 1.0;
    for (int64_t x = 0; x < size; ++x) {
      double cr = 2.0 * static_cast<double>(x) / static_cast<double>(size) - 1.5, zr = 0, zi = 0;
      int64_t steps = 0;
      while (steps < 50 && zr * zr + zi * zi <= 4.0) {
        double t = zr * zr - zi * zi + cr;
        zi = 2.0 * zr * zi + ci;
        zr = t;
        steps = add(steps, 1);
      }
      if (steps == 50) count = add(count, 1);
    }
  }
  std::printf("%ld\n", count);
}

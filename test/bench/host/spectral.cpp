#include "checked.h"
#include <cmath>

static double element(int64_t i, int64_t j) {
  int64_t s = add(i, j);
  return 1.0 / static_cast<double>(add(add(mul(s, add(s, 1)) >> 1, i), 1));
}

static List<double> multiply(const List<double> &v, bool transposed) {
  List<double> result;
  for (int64_t i = 0; i < v.len(); ++i) {
    double sum = 0;
    for (int64_t j = 0; j < v.len(); ++j) sum += (transposed ? element(j, i) : element(i, j)) * v[j];
    result.push_back(sum);
  }
  return result;
}

static List<double> both(const List<double> &v) { return multiply(multiply(v, false), true); }

int main(int, char **argv) {
  int64_t n = std::atoll(argv[1]);
  List<double> u(static_cast<size_t>(n), 1.0), v;
  for (int i = 0; i < 10; ++i) v = both(u), u = both(v);
  double uv = 0, vv = 0;
  for (int64_t i = 0; i < n; ++i) uv += u[i] * v[i], vv += v[i] * v[i];
  std::printf("%.9f\n", std::sqrt(uv / vv));
}

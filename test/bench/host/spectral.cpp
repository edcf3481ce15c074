#include "checked.h"

#include <cmath>

static double element(int64_t i, int64_t j) {
  return 1.0 / static_cast<double>(add(add(mul(add(i, j), add(add(i, j), 1)) >> 1, i), 1));
}

static List<double> times(const List<double> &v) {
  List<double> result;
  for (int64_t i = 0; i < v.len(); ++i) {
    double sum = 0;
    for (int64_t j = 0; j < v.len(); ++j) sum += element(i, j) * v[j];
    result.push_back(sum);
  }
  return result;
}

static List<double> transposedTimes(const List<double> &v) {
  List<double> result;
  for (int64_t i = 0; i < v.len(); ++i) {
    double sum = 0;
    for (int64_t j = 0; j < v.len(); ++j) sum += element(j, i) * v[j];
    result.push_back(sum);
  }
  return result;
}

static double norm(int64_t n) {
  List<double> u(static_cast<size_t>(n), 1.0), v = u;
  for (int i = 0; i < 10; ++i) {
    v = transposedTimes(times(u));
    u = transposedTimes(times(v));
  }
  double uv = 0, vv = 0;
  for (int64_t i = 0; i < n; ++i) uv += u[i] * v[i], vv += v[i] * v[i];
  return std::sqrt(uv / vv);
}

int main(int, char **argv) { std::printf("%.9f\n", norm(std::atoll(argv[1]))); }

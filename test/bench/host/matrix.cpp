#include "checked.h"

using Matrix = List<List<double>>;

static Matrix make(int64_t n, int64_t seed) {
  Matrix rows;
  for (int64_t i = 0; i < n; ++i) {
    List<double> row;
    for (int64_t j = 0; j < n; ++j) row.push_back(static_cast<double>(add(mul(i, seed), j) % 17) / 16.0);
    rows.push_back(std::move(row));
  }
  return rows;
}

static Matrix product(const Matrix &a, const Matrix &b) {
  int64_t n = a.len();
  Matrix result;
  for (int64_t i = 0; i < n; ++i) {
    List<double> row(static_cast<size_t>(n), 0.0);
    for (int64_t k = 0; k < n; ++k) {
      double x = a[i][k];
      for (int64_t j = 0; j < n; ++j) row[j] += x * b[k][j];
    }
    result.push_back(std::move(row));
  }
  return result;
}

static double trace(const Matrix &m) {
  double sum = 0;
  for (int64_t i = 0; i < m.len(); ++i) sum += m[i][i];
  return sum;
}

int main(int, char **argv) {
  int64_t n = std::atoll(argv[1]);
  std::printf("%.6f\n", trace(product(make(n, 3), make(n, 5))));
}

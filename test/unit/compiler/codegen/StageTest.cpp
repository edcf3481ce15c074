// Kernels of stages: filters, derived columns, nulls, user functions, which row fails.

#include "test/unit/compiler/codegen/StageHarness.h"

#include <numeric>

namespace flow::codegen {

constexpr uint32_t kRows = 1000; // not a multiple of any vector

static std::vector<int64_t> counted(int64_t first) {
  std::vector<int64_t> values(kRows);
  std::iota(values.begin(), values.end(), first);
  return values;
}

TEST(Stage, DerivesAColumn) {
  StageHarness harness(R"(site 1 = 0:1:2 Overflow
stage @plus(%0: i64, %1: i64) -> i64 {
b0:
  %2: i64 = add %0, %1 !1
  return %2
}
)");
  StageResult result = harness.run({TestColumn::of(counted(0)), TestColumn::of(counted(5))}, kRows);
  EXPECT_EQ(result.suspect, 0u);
  std::vector<int64_t> sums = result.outputs[0].as<int64_t>();
  for (int64_t i = 0; i < kRows; ++i) ASSERT_EQ(sums[i], 2 * i + 5) << i;
}

TEST(Stage, NamesTheFirstRowThatFails) {
  StageHarness harness(R"(site 1 = 0:1:2 Overflow
site 2 = 0:1:2 Overflow
stage @twice(%0: i64) -> i64 {
b0:
  %1: i64 = const 1
  %2: i64 = sub %0, %1 !1
  %3: i64 = add %0, %0 !2
  return %3
}
)");
  std::vector<int64_t> values = counted(0);
  values[700] = INT64_MIN; // 1 and 2 fail; the first operation is named
  values[800] = INT64_MAX / 2 + 1;
  StageResult result = harness.run({TestColumn::of(values)}, kRows);
  EXPECT_NE(result.suspect, 0u);
  EXPECT_EQ(result.site, 1u);
  EXPECT_EQ(result.failedRow, 700u);
  values[700] = 0;
  result = harness.run({TestColumn::of(values)}, kRows);
  EXPECT_EQ(result.site, 2u);
  EXPECT_EQ(result.failedRow, 800u);
  EXPECT_EQ(result.outputs[0].as<int64_t>()[799], 1598); // rows before it are right
}

/// The derived column of rows that the filter drops must not fail.
const char *const kFilterThenDerive = R"(site 1 = 0:1:2 DivisionByZero
stage @ratio(%0: i64, %1: i64) filters -> bool, i64 {
b0:
  %2: i64 = const 0
  %3: bool = ne %1, %2
  branch %3, b1, b2(%3, %2)
b1:
  %4: i64 = floordiv %0, %1 !1
  jump b2(%3, %4)
b2(%5: bool, %6: i64):
  return %5, %6
}
)";

TEST(Stage, FilteredRowsDoNotFail) {
  StageHarness harness(kFilterThenDerive);
  std::vector<int64_t> divisors(kRows);
  for (size_t i = 0; i < kRows; ++i) divisors[i] = static_cast<int64_t>(i % 3);
  StageResult result = harness.run({TestColumn::of(counted(-500)), TestColumn::of(divisors)}, kRows);
  EXPECT_EQ(result.suspect, 0u);
  for (int64_t i = 0; i < kRows; ++i) {
    ASSERT_EQ(result.mask[i], i % 3 != 0) << i;
    if (i % 3 == 0) continue;
    int64_t a = i - 500, b = i % 3, floor = a / b - (a % b != 0 && a < 0);
    ASSERT_EQ(result.outputs[0].as<int64_t>()[i], floor) << i;
  }
}

TEST(Stage, NullsAreLiftedByGuards) {
  StageHarness harness(R"(site 1 = 0:1:2 Overflow
stage @lifted(%0: i64?, %1: i64?) -> i64? {
b0:
  %2: bool = has %0
  %3: bool = has %1
  %4: bool = and %2, %3
  %5: i64 = get %0
  %6: i64 = get %1
  %7: i64 = mul %5, %6 guard %4 !1
  %8: i64 = const 0
  %9: i64 = select %4, %7, %8
  %10: i64? = optional %9, %4
  return %10
}
)");
  std::vector<int64_t> a = counted(1), b = counted(2);
  std::vector<uint8_t> validA(kRows, 1), validB(kRows, 1);
  for (size_t i = 0; i < kRows; i += 7) validA[i] = 0, a[i] = INT64_MAX; // a null hides an overflow
  for (size_t i = 3; i < kRows; i += 5) validB[i] = 0, b[i] = 0;
  StageResult result = harness.run({TestColumn::of(a, validA), TestColumn::of(b, validB)}, kRows);
  EXPECT_EQ(result.suspect, 0u);
  for (size_t i = 0; i < kRows; ++i) {
    bool present = validA[i] && validB[i];
    ASSERT_EQ(result.outputs[0].valid[i], present) << i;
    ASSERT_EQ(result.outputs[0].as<int64_t>()[i], present ? a[i] * b[i] : 0) << i;
  }
}

TEST(Stage, UnfoundedSuspicionCompletesRightly) {
  StageHarness harness(R"(site 1 = 0:1:2 Overflow
stage @square(%0: i64) filters -> bool, i64 {
b0:
  %1: i64 = mul %0, %0 !1
  %2: i64 = const 100
  %3: bool = lt %2, %1
  return %3, %1
}
)");
  std::vector<int64_t> values(kRows, 3);
  values[10] = 3'000'000'000; // its square is beyond 2^62 but fits
  StageResult result = harness.run({TestColumn::of(values)}, kRows);
  EXPECT_NE(result.suspect, 0u);
  EXPECT_EQ(result.site, 0u);
  EXPECT_EQ(result.outputs[0].as<int64_t>()[10], 9'000'000'000'000'000'000);
  EXPECT_EQ(result.mask[10], 1);
  EXPECT_EQ(result.mask[11], 0);
}

TEST(Stage, CapturesAreReadFromTheirStruct) {
  StageHarness harness(R"(captures 0 = (bool, f64, i64?)
stage @scaled(%0: f64 | %1: bool, %2: f64, %3: i64?) filters -> bool, f64 {
b0:
  %4: f64 = mul %0, %2
  %5: bool = has %3
  %6: bool = and %1, %5
  return %6, %4
}
)");
  struct {
    uint8_t flag;
    double factor;
    struct {
      int64_t value;
      uint8_t present;
    } limit;
  } captures{1, 2.5, {7, 1}};
  std::vector<double> values(kRows, 4.0);
  StageResult result = harness.run({TestColumn::of(values)}, kRows, false, &captures);
  EXPECT_EQ(result.outputs[0].as<double>()[999], 10.0);
  EXPECT_EQ(result.mask[999], 1);
}

const char *const kUserFunction = R"(site 1 = 0:1:2 Overflow
site 2 = 0:3:4 Failure "too far"
fn @fare(%0: f64, %1: f64) -> f64 {
b0:
  %2: f64 = const 0.1
  %3: bool = lt %2, %1
  branch %3, b1, b2
b1:
  %4: f64 = const 1000.0
  %5: bool = lt %4, %1
  branch %5, b3, b4
b2:
  %6: f64 = const 0.0
  return %6
b3:
  fail !2
b4:
  %7: f64 = div %0, %1
  return %7
}
stage @fares(%0: f64, %1: f64, %2: i64) filters -> bool, f64 {
b0:
  %3: i64 = const 10
  %4: bool = lt %2, %3
  branch %4, b1, b2(%4, %0)
b1:
  %5: f64 = call @fare %0, %1
  jump b2(%4, %5)
b2(%6: bool, %7: f64):
  return %6, %7
}
)";

TEST(Stage, UserFunctionsWithBranchesAreInlined) {
  StageHarness harness(kUserFunction);
  std::vector<double> fares(kRows, 12.0), distances(kRows);
  std::vector<int64_t> codes(kRows, 3);
  for (size_t i = 0; i < kRows; ++i) distances[i] = static_cast<double>(i) / 4;
  distances[500] = 5000, codes[500] = 11; // would fail, but is filtered
  StageResult result = harness.run({TestColumn::of(fares), TestColumn::of(distances), TestColumn::of(codes)}, kRows);
  EXPECT_EQ(result.suspect, 0u);
  EXPECT_EQ(result.outputs[0].as<double>()[0], 0.0);
  EXPECT_EQ(result.outputs[0].as<double>()[40], 1.2);
  EXPECT_EQ(result.mask[500], 0);
  codes[600] = 3, distances[600] = 1001;
  result = harness.run({TestColumn::of(fares), TestColumn::of(distances), TestColumn::of(codes)}, kRows);
  EXPECT_EQ(result.site, 2u);
  EXPECT_EQ(result.failedRow, 600u);
}

TEST(Stage, RowsOfDifferentCountsComeOutAlike) {
  StageHarness harness(kFilterThenDerive);
  for (uint32_t rows : {0u, 1u, 3u, 7u, 8u, 15u, 33u, 64u, 1024u}) {
    std::vector<int64_t> a(rows, 9), b(rows, 2);
    StageResult result = harness.run({TestColumn::of(a), TestColumn::of(b)}, rows);
    EXPECT_EQ(result.outputs[0].as<int64_t>(), std::vector<int64_t>(rows, 4)) << rows;
    EXPECT_EQ(result.mask, std::vector<uint8_t>(rows, 1)) << rows;
  }
}

/// `flowc emit llvm` shows it, and users count on it.
TEST(Stage, LoopsAreVectorCode) {
  for (const char *text : {kUserFunction, R"(site 1 = 0:1:2 Overflow
stage @checked(%0: i64?, %1: i64?, %2: i32) filters -> bool, i64?, i32 {
b0:
  %3: bool = has %0
  %4: bool = has %1
  %5: bool = and %3, %4
  %6: i64 = get %0
  %7: i64 = get %1
  %8: i64 = mul %6, %7 guard %5 !1
  %9: i64 = add %8, %6 guard %5 !1
  %10: i64 = const 0
  %11: i64 = select %5, %9, %10
  %12: i64? = optional %11, %5
  %13: bool = lt %6, %7
  %14: i32 = mul %2, %2 !1
  return %13, %12, %14
}
)"}) {
    StageHarness harness(text);
    std::string optimized = emitLlvm(harness.module, /*optimized=*/true);
    bool isVector = optimized.find(" x double>") != std::string::npos || optimized.find(" x i64>") != std::string::npos;
    EXPECT_TRUE(isVector) << optimized;
    EXPECT_EQ(optimized.find("call {"), std::string::npos) << "user functions are inlined:\n" << optimized;
  }
}

} // namespace flow::codegen

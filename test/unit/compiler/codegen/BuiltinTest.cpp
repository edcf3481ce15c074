// Calls of the runtime's functions from kernels: texts, dates, functions that may fail or give nothing.

#include "test/unit/compiler/codegen/FakeHost.h"
#include "test/unit/compiler/codegen/StageHarness.h"

#include <cmath>

namespace flow::codegen {

using abi::StringView;

static std::unique_ptr<StageHarness> harnessOf(const std::string &text) {
  static const std::vector<abi::Symbol> kSymbols = FakeHost::symbols();
  CodegenOptions options;
  options.symbols = kSymbols;
  return std::make_unique<StageHarness>(text, options);
}

static TestColumn textColumn(const std::vector<std::string> &texts) {
  std::vector<StringView> views;
  for (const std::string &text : texts) views.emplace_back(text);
  return TestColumn::of(views);
}

static const std::vector<std::string> kTexts = {
    "", "NY", "Nx", "twelve bytes", "thirteen byte", "thirteen bytf", "thirteen byte and more", "thirteen byte"};

static std::vector<uint8_t> compared(const std::string &op, const std::vector<std::string> &a,
                                     const std::vector<std::string> &b) {
  auto harness =
      harnessOf("stage @s(%0: str, %1: str) -> bool {\nb0:\n  %2: bool = " + op + " %0, %1\n  return %2\n}\n");
  return harness->run({textColumn(a), textColumn(b)}, static_cast<uint32_t>(a.size()), true).outputs[0].as<uint8_t>();
}

TEST(Builtin, TextsCompareByBytes) {
  std::vector<std::string> a, b;
  for (const std::string &x : kTexts)
    for (const std::string &y : kTexts) a.push_back(x), b.push_back(std::string(y)); // other memory
  std::vector<uint8_t> equal = compared("eq", a, b), different = compared("ne", a, b), less = compared("lt", a, b),
                       atMost = compared("le", a, b);
  for (size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(equal[i], a[i] == b[i]) << a[i] << " " << b[i];
    EXPECT_EQ(different[i], a[i] != b[i]) << a[i] << " " << b[i];
    EXPECT_EQ(less[i], a[i] < b[i]) << a[i] << " " << b[i];
    EXPECT_EQ(atMost[i], a[i] <= b[i]) << a[i] << " " << b[i];
  }
}

/// The commonest filter: two words compared with constants, sixteen rows at a time.
TEST(Builtin, ShortConstantTextsAreComparedInVectors) {
  auto harness = harnessOf(R"(stage @s(%0: str, %1: f64) filters -> bool, f64 {
b0:
  %2: str = const "NY"
  %3: bool = eq %0, %2
  %4: f64 = mul %1, %1
  return %3, %4
}
)");
  StageResult result = harness->run({textColumn(kTexts), TestColumn::of(std::vector<double>(8, 2.0))}, 8);
  EXPECT_EQ(result.mask, (std::vector<uint8_t>{0, 1, 0, 0, 0, 0, 0, 0}));
  std::string optimized = emitLlvm(harness->module, true);
  EXPECT_EQ(optimized.find("call i"), std::string::npos) << optimized;
  EXPECT_NE(optimized.find(" x i64>"), std::string::npos) << optimized;
}

TEST(Builtin, LeavesAreInlinedAndVectorized) {
  auto harness = harnessOf("stage @s(%0: date) -> i64 {\nb0:\n  %1: i64 = builtin @DateYear %0\n  return %1\n}\n");
  std::vector<int32_t> days = {0, -1, 19753, 10956, 365, -719162};
  EXPECT_EQ(harness->run({TestColumn::of(days)}, 6).outputs[0].as<int64_t>(),
            (std::vector<int64_t>{1970, 1969, 2024, 1999, 1971, 1}));
  std::string optimized = emitLlvm(harness->module, true);
  EXPECT_EQ(optimized.find("flow_date_year"), std::string::npos) << optimized;
  EXPECT_NE(optimized.find(" x i32>"), std::string::npos) << optimized;
}

TEST(Builtin, TextResultsGoToTheHeapOfTheContext) {
  auto harness = harnessOf("stage @s(%0: str) -> str {\nb0:\n  %1: str = const \" and a long tail\"\n  %2: str = "
                           "builtin @StrConcat2 %0, %1\n  return %2\n}\n");
  MemoryPool pool;
  StringHeap heap(pool);
  harness->heap = &heap;
  std::vector<StringView> views = harness->run({textColumn(kTexts)}, 8).outputs[0].as<StringView>();
  for (size_t i = 0; i < kTexts.size(); ++i) EXPECT_EQ(views[i].view(), kTexts[i] + " and a long tail");
}

TEST(Builtin, OptionalResultsMayBeAbsent) {
  auto harness = harnessOf("stage @s(%0: str) -> i64? {\nb0:\n  %1: i64? = builtin @ParseInt %0\n  return %1\n}\n");
  StageResult result = harness->run({textColumn({"12", "x", "-7", ""})}, 4);
  EXPECT_EQ(result.outputs[0].valid, (std::vector<uint8_t>{1, 0, 1, 0}));
  EXPECT_EQ(result.outputs[0].as<int64_t>(), (std::vector<int64_t>{12, 0, -7, 0}));
}

TEST(Builtin, FunctionsThatFailSayWhy) {
  auto harness = harnessOf("site 1 = 0:1:2 ConversionError\nstage @s(%0: i64, %1: bool) -> i64 {\nb0:\n  %2: i64 = "
                           "builtin @AbsI64 %0 guard %1 !1\n  return %2\n}\n");
  std::vector<int64_t> values = {-3, INT64_MIN, INT64_MIN, 4};
  StageResult result = harness->run({TestColumn::of(values), TestColumn::of(std::vector<uint8_t>{1, 0, 1, 1})}, 4);
  EXPECT_EQ(result.site, 1u);
  EXPECT_EQ(result.failedRow, 2u);
  EXPECT_TRUE(result.failure.isSet);
  result = harness->run({TestColumn::of(values), TestColumn::of(std::vector<uint8_t>{1, 0, 0, 1})}, 4);
  EXPECT_EQ(result.suspect, 0u);
  EXPECT_EQ(result.outputs[0].as<int64_t>()[0], 3);
}

TEST(Builtin, IntrinsicsAreMachineCode) {
  auto harness = harnessOf("stage @s(%0: f64) -> f64, f64, f64 {\nb0:\n  %1: f64 = builtin @Round %0\n  %2: f64 = "
                           "builtin @Sqrt %0\n  %3: f64 = builtin @Exp %0\n  return %1, %2, %3\n}\n");
  std::vector<double> values = {0.5, 1.5, 2.5, 4.0};
  StageResult result = harness->run({TestColumn::of(values)}, 4);
  EXPECT_EQ(result.outputs[0].as<double>(), (std::vector<double>{0.0, 2.0, 2.0, 4.0}));
  EXPECT_EQ(result.outputs[1].as<double>()[3], 2.0);
  for (size_t i = 0; i < values.size(); ++i) EXPECT_EQ(result.outputs[2].as<double>()[i], std::exp(values[i]));
}

TEST(Builtin, DecimalsBecomeFloatsCorrectlyRounded) {
  auto harness = harnessOf("stage @s(%0: decimal[18,4], %1: decimal[38,4]) -> f64, f64 {\nb0:\n  %2: f64 = convert %0\n"
                           "  %3: f64 = convert %1\n  return %2, %3\n}\n");
  std::vector<int64_t> narrow = {12345, 999'999'999'999'999'999, -9'007'199'254'740'993};
  std::vector<__int128> wide = {12345, static_cast<__int128>(1) << 100, -9'007'199'254'740'993};
  StageResult result = harness->run({TestColumn::of(narrow), TestColumn::of(wide)}, 3);
  EXPECT_EQ(result.outputs[0].as<double>(), (std::vector<double>{1.2345, 99999999999999.9999, -900719925474.0993}));
  EXPECT_EQ(result.outputs[1].as<double>(),
            (std::vector<double>{1.2345, 126765060022822940149670320.5376, -900719925474.0993}));
}

} // namespace flow::codegen

// Host code: printing, text of values, lists, recursion, failures with a text, plans.

#include "test/unit/compiler/codegen/FakeHost.h"
#include "test/unit/compiler/codegen/StageHarness.h"

namespace flow::codegen {

struct Ran {
  uint32_t site = 0;
  std::string printed, failure;
  abi::FailureKind kind{};
  std::vector<char> captures;
};

static Ran runMain(const std::string &text) {
  std::vector<abi::Symbol> symbols = FakeHost::symbols();
  CodegenOptions options;
  options.symbols = symbols;
  StageHarness harness(text, options);
  FakeHost host;
  Ran ran;
  ran.site = harness.compiled->hostMain()(host.context());
  ran.printed = host.printed;
  if (host.failure().isSet) ran.failure = host.failure().view();
  ran.kind = host.failure().kind;
  ran.captures = host.captures;
  return ran;
}

TEST(HostCode, PrintsTextOfAllKinds) {
  Ran ran = runMain(R"(main @main() {
b0:
  %0: str = const "short"
  print %0
  %1: str = const "a text that does not fit into a view"
  print %1
  %2: i64 = const -7
  %3: f64 = const 2.0
  %4: i64? = const zero
  %5: { a: i64, b: str, c: f64, d: i64? } = record %2, %0, %3, %4
  %6: str = text %5
  print %6
  %7: bool = const true
  %8: (i64, bool) = record %2, %7
  %9: str = text %8
  print %9
  %10: decimal[30,2] = const -1250
  %11: decimal[30,2]? = some %10
  %12: Point { x: decimal[30,2]? } = record %11
  %13: List[Point { x: decimal[30,2]? }] = list %12, %12
  %14: str = text %13
  print %14
  %15: List[i64] = const zero
  %16: str = text %15
  print %16
  %17: u64 = const 18446744073709551615
  %18: str = text %17 ">25,"
  print %18
  %19: i8 = const -128
  %20: str = text %19
  print %20
  return
}
)");
  EXPECT_EQ(ran.site, 0u);
  EXPECT_EQ(ran.printed, R"(short
a text that does not fit into a view
(a: -7, b: "short", c: 2.0, d: none)
(-7, true)
[Point(x: -12.50), Point(x: -12.50)]
[]
18,446,744,073,709,551,615
-128
)");
}

TEST(HostCode, ListsAreValues) {
  Ran ran = runMain(R"(site 1 = 0:1:2 IndexOutOfBounds
main @main() {
  slot $0 xs: List[str]
b0:
  %0: str = const "one"
  %1: str = const "two, and quite a long one"
  %2: List[str] = list %0, %1
  store #0 %2
  %3: List[str] = load #0
  %4: List[str] = list.push %3, %0
  %5: i64 = const 1
  %6: List[str] = list.set %4, %5, %0 !1
  store #0 %6
  %7: str = text %2
  print %7
  %8: List[str] = load #0
  %9: str = text %8
  print %9
  %10: i64 = list.len %8
  %11: str = text %10
  print %11
  %12: str = list.get %2, %5 !1
  print %12
  %13: str = list.get %2, %10 !1
  print %13
  return
}
)");
  EXPECT_EQ(ran.site, 1u);
  EXPECT_EQ(ran.printed, R"(["one", "two, and quite a long one"]
["one", "one", "one"]
3
two, and quite a long one
)");
}

/// A list that was pushed to shares memory with the new one, until one of them is changed.
TEST(HostCode, PushingLeavesTheShorterListAlone) {
  Ran ran = runMain(R"(site 1 = 0:1:2 IndexOutOfBounds
main @main() {
  slot $0 a: List[i64]
  slot $1 b: List[i64]
b0:
  %0: i64 = const 5
  %1: List[i64] = list %0, %0
  store #0 %1
  %2: List[i64] = load #0
  %3: List[i64] = list.push %2, %0
  store #1 %3
  %4: List[i64] = load #1
  %5: i64 = const 0
  %6: i64 = const 77
  %7: List[i64] = list.set %4, %5, %6 !1
  store #1 %7
  %8: List[i64] = load #0
  %9: str = text %8
  print %9
  %10: List[i64] = load #1
  %11: str = text %10
  print %11
  return
}
)");
  EXPECT_EQ(ran.printed, "[5, 5]\n[77, 5, 5]\n");
}

TEST(HostCode, FunctionsRecurse) {
  Ran ran = runMain(R"(site 1 = 0:1:2 Overflow
fn @factorial(%0: i64) -> i64 {
b0:
  %1: i64 = const 1
  %2: bool = le %0, %1
  branch %2, b1, b2
b1:
  return %1
b2:
  %3: i64 = sub %0, %1 !1
  %4: i64 = call @factorial %3 !1
  %5: i64 = mul %0, %4 !1
  return %5
}
main @main() {
b0:
  %0: i64 = const 20
  %1: i64 = call @factorial %0
  %2: str = text %1
  print %2
  %3: i64 = const 21
  %4: i64 = call @factorial %3
  %5: str = text %4
  print %5
  return
}
)");
  EXPECT_EQ(ran.printed, "2432902008176640000\n");
  EXPECT_EQ(ran.site, 1u);
}

TEST(HostCode, EndlessRecursionFails) {
  Ran ran = runMain(R"(site 1 = 0:1:2 Overflow
site 2 = 0:3:4 Failure
fn @even(%0: i64) -> i64 {
b0:
  %1: i64 = call @odd %0 !2
  return %1
}
fn @odd(%0: i64) -> i64 {
b0:
  %1: i64 = call @even %0 !2
  %2: i64 = add %1, %0 !1
  return %2
}
main @main() {
b0:
  %0: i64 = const 1
  %1: i64 = call @even %0 !2
  return
}
)");
  EXPECT_EQ(ran.site, 2u);
  EXPECT_EQ(ran.failure, "the call stack is exhausted");
}

TEST(HostCode, FailureCarriesItsText) {
  Ran ran = runMain(R"(site 1 = 0:1:2 AssertionFailed
site 2 = 0:3:4 DivisionByZero
fn @check(%0: i64) -> i64 {
b0:
  %1: i64 = const 0
  %2: bool = lt %0, %1
  branch %2, b1, b2
b1:
  %3: str = text %0
  fail %3 !1
b2:
  return %0
}
main @main() {
b0:
  %0: i64 = const -5
  %1: i64 = call @check %0
  return
}
)");
  EXPECT_EQ(ran.site, 1u);
  EXPECT_EQ(ran.kind, abi::FailureKind::AssertionFailed);
  EXPECT_EQ(ran.failure, "-5");
}

/// `min div -1` fails at a site that is of division by zero: the kind goes through the context.
TEST(HostCode, KindOfFailureMayDifferFromTheSites) {
  Ran ran = runMain(R"(site 1 = 0:1:2 DivisionByZero
fn @quotient(%0: i64, %1: i64) -> i64 {
b0:
  %2: i64 = floordiv %0, %1 !1
  return %2
}
main @main() {
b0:
  %0: i64 = const -9223372036854775808
  %1: i64 = const -1
  %2: i64 = call @quotient %0, %1
  return
}
)");
  EXPECT_EQ(ran.site, 1u);
  EXPECT_EQ(ran.kind, abi::FailureKind::Overflow);
}

TEST(HostCode, RunsPlansWithTheirCaptures) {
  const char *const kText = R"(site 1 = 0:1:2 IoError
captures 0 = (i64, bool, str, i64?)
main @main() {
b0:
  %0: i64 = const NUMBER
  %1: bool = const true
  %2: str = const "path"
  %3: i64? = some %0
  %4: Frame[{ n: f64? }] = plan.run #0 %0, %1, %2, %3 !1
  %5: f64 = table.scalar %4 !1
  %6: str = text %5
  print %6
  return
}
)";
  std::string text = kText;
  text.replace(text.find("NUMBER"), 6, "77");
  Ran ran = runMain(text);
  EXPECT_EQ(ran.site, 0u);
  EXPECT_EQ(ran.printed, "2.5\n");
  struct {
    int64_t number;
    uint8_t flag;
    alignas(8) abi::StringView path;
    int64_t value;
  } captures;
  static_assert(offsetof(decltype(captures), path) == 16 && offsetof(decltype(captures), value) == 32);
  std::memcpy(&captures, ran.captures.data(), ran.captures.size());
  EXPECT_EQ(captures.number, 77);
  EXPECT_EQ(captures.flag, 1);
  EXPECT_EQ(captures.path.view(), "path");
  EXPECT_EQ(captures.value, 77);

  text.replace(text.find("77"), 2, "-1");
  EXPECT_EQ(runMain(text).site, 1u);
}

} // namespace flow::codegen

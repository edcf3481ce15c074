#include "compiler/ir/ExprText.h"
#include "compiler/ir/Interpreter.h"
#include "test/unit/compiler/ir/IrText.h"

namespace flow::ir {

namespace {

/// What the expression gives: "5", or "!2" when it fails at site 2.
std::string resultOf(const std::string &text) {
  types::TypeContext context;
  TextCursor cursor(text);
  auto function = parseRowFunction(cursor, {}, {}, context);
  EXPECT_TRUE(function && cursor.atEnd()) << text << "\n" << cursor.error();
  if (!function) return "?";
  for (const std::string &problem : verify(function->body)) ADD_FAILURE() << text << "\n" << problem;
  Module module;
  Outcome outcome = Interpreter(module).run(function->body, {});
  if (outcome.failed()) return "!" + std::to_string(outcome.site);
  return outcome.returned() ? debugText(outcome.results[0]) : "stopped";
}

struct Case {
  const char *text, *result;
};

void expectAll(std::initializer_list<Case> cases) {
  for (const Case &each : cases) EXPECT_EQ(resultOf(each.text), each.result) << each.text;
}

} // namespace

TEST(Evaluate, IntegersAreChecked) {
  expectAll({
      {"add(127: i8, 1: i8) !1", "!1"},
      {"add(126: i8, 1: i8) !1", "127"},
      {"add.wrap(127: i8, 1: i8)", "-128"},
      {"sub(0: u8, 1: u8) !1", "!1"},
      {"mul(9223372036854775807, 2) !1", "!1"},
      {"mul(18446744073709551615: u64, 18446744073709551615: u64) !1", "!1"},
      {"neg(-128: i8) !1", "!1"},
      {"neg(1: u8) !1", "!1"},
      {"neg(0: u8) !1", "0"},
      {"add(9223372036854775807: duration, 1: duration) !1", "!1"},
      {"add(2147483647: date, 1: date) !1", "!1"},
  });
}

TEST(Evaluate, DivisionFloors) {
  expectAll({
      {"floordiv(-7, 2) !1", "-4"},
      {"mod(-7, 2) !1", "1"},
      {"floordiv(7, -2) !1", "-4"},
      {"mod(7, -2) !1", "-1"},
      {"mod(-8, 2) !1", "0"},
      {"floordiv(1, 0) !1", "!1"},
      {"mod(1, 0) !1", "!1"},
      {"floordiv(-128: i8, -1: i8) !1", "!1"},
      {"mod(-128: i8, -1: i8) !1", "0"},
      {"floordiv(-7.0, 2.0)", "-4.0"},
      {"mod(-7.0, 2.0)", "1.0"},
      {"mod(1.0, 0.0)", "nan"},
      {"div(1.0, 0.0)", "inf"},
  });
}

TEST(Evaluate, SingleFloatsRoundEachTime) {
  expectAll({
      {"add(16777216.0: f32, 1.0: f32)", "16777216.0"},
      {"div(1.0: f32, 3.0: f32)", "0.3333333432674408"},
      {"div(1.0, 3.0)", "0.3333333333333333"},
  });
}

TEST(Evaluate, Bits) {
  expectAll({
      {"bitand(-1, 6)", "6"},
      {"bitxor(5: u8, 255: u8)", "250"},
      {"bitnot(0: u8)", "255"},
      {"bitnot(0)", "-1"},
      {"shl(255: u8, 1) !1", "254"},
      {"shl(1: i8, 7) !1", "-128"},
      {"shl(1: i8, 8) !1", "!1"},
      {"shl(1, -1) !1", "!1"},
      {"shr(-8, 1) !1", "-4"},
      {"shr(255: u8, 4) !1", "15"},
  });
}

TEST(Evaluate, Comparison) {
  expectAll({
      {"lt(\"Z\", \"a\")", "1"},
      {"lt(\"z\", \"\\xc3\\xa4\")", "1"}, // by bytes, unsigned
      {"eq(nan, nan)", "0"},
      {"ne(nan, nan)", "1"},
      {"le(nan, 1.0)", "0"},
      {"eq(0.0, -0.0)", "1"},
      {"le(5, 5)", "1"},
      {"lt(false, true)", "1"},
  });
}

TEST(Evaluate, Decimals) {
  expectAll({
      {"add(999: decimal[3,2], 1: decimal[3,2]): decimal[3,2] !1", "!1"},
      {"add(999: decimal[3,2], 1: decimal[3,2]): decimal[4,2] !1", "1000"},
      {"mul(-15: decimal[3,1], 15: decimal[3,1]): decimal[6,2] !1", "-225"},
      {"mul(99999999999999999999: decimal[38,0], 99999999999999999999: decimal[38,0]): decimal[38,0] !1",
       "!1"},
      {"lt(-5: decimal[3,1], 5: decimal[3,1])", "1"},
  });
}

TEST(Evaluate, Conversions) {
  expectAll({
      {"convert(9007199254740993): f64", "9007199254740992.0"},
      {"convert(true): i64", "1"},
      {"convert(125: decimal[5,2]): f64", "1.25"},
      {"convert(1: decimal[38,1]): f64", "0.1"},
      {"convert(5): decimal[38,2]", "500"},
      {"convert(125: decimal[5,2]): decimal[7,3]", "1250"},
      {"convert.checked(300): i8 !1", "!1"},
      {"convert.checked(-1): u64 !1", "!1"},
      {"convert.checked(2.0): i64 !1", "2"},
      {"convert.checked(2.5): i64 !1", "!1"},
      {"convert.checked(nan): i64 !1", "!1"},
      {"convert.checked(inf): i64 !1", "!1"},
      {"convert.checked(9223372036854775808.0): i64 !1", "!1"},
      {"convert.checked(-9223372036854775808.0): i64 !1", "-9223372036854775808"},
      {"convert.checked(0.5): f32 !1", "0.5"},
      {"convert.checked(1e300): f32 !1", "!1"},
      {"convert.checked(inf): f32 !1", "inf"},
      {"convert.checked(0.12): decimal[5,2] !1", "12"},
      {"convert.checked(0.125): decimal[5,2] !1", "!1"}, // no rounding: it does not fit
      {"convert.checked(-0.38): decimal[5,2] !1", "-38"},
      {"convert.checked(1e300): decimal[38,2] !1", "!1"},
      {"convert.checked(1000.0): decimal[5,2] !1", "!1"},
      {"convert.checked(125: decimal[5,2]): decimal[5,1] !1", "!1"},
      {"convert.checked(120: decimal[5,2]): decimal[5,1] !1", "12"},
      {"convert.checked(120: decimal[5,2]): i64 !1", "!1"},
      {"convert.checked(200: decimal[5,2]): i64 !1", "2"},
      {"reinterpret(-1): u64", "18446744073709551615"},
      {"reinterpret(\"x\"): Path", "\"x\""},
  });
}

TEST(Evaluate, OptionalsRecordsAndLists) {
  expectAll({
      {"get(zero: i64?)", "0"},
      {"get(zero: str?)", "\"\""},
      {"has(some(0))", "1"},
      {"has(optional(0, false))", "0"},
      {"get(some(7))", "7"},
      {"field #1(record(1, \"x\"): (i64, str))", "\"x\""},
      {"list(1, 2): List[i64]", "[1, 2]"},
      {"list.get(list(1, 2): List[i64], 1) !1", "2"},
      {"list.get(list(1, 2): List[i64], 2) !1", "!1"},
      {"list.get(list(1, 2): List[i64], -1) !1", "!1"},
      {"list.peek(list(1, 2): List[i64], 1)", "2"},
      {"list.peek(list(1, 2): List[i64], 2)", "0"},
      {"list.peek(list(1, 2): List[i64], -1)", "0"},
      {"list.set(list(1, 2): List[i64], 0, 9) !1", "[9, 2]"},
      {"list.push(zero: List[i64], 9)", "[9]"},
      {"list.len(list(1, 2): List[i64])", "2"},
      {"zero: { a: i64, b: str?, c: (f64,) }", "[0, none, [0.0]]"},
      {"select(true, 1, 2)", "1"},
      {"or(and(true, false), not(false))", "1"},
  });
}

TEST(Evaluate, ListsChange) {
  expectAll({
      {"list.take(list(1, 2): List[i64], 1) !1", "[[1, 0], 2]"},
      {"list.pop(list(1, 2): List[i64]) !1", "[[1], 2]"},
      {"list.pop(zero: List[i64]) !1", "!1"},
      {"list.insert(list(1, 2): List[i64], 2, 3) !1", "[1, 2, 3]"},
      {"list.insert(list(1, 2): List[i64], 3, 3) !1", "!1"},
      {"list.remove(list(1, 2): List[i64], 0) !1", "[[2], 1]"},
      {"list.swap(list(1, 2): List[i64], 0, 1) !1", "[2, 1]"},
      {"list.swap(list(1, 2): List[i64], 0, 2) !1", "!1"},
      {"list.slice(list(1, 2, 3): List[i64], 1, 3) !1", "[2, 3]"},
      {"list.slice(list(1, 2, 3): List[i64], 2, 1) !1", "!1"},
      {"list.concat(list(1): List[i64], list(2): List[i64])", "[1, 2]"},
      {"list.clear(list(1): List[i64])", "[]"},
      {"list.reverse(list(1, 2): List[i64])", "[2, 1]"},
  });
}

TEST(Evaluate, SortingIsStableWithNanLast) {
  expectAll({
      {"list.sort(list(2.0, nan, -1.0): List[f64])", "[-1.0, 2.0, nan]"},
      {"list.sortby(list(\"b\", \"a\", \"c\"): List[str], list(1, 0, 1): List[i64])", "[\"a\", \"b\", \"c\"]"},
      {"list.order(list(record(2, \"x\"): (i64, str), record(1, \"y\"): (i64, str)): List[(i64, str)])", "[1, 0]"},
  });
}

TEST(Evaluate, MapsKeepTheOrderOfInsertion) {
  std::string map = "map.set(map.set(zero: Map[str, i64], \"b\", 1), \"a\", 2)";
  expectAll({
      {map.c_str(), "[[\"b\", 1], [\"a\", 2]]"},
      {("map.set(" + map + ", \"b\", 3)").c_str(), "[[\"b\", 3], [\"a\", 2]]"},
      {("map.at(" + map + ", \"a\") !1").c_str(), "2"},
      {("map.at(" + map + ", \"c\") !1").c_str(), "!1"},
      {("map.get(" + map + ", \"c\")").c_str(), "none"},
      {("map.find(" + map + ", \"c\")").c_str(), "-1"},
      {("map.key(" + map + ", map.next(" + map + ", 1))").c_str(), "\"a\""},
      {("map.next(" + map + ", 2)").c_str(), "-1"},
      {("map.remove(" + map + ", \"b\")").c_str(), "[[\"a\", 2]]"},
      {("map.take(" + map + ", 0)").c_str(), "[[[\"b\", 0], [\"a\", 2]], 1]"},
      {"map.len(set.add(set.add(zero: Set[f64], nan), nan))", "1"},
      {"eq(set.add(set.add(zero: Set[i64], 1), 2), set.add(set.add(zero: Set[i64], 2), 1))", "1"},
  });
}

TEST(Evaluate, ComparesByValue) {
  expectAll({
      {"eq(record(1, \"x\"): (i64, str), record(1, \"x\"): (i64, str))", "1"},
      {"eq(list(nan): List[f64], list(nan): List[f64])", "0"},
      {"eq(zero: i64?, some(0))", "0"},
      {"lt(list(1, 2): List[i64], list(1, 3): List[i64])", "1"},
      {"lt(list(1): List[i64], list(1, 3): List[i64])", "1"},
      {"le(list(nan): List[f64], list(nan): List[f64])", "0"},
      {"le(list(1.0): List[f64], list(1.0): List[f64])", "1"},
  });
}

TEST(Evaluate, TextsByBytes) {
  expectAll({
      {"text.append(\"a\", \"b\")", "\"ab\""},
      {"text.size(\"é!\")", "3"},
      {"text.char(\"é!\", 0)", "\"é\""},
      {"text.next(\"é!\", 0)", "2"},
      {"text.next(\"é!\", 2)", "3"},
  });
}

TEST(Evaluate, GuardsKeepFromFailing) {
  expectAll({
      {"add(127: i8, 1: i8) guard true !1", "!1"},
      {"add(127: i8, 1: i8) guard false !1", "0"},
  });
}

TEST(Evaluate, FirstFailureInOrderWins) {
  expectAll({
      {"add(floordiv(1, 0) !2, neg(1: i64) !1) !3", "!2"},
      {"let %0 = neg(-9223372036854775808) !1 in add(floordiv(1, 0) !2, %0) !3", "!1"},
      {"add(9223372036854775807, floordiv(1, 1) !2) !3", "!3"},
  });
}

} // namespace flow::ir

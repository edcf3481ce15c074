#include "compiler/ir/Interpreter.h"

#include "compiler/ir/Builtins.h"
#include "test/unit/compiler/ir/IrText.h"

namespace flow::ir {

namespace {

/// Keeps what was printed; abs doubles, and chr fails with a message.
class TestHost : public Host {
public:
  HostResult perform(const Instruction &instruction, OperandTypes, std::span<const Value> operands) override {
    if (instruction.op == Op::Print) {
      printed += operands[0].text() + "\n";
      return {HostResult::Kind::Done, {}, {}, {}};
    }
    if (instruction.op == Op::ToText)
      return {HostResult::Kind::Done, Value::text(debugText(operands[0])), {}, {}};
    if (instruction.op != Op::CallBuiltin) return {};
    if (instruction.index == builtinNamed("StrChr")) return {HostResult::Kind::Failed, {}, "no", {}};
    return {HostResult::Kind::Done, Value::integer(operands[0].integer() * 2), {}, {}};
  }
  std::string printed;
};

constexpr const char *kFactorial = R"(site 1 = 0:0:0 Overflow
site 2 = 0:0:0 Failure
fn @loop(%0: i64) -> i64 {
  slot $0 product: i64
b0:
  %1: i64 = const 1
  store #0 %1
  jump b1(%1)
b1(%2: i64):
  %3: bool = le %2, %0
  branch %3, b2, b3
b2:
  %4: i64 = load #0
  %5: i64 = mul %4, %2 !1
  store #0 %5
  %6: i64 = add %2, %1 !1
  jump b1(%6)
b3:
  %7: i64 = load #0
  return %7
}

fn @recursive(%0: i64) -> i64 {
b0:
  %1: i64 = const 1
  %2: bool = le %0, %1
  branch %2, b1, b2
b1:
  return %1
b2:
  %3: i64 = sub %0, %1 !1
  %4: i64 = call @recursive %3
  %5: i64 = mul %0, %4 !1
  return %5
}

fn @forever() {
b0:
  jump b1
b1:
  jump b1
}

fn @swap(%0: i64, %1: i64, %2: bool) -> i64 {
b0:
  jump b1(%0, %1, %2)
b1(%3: i64, %4: i64, %5: bool):
  %6: bool = not %5
  branch %5, b1(%4, %3, %6), b2
b2:
  return %3
}

fn @fails(%0: str) {
b0:
  fail %0 !2
}

fn @host(%0: i64) -> i64 {
b0:
  %1: i64 = builtin @AbsI64 %0 !2
  %2: str = text %1
  print %2
  return %1
}

fn @hostFails(%0: i64) -> i64 {
b0:
  %1: str = builtin @StrChr %0 !2
  return %0
}
)";

constexpr const char *kObjects = R"(enum Expr { Number(value: i64), Sum(a: enum Expr, b: enum Expr) }
enum Trouble { Negative(value: i64), Other }
site 1 = 0:0:0 Overflow
site 2 = 0:0:0 Failure
fn @value(%0: enum Expr) -> i64 {
b0:
  %1: i64 = variant.tag %0
  %2: i64 = const 0
  %3: bool = eq %1, %2
  branch %3, b1, b2
b1:
  %4: { value: i64 } = variant.payload #0 %0
  %5: i64 = field #0 %4
  return %5
b2:
  %6: { a: enum Expr, b: enum Expr } = variant.payload #1 %0
  %7: enum Expr = field #0 %6
  %8: enum Expr = field #1 %6
  %9: i64 = call @value %7
  %10: i64 = call @value %8
  %11: i64 = add %9, %10 !1
  return %11
}

fn @enums(%0: i64) -> i64, bool {
b0:
  %1: enum Expr = variant.make #0 %0
  %2: enum Expr = variant.make #1 %1, %1
  %3: i64 = call @value %2
  %4: bool = eq %1, %2
  return %3, %4
}

fn @plus(%0: i64, %1: i64) -> i64 {
b0:
  %2: i64 = add %0, %1 !1
  return %2
}

fn @functions(%0: i64) -> i64 {
b0:
  %1: fn(i64) -> i64 = function.make @plus %0
  %2: i64 = call.value %1, %0
  return %2
}

fn @both(%0: i64) -> i64 {
b0:
  %1: (i64, bool) = call @enums %0
  %2: i64 = field #0 %1
  return %2
}

fn @fails(%0: i64) -> i64 {
b0:
  %1: i64 = const 0
  %2: bool = lt %0, %1
  branch %2, b1, b2
b1:
  %3: enum Trouble = variant.make #0 %0
  fail %3 !2
b2:
  %4: i64 = add %0, %0 !1
  return %4
}

fn @catches(%0: i64) -> str, i64 {
  slot $0 n: i64
b0:
  store #0 %0
  jump b1
b1 handler b2:
  %1: i64 = const 1
  store #0 %1
  %2: i64 = call @fails %0
  %3: str = const "fine"
  return %3, %2
b2:
  %4: Failure = failure.take
  %5: enum Trouble? = failure.as %4
  %6: bool = has %5
  branch %6, b3, b4
b3:
  %7: enum Trouble = get %5
  %8: { value: i64 } = variant.payload #0 %7
  %9: i64 = field #0 %8
  %10: str = failure.kind %4
  return %10, %9
b4:
  %11: str = failure.message %4
  %12: i64 = load #0
  return %11, %12
}
)";

class InterpreterTest : public testing::Test {
protected:
  types::TypeContext context_;
  Module module_ = soundModuleOf(kFactorial, context_);
  TestHost host_;

  Outcome run(std::string_view name, Values arguments, Host *host = nullptr, InterpreterLimits limits = {}) {
    auto index = functionNamed(module_, name);
    EXPECT_TRUE(index) << name;
    return Interpreter(module_, host, limits).run(module_.functions[*index], arguments);
  }
};

} // namespace

TEST_F(InterpreterTest, LoopsAndCalls) {
  for (const char *name : {"loop", "recursive"}) {
    Outcome outcome = run(name, {Value::integer(20)});
    ASSERT_TRUE(outcome.returned());
    EXPECT_EQ(debugText(outcome.results[0]), "2432902008176640000");
  }
}

TEST_F(InterpreterTest, FailuresNameTheirSite) {
  constexpr std::pair<const char *, const char *> kProducts[] = {{"loop", "2432902008176640000 * 21"},
                                                                 {"recursive", "21 * 2432902008176640000"}};
  for (auto [name, product] : kProducts) {
    Outcome outcome = run(name, {Value::integer(21)});
    ASSERT_TRUE(outcome.failed());
    EXPECT_EQ(outcome.site, 1u);
    EXPECT_EQ(outcome.message, std::string("integer overflow: ") + product + " does not fit i64");
  }
  Outcome outcome = run("fails", {Value::text("why")});
  ASSERT_TRUE(outcome.failed());
  EXPECT_EQ(outcome.site, 2u);
  EXPECT_EQ(outcome.message, "why");
}

TEST_F(InterpreterTest, BlockArgumentsAreReadBeforeTheyAreSet) {
  Outcome outcome = run("swap", {Value::integer(1), Value::integer(2), Value::boolean(true)});
  ASSERT_TRUE(outcome.returned());
  EXPECT_EQ(debugText(outcome.results[0]), "2");
}

TEST_F(InterpreterTest, LimitsStopIt) {
  EXPECT_EQ(run("forever", {}, nullptr, {.steps = 1000}).kind, Outcome::Kind::Stopped);
  EXPECT_EQ(run("recursive", {Value::integer(100)}, nullptr, {.depth = 50}).kind, Outcome::Kind::Stopped);
}

TEST_F(InterpreterTest, HostsDoTheRest) {
  Outcome outcome = run("host", {Value::integer(4)}, &host_);
  ASSERT_TRUE(outcome.returned());
  EXPECT_EQ(debugText(outcome.results[0]), "8");
  EXPECT_EQ(host_.printed, "8\n");
  EXPECT_EQ(run("host", {Value::integer(4)}).kind, Outcome::Kind::Stopped) << "without a host";
  outcome = run("hostFails", {Value::integer(4)}, &host_);
  ASSERT_TRUE(outcome.failed());
  EXPECT_EQ(outcome.message, "no");
}

TEST(Interpreter, EnumsFunctionsAndFailures) {
  types::TypeContext context;
  Module module = soundModuleOf(kObjects, context);
  auto resultOf = [&](std::string_view name, int64_t argument) {
    const Function &function = module.functions[*functionNamed(module, name)];
    Outcome outcome = Interpreter(module).run(function, {Value::integer(argument)});
    return outcome.returned() ? debugText(Value::of(outcome.results)) : "!" + std::to_string(outcome.site);
  };
  EXPECT_EQ(resultOf("enums", 4), "[8, 0]");
  EXPECT_EQ(resultOf("functions", 4), "[8]");
  EXPECT_EQ(resultOf("both", 4), "[8]");
  EXPECT_EQ(resultOf("catches", 4), "[\"fine\", 8]");
  EXPECT_EQ(resultOf("catches", -4), "[\"Negative\", -4]");
  EXPECT_EQ(resultOf("catches", INT64_MAX),
            "[\"integer overflow: 9223372036854775807 + 9223372036854775807 does not fit i64\", 1]")
      << "slots as at the failure";
  EXPECT_EQ(resultOf("fails", -4), "!2");
}

TEST(Value, IdenticalIsBitForBit) {
  EXPECT_TRUE(identical(Value::number(std::stod("nan")), Value::number(-std::stod("nan"))));
  EXPECT_FALSE(identical(Value::number(0.0), Value::number(-0.0)));
  EXPECT_FALSE(identical(Value::integer(0), Value::none()));
  EXPECT_TRUE(identical(Value::of({Value::text("a")}), Value::of({Value::text("a")})));
  EXPECT_FALSE(identical(Value::of({}), Value::of({Value::none()})));
}

TEST(Value, ConstantsGiveTheirValues) {
  types::TypeContext context;
  const Type *record = context.record({{"a", context.i64()}, {"b", context.optional(context.str())}});
  for (const Type *type : {context.i64(), context.f64(), context.str(), record, context.list(context.i64()),
                           context.optional(context.i64()), context.boolean()}) {
    auto constant = constantOf(zeroOf(type), type);
    ASSERT_TRUE(constant) << types::text(type);
    EXPECT_TRUE(identical(valueOf(*constant, type), zeroOf(type)));
  }
  EXPECT_FALSE(constantOf(Value::integer(5), context.optional(context.i64())));
  EXPECT_FALSE(constantOf(Value::of({Value::integer(5)}), context.list(context.i64())));
}

} // namespace flow::ir

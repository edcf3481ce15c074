#include "runtime/abi/FailureTexts.h"

#include "runtime/abi/FailureTrail.h"

#include <gtest/gtest.h>

#include <cmath>

namespace flow::abi {

namespace {

constexpr NumberType kI64{64, true, false}, kI8{8, true, false}, kU64{64, false, false}, kU16{16, false, false};
constexpr NumberType kF64{64, true, true}, kF32{32, true, true};

std::string overflow(FailedOperation operation, NumberType type, int64_t a, int64_t b) {
  return textOf({FailureKind::Overflow, operation, type, type}, a, b);
}
std::string converted(NumberType from, NumberType to, double value) {
  return textOf({FailureKind::ConversionError, FailedOperation::Convert, to, from}, value);
}

} // namespace

TEST(FailureTexts, NameOperands) {
  EXPECT_EQ(overflow(FailedOperation::Add, kI64, INT64_MAX, 1),
            "integer overflow: 9223372036854775807 + 1 does not fit i64");
  EXPECT_EQ(overflow(FailedOperation::Multiply, kU64, -1, 2),
            "integer overflow: 18446744073709551615 * 2 does not fit u64");
  EXPECT_EQ(overflow(FailedOperation::Negate, kI8, -128, 0), "integer overflow: -(-128) does not fit i8 (-128 to 127)");
  EXPECT_EQ(overflow(FailedOperation::ShiftLeft, kU16, 1, 16), "1 << 16 shifts by more than 15 bits");
  EXPECT_EQ(overflow(FailedOperation::ShiftRight, kU64, -1, -2),
            "18446744073709551615 >> -2 shifts by less than 0 bits");
  EXPECT_EQ(textOf({FailureKind::DivisionByZero, FailedOperation::Modulo, kI64, kI64}, 7, 0),
            "division by zero: 7 % 0");
}

TEST(FailureTexts, NameWhatIsConverted) {
  EXPECT_EQ(textOf({FailureKind::ConversionError, FailedOperation::Convert, kU16, kI64}, -1, 0),
            "-1 does not fit u16 (0 to 65535)");
  EXPECT_EQ(converted(kF64, kI64, 2.5), "2.5 is not a whole number");
  EXPECT_EQ(converted(kF64, kI8, 100000.0), "100000.0 does not fit i8 (-128 to 127)");
  EXPECT_EQ(converted(kF64, kI64, 1e300), "1e+300 does not fit i64");
  EXPECT_EQ(converted(kF64, kI64, std::nan("")), "nan does not fit i64");
  EXPECT_EQ(converted(kF64, kI64, -INFINITY), "-inf does not fit i64");
  EXPECT_EQ(converted(kF32, kI64, 0.1f), "0.1 is not a whole number");
  EXPECT_EQ(converted(kF64, kF32, 1e300), "1e+300 does not fit f32");
}

TEST(FailureTexts, ArePackedIntoAWord) {
  FailedNumbers failed{FailureKind::ConversionError, FailedOperation::Convert, kU16, kF64};
  FailedNumbers read = FailedNumbers::unpacked(failed.packed());
  EXPECT_EQ(read.kind, failed.kind);
  EXPECT_EQ(read.operation, failed.operation);
  EXPECT_EQ(read.type.bits, 16);
  EXPECT_FALSE(read.type.isSigned);
  EXPECT_FALSE(read.type.isFloat);
  EXPECT_EQ(read.from.bits, 64);
  EXPECT_TRUE(read.from.isSigned);
  EXPECT_TRUE(read.from.isFloat);
}

TEST(FailureTexts, NameIndicesAndKeys) {
  EXPECT_EQ(indexText(-1, 1), "index -1 is out of bounds of a list of 1 element");
  EXPECT_EQ(sliceText(1, 5, 3), "slice 1..5 is out of bounds of a list of 3 elements");
  EXPECT_EQ(sliceText(5, 3, 3), "slice 5.. is out of bounds of a list of 3 elements");
  EXPECT_EQ(missingKeyText("\"a\""), "key not found: \"a\"");
  std::string umlauts = "\"";
  for (int i = 0; i < 100; ++i) umlauts += "ä";
  EXPECT_EQ(missingKeyText(umlauts), "key not found: " + umlauts.substr(0, 99) + "..") << "whole characters";
}

TEST(FailureTrail, CountsCallsFromOnePlace) {
  FailureTrail trail;
  for (uint32_t site : {1, 2, 2, 2, 1}) trail.add({site, 1});
  std::vector<FailureCall> calls = trail.calls();
  ASSERT_EQ(calls.size(), 3u);
  EXPECT_EQ(calls[1].site, 2u);
  EXPECT_EQ(calls[1].times, 3u);
  EXPECT_EQ(calls[2].times, 1u);
}

TEST(FailureTrail, KeepsTheFirstAndTheLast) {
  FailureTrail trail;
  for (uint32_t site = 1; site <= 1000; ++site) trail.add({site, 1});
  std::vector<FailureCall> calls = trail.calls();
  ASSERT_EQ(calls.size(), FailureTrail::kFirst + 1 + FailureTrail::kLast);
  EXPECT_EQ(calls[FailureTrail::kFirst - 1].site, FailureTrail::kFirst);
  EXPECT_EQ(calls[FailureTrail::kFirst].site, 0u);
  EXPECT_EQ(calls[FailureTrail::kFirst + 1].site, 1001 - FailureTrail::kLast);
  EXPECT_EQ(calls.back().site, 1000u);
}

} // namespace flow::abi

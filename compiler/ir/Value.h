#pragma once
// Values of Fn IR outside of generated code: what the interpreter computes with and constants fold to. A
// value knows its representation, not its type:
//
//   none      every absent optional; a present one is just its value
//   __int128  all that is kept as an integer, in the range of its type (bool, dates, decimals too)
//   double    f64, and f32, which is then exactly an f32
//   string    str, bytes, Path
//   parts     the fields of records and tuples; the elements of lists; the entries of maps and sets, each of key and
//             value; the number of an enum's variant and its fields (of zero of a recursive enum none); the function
//             of a function value and what it captured; of a caught failure see Interpreter.h. Shared, never changed

#include "compiler/ir/Fn.h"

#include <memory>

namespace flow::ir {

struct Value;
using Values = std::vector<Value>;

struct Value {
  std::variant<std::monostate, __int128, double, std::string, std::shared_ptr<const Values>> data;

  static Value none() { return {}; }
  static Value integer(__int128 value) { return {value}; }
  static Value boolean(bool value) { return {static_cast<__int128>(value)}; }
  static Value number(double value) { return {value}; }
  static Value text(std::string value) { return {std::move(value)}; }
  static Value of(Values parts) { return {std::make_shared<const Values>(std::move(parts))}; }

  bool isNone() const { return data.index() == 0; }
  __int128 integer() const { return std::get<__int128>(data); }
  bool boolean() const { return integer() != 0; }
  double number() const { return std::get<double>(data); }
  const std::string &text() const { return std::get<std::string>(data); }
  const Values &parts() const { return *std::get<std::shared_ptr<const Values>>(data); }
};

/// Bit for bit: NaN is identical to NaN, and 0.0 is not to -0.0.
bool identical(const Value &a, const Value &b);

/// What is zero, empty, `none` of the type.
Value zeroOf(const Type *type);
/// A constant of the type.
Value valueOf(const Constant &constant, const Type *type);
/// The constant that gives the value, if one does: of optionals only `none`, of records and lists only
/// zero ones.
std::optional<Constant> constantOf(const Value &value, const Type *type);

/// For messages of tests: "5", "\"x\"", "[1, none]".
std::string debugText(const Value &value);

} // namespace flow::ir

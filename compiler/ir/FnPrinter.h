#pragma once
// The text of Fn IR, which FnParser reads back: print(parse(text)) == text.
//
//   site 1 = 0:12:20 Overflow                         file:begin:end, kind, perhaps a message
//   captures 0 = (i64, str)                           of plan 0
//   enum Shape { Circle(r: f64), Empty }              every enum that types name; of one that takes type arguments
//   enum Tree[i64] { Leaf(v: i64), Node(a: enum Tree[i64], b: enum Tree[i64]) }     each use of it
//   record Item#1 { name: str, parts: List[record Item#1] }     a record that holds others of its type
//   fn @twice(%0: i64) -> i64 {                       or `main @..`, or `stage @..`, see below
//     slot $0 x: i64
//   b0:
//     %1: i64 = const 2
//     %2: i64 = mul %0, %1 !1                         may fail at site 1; `guard %5` before it
//     branch %3, b1, b2(%2)
//   b2(%4: i64) handler b7:                           where failures in the block go to
//     %5: f64 = call @half %4
//     %9: fn(i64) -> i64 = function.make @twice_of %5
//     %6: str = builtin @StrLower %7                  a line of runtime/abi/Functions.def
//     %8: i64 = field #1 %9                           Instruction::index, also of load, store, variant.make, plan.run
//
// A stage is `stage @..(%0: i64 | %1: str) filters -> bool, f64`: columns, captures; whether the first result is the
// mask. One that accumulates is `.. filters unseen -> bool | f64, bool? accumulates sum.float #0 where #1, count`:
// nobody reads the mask; what stands behind the bar is accumulated and not written. Or `accumulates by group ..`.
//
// `list.get %0, %1 inside` needs no check: the index is known to be in range.
// What compiler/ownership adds: `fn @f(takes %0: str)`, `list.set %0, %1, %2 !1 sole cleanup %3, %4`, and `restores #0`
// before a cleanup: a slot.
//
// Types have their exact text (types/TypeText.h). A constant is an integer, float, text, true, false, or
// `zero`.

#include "compiler/ir/Fn.h"

namespace flow::ir {

std::string print(const Module &module);
/// With the module callees have names, else numbers (`call #2`).
std::string print(const Function &function, const Module *module = nullptr);

/// The declarations of all enums and recursive records that types of the module name.
std::string printDeclarations(const Module &module);

/// Its slots and blocks only.
std::string printBody(const Function &function, const Module *module = nullptr);

/// The pieces that the compact text of expressions shares: a constant, a callee, a site with what belongs
/// to it.
std::string constantText(const Constant &constant, const Type *type);
/// " #3", " @name" after the op's spelling, or nothing.
std::string designatorText(const Instruction &instruction, const Module *module);

} // namespace flow::ir

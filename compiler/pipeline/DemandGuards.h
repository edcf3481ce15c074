#pragma once
// Only demanded values fail: where the value of an instruction that may fail is read only behind a condition (an arm
// of a `select`, the right side of `and`, a guard), it gets that condition as its guard. Inside one expression lowering
// has said so already; what is found here is a computed column that another expression of the stage reads, as in
//
//   derive(share: .part div .whole) |> select(s: if .whole == 0 { 0 } else { .share })
//
// Works on blocks without slots. What is read by another block is demanded.

#include "compiler/ir/Fn.h"

namespace flow::pipeline {

void guardByDemand(ir::Function &function);

} // namespace flow::pipeline

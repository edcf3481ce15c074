#pragma once
// The text of a plan descriptor, for `flowc emit tasks` and tests. Columns are #n, their position in the
// batch that enters the step; captures are @n, their byte offset.
//
//   pipeline 0
//     csv "orders.csv" { id: i64, total: f64 } !1           the columns that are read; the site
//     stage plan0.stage0 (#0, #1) filters -> #0, f64 computed 0
//                                                           inputs; what leaves, passed on or computed
//     select #1, #0
//     probe inner join 0 on (#0) -> #1 | #0, #2 where plan0.stage1 (#0, #5)
//                                                           probe | build columns
//     take 10 skip 5
//     => aggregate table 0 by (#0) { sum(#1): f64 !1, count(): i64 where #2 }
//     => aggregate table 0 in stage plan0.stage0 (#0) filters accumulates sum.float #0 { sum(#0): f64 !1 }
//                                                           the values are numbered behind the columns that leave
//   table 0 { id: i64, total: f64 }
//   result table 0

#include "runtime/abi/Plan.h"

namespace flow::pipeline {

std::string dumpPipelines(const abi::PlanSpec &plan);

} // namespace flow::pipeline

#pragma once
// The text of Plan IR, which PlanParser reads back: print(parse(text)) == text. One line for each node,
// inputs first, the root last, so a node with several users is just named twice; below it its row, which the
// parser also computes itself.
//
//   plan (i64, Path) {                                    types of the captures
//     %0 = scan.csv $1 { a: i64, b: str?, c: f64 } [a, c] rows 1000 !4
//       -> { a: i64, c: f64 }
//     %1 = filter %0 lt(.a, $0)
//       -> { a: i64, c: f64 }
//     %2 = project %1 { .a, twice: mul(.a, 2) !1, d = .c }    passed on, computed, renamed
//       -> { a: i64, twice: i64, d: f64 }
//   }
//
//   scan.parquet "p" {row} [columns] where (a >= 5, b == "x")    scan.rows $0 [columns]
//   scan.csv "p" {row} partitions { year: i64 } [columns]        scan.table $0 [columns]
//   scan.csv.bad "p" {row} give [columns]                        scan.range 0, $1 as n
//   sort %0 by (.a desc, .b nulls_first) limit 10                take %0 10 skip 5
//   distinct %0 by (.a) last                                     take %0 $0 !2
//   union %0, %1                                                 take %0 all
//   join left %0, %1 on (.a = .b) where eq(left.x, right.y) only !2 { left.a, y = right.y } reduced
//   aggregate %0 by (.a) { n: count(), m: quantile(.x, 0.9) where .w, s: sum(.x) !3 }
//   write.csv %0 "out.csv" !1                                    write.parquet %0 "out" compression "zstd" !1
//
// Expressions have the text of ExprText.h.

#include "compiler/ir/Plan.h"

namespace flow::ir {

struct PlanTextOptions {
  bool rows = true; ///< whether each node's row is printed
};

/// One node without its number, inputs and row: equal texts do the same with equal inputs.
std::string printNode(const PlanNode &node, const PlanGraph &plan, const Module *module = nullptr);

std::string print(const PlanGraph &plan, const Module *module = nullptr, PlanTextOptions options = {});

} // namespace flow::ir

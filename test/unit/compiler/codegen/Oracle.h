#pragma once
// Runs a stage by the interpreter and by its kernels and compares everything that a kernel promises.

#include "test/unit/compiler/codegen/ColumnValues.h"

namespace flow::codegen {

/// By row, the arguments of the stage's columns. Adds a test failure for each difference (a few, then it
/// gives up):
///  - rows that do not fail come out of the fast kernel as the interpreter has them (or of the exact one,
///  when it is
///    suspicious);
///  - a row that fails makes the fast kernel suspicious, and the exact one names the site.
void compareWithInterpreter(StageHarness &harness, const std::vector<ir::Values> &rows);

} // namespace flow::codegen

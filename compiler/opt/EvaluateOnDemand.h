#pragma once
// Gives plans the meaning that the language promises: only demanded values fail.
//
//  - A column that nobody reads is neither read from its file, nor computed, nor aggregated (see
//  PruneColumns.h).
//  - `derive` and `select` name expressions; a computed column is evaluated where it is first read. Filters and takes
//    that follow and do not read it come before it: the rows that they drop are not demanded. Sorts read their keys,
//    joins their keys, their conditions and their right sides; other columns are carried on and computed later. Filters
//    go into the inputs of unions for that. All other verbs read the columns that they carry on.
//
// So it is required, and with all other passes switched off a program gives the same results and the same
// failures.

#include "compiler/opt/Program.h"

namespace flow::opt {

void evaluateOnDemand(Program program);

} // namespace flow::opt

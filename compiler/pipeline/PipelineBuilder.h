#pragma once
// Cuts an optimized plan into pipelines and fuses what lies between two C++ operators into stage functions.
//
//  - A pipeline ends at an aggregate, sort, distinct or write, the right side of a join, an input of a union,
//    and a node with several users (unless reading it again costs nothing). The left side of a join and
//    `take` stream on.
//  - Pipelines stand in the order in which they run.
//  - Tables, join tables and batches hold only the columns that someone demands.

#include "compiler/ir/Plan.h"
#include "runtime/abi/Plan.h"

namespace flow::pipeline {

/// The descriptor of the plan, without its sites: those are the module's (PlanSpec::sites = module.sites once
/// the module is complete). Appends the stage functions, named `plan<N>.stage<K>`, to the module, whose
/// functions must know whether they may fail.
abi::PlanSpec buildPipelines(const ir::PlanGraph &graph, uint32_t planNumber, ir::Module &module);

} // namespace flow::pipeline

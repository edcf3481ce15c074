#pragma once
// Stage kernels of tests, as codegen would make them: a fast one that goes over the whole batch, an exact one
// that goes row by row.

#include "runtime/abi/Kernel.h"
#include "test/unit/runtime/frame/exec/PlanTest.h"

namespace flow::frame::test {

/// The first captured number.
inline int64_t parameter(const abi::StageCall *call) { return *static_cast<const int64_t *>(call->captures); }

/// Keeps the rows of input 0 (i64) that are at least the parameter; null is not.
uint32_t keepAtLeast(abi::StageCall *call);
/// Computes input 0 (i64, optional) * 2 as i64, optional.
uint32_t doubled(abi::StageCall *call);
/// Computes "number " and input 0 (i64) as text of more than 12 bytes.
uint32_t labelled(abi::StageCall *call);
/// Passes all rows, and fails at site 1 where input 0 (i64) is the parameter: fast and exact.
uint32_t suspectParameter(abi::StageCall *call);
uint32_t refuseParameter(abi::StageCall *call);
/// The same at site 2 for the second captured number.
uint32_t suspectSecond(abi::StageCall *call);
uint32_t refuseSecond(abi::StageCall *call);
/// Of two inputs (i64, i64 optional): keeps pairs with the first less than the second.
uint32_t keepLess(abi::StageCall *call);
/// As keepLess; fails at site 1 where the second is the parameter.
uint32_t suspectPair(abi::StageCall *call);
uint32_t refusePair(abi::StageCall *call);

} // namespace flow::frame::test

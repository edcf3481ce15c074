#pragma once
// Which row groups a filter can need, by the ranges of their values.

#include "runtime/abi/Plan.h"
#include "runtime/frame/io/ArrowApi.h"

namespace flow::frame {

/// Whether some value of the range can fulfil the comparison. True when that is not known.
bool mayFulfil(const ParquetRange &range, const abi::ColumnBound &bound);

} // namespace flow::frame

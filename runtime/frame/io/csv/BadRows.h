#pragma once
// The source of the rows that `bad_rows: skip` leaves out: what is wrong with them, and where.

#include "runtime/abi/Plan.h"
#include "runtime/frame/Operator.h"

namespace flow::frame {

/// As openCsvSource; the rows are those of abi::badRowSpec().
Result<std::unique_ptr<Source>> openBadCsvSource(const abi::BadCsvSource &spec, const QueryContext &context);

} // namespace flow::frame

#pragma once
// Files whose folders give columns: their own rows, with those columns behind them. Files for which a bound of such a
// column is not true are not opened.

#include "runtime/abi/Plan.h"
#include "runtime/frame/Operator.h"

namespace flow::frame {

/// Opens one file, or a pattern of files without partitions.
template <typename Spec>
using FileOpener = Result<std::unique_ptr<Source>> (*)(const Spec &spec, const QueryContext &context);

/// For a spec with partitions: abi::CsvSource or abi::ParquetSource.
template <typename Spec>
Result<std::unique_ptr<Source>> openPartitioned(const Spec &spec, const QueryContext &context, FileOpener<Spec> open);

} // namespace flow::frame

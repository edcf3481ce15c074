#pragma once
// The sink that keeps all rows in source order.

#include "runtime/frame/operators/collect/SegmentTables.h"

namespace flow::frame {

class Collect : public Sink {
public:
  Collect(RowSpec row, const QueryContext &query) : row_(std::move(row)), query_(query) {}

  std::unique_ptr<SinkLocal> makeLocal() override;
  Status finish() override;
  /// After finish().
  std::vector<Chunk> takeChunks() { return std::move(chunks_); }

private:
  RowSpec row_;
  QueryContext query_;
  SegmentTables segments_;
  std::vector<Chunk> chunks_;
};

} // namespace flow::frame

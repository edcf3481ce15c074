#include "runtime/frame/operators/collect/Collect.h"

namespace flow::frame {

std::unique_ptr<SinkLocal> Collect::makeLocal() {
  return std::make_unique<SegmentTablesLocal>(segments_, row_, *query_.memory);
}

Status Collect::finish() {
  Result<std::vector<Chunk>> chunks = segments_.takeChunks(row_, *query_.memory);
  if (!chunks.ok()) return chunks.takeFailure();
  chunks_ = std::move(*chunks);
  return {};
}

} // namespace flow::frame

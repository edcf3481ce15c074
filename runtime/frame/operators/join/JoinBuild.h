#pragma once
// The sink that makes a JoinTable. Rows whose keys match nothing are left out.

#include "runtime/frame/operators/collect/SegmentTables.h"
#include "runtime/frame/operators/join/JoinTable.h"

namespace flow::frame {

class JoinBuild : public Sink {
public:
  /// `row` is that of the batches and of the table.
  JoinBuild(const abi::JoinBuildSink &spec, RowSpec row, const QueryContext &query);

  std::unique_ptr<SinkLocal> makeLocal() override;
  Status finish() override;
  /// After finish().
  std::unique_ptr<JoinTable> takeTable() { return std::move(table_); }

private:
  friend class JoinBuildLocal;
  void add(uint32_t segment, std::vector<Chunk> chunks, KeyRun keys);

  std::vector<uint32_t> keyColumns_;
  RowSpec row_;
  QueryContext query_;
  KeyLayout keys_;
  SegmentTables segments_;
  std::mutex mutex_;
  std::vector<std::optional<KeyRun>> runs_; // by segment
  std::unique_ptr<JoinTable> table_;
};

} // namespace flow::frame

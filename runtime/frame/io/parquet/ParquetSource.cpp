#include "runtime/frame/io/parquet/ParquetSource.h"

#include "runtime/frame/io/PathOperand.h"
#include "runtime/frame/io/RowDifference.h"
#include "runtime/frame/io/parquet/ParquetBounds.h"
#include "runtime/frame/io/parquet/ParquetSegment.h"

#include <algorithm>

namespace flow::frame {

namespace {

/// Of a row group that is skipped.
class NoRows final : public SegmentReader {
public:
  Status next(Batch &batch, uint32_t) override {
    batch = {};
    return {};
  }
};

class ParquetFiles final : public Source {
public:
  ParquetFiles(const abi::ParquetSource &spec, const QueryContext &context)
      : spec_(spec), context_(context) {}

  Status prepare() {
    Result<std::vector<std::string>> files = expandPath(pathOf(spec_.path, context_.captures));
    if (!files.ok()) return files.takeFailure();
    for (const std::string &file : *files) {
      Result<std::shared_ptr<const ParquetInput>> input = ParquetInput::open(file, *context_.memory);
      if (!input.ok()) return input.takeFailure();
      FLOW_TRY(checkRow(**input));
      auto groups = static_cast<uint32_t>((*input)->facts().groupRows.size());
      for (uint32_t group = 0; group < groups; ++group)
        groups_.push_back({static_cast<uint32_t>(inputs_.size()), group});
      inputs_.push_back(std::move(*input));
    }
    return {};
  }

  uint32_t segmentCount() const override { return static_cast<uint32_t>(groups_.size()); }

  Result<std::unique_ptr<SegmentReader>> open(uint32_t segment) override {
    const std::shared_ptr<const ParquetInput> &input = inputs_[groups_[segment].file];
    uint32_t group = groups_[segment].group;
    for (const abi::ParquetSource::Bound &bound : spec_.bounds) {
      ParquetRange range;
      input->api().range(input->file(), group, bound.column, &range);
      if (!mayFulfil(range, bound)) return std::unique_ptr<SegmentReader>(std::make_unique<NoRows>());
    }
    ParquetPlace place{input, group, spec_.columns, {}, segment, spec_.site};
    for (uint32_t column : spec_.columns) place.types.push_back(spec_.row[column].type);
    return openParquetSegment(std::move(place), context_);
  }

private:
  struct Group {
    uint32_t file, group;
  };

  Status checkRow(const ParquetInput &input) const {
    RowSpec expected = spec_.row;
    for (uint32_t column = 0; column < expected.size(); ++column) // nulls that nobody reads do not matter
      if (!std::binary_search(spec_.columns.begin(), spec_.columns.end(), column))
        expected[column].type.nullable = true;
    std::vector<std::string> differences = rowDifferences(expected, input.facts().row);
    if (differences.empty()) return {};
    Failure failure;
    failure.kind = FailureKind::SchemaDrift;
    failure.message =
        "the columns of `" + input.path() + "` are not those that the program was compiled with";
    failure.notes = std::move(differences);
    failure.helps = {"compile again with this file"};
    return failure;
  }

  const abi::ParquetSource &spec_;
  QueryContext context_;
  std::vector<std::shared_ptr<const ParquetInput>> inputs_;
  std::vector<Group> groups_; // by segment
};

} // namespace

Result<std::unique_ptr<Source>> openParquetSource(const abi::ParquetSource &spec,
                                                  const QueryContext &context) {
  auto files = std::make_unique<ParquetFiles>(spec, context);
  if (Status status = files->prepare(); !status.ok()) {
    Failure failure = status.take();
    failure.site = spec.site;
    return failure;
  }
  return std::unique_ptr<Source>(std::move(files));
}

} // namespace flow::frame

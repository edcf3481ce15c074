#include "runtime/frame/io/parquet/ParquetSource.h"

#include "runtime/frame/io/FilesOfPath.h"
#include "runtime/frame/io/PathOperand.h"
#include "runtime/frame/io/RowDifference.h"
#include "runtime/frame/io/parquet/ParquetBounds.h"
#include "runtime/frame/io/parquet/ParquetSegment.h"

#include <algorithm>
#include <numeric>

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
    Result<std::vector<std::string>> paths = expandPath(pathOf(spec_.path, context_.captures));
    if (!paths.ok()) return paths.takeFailure();
    for (const std::string &path : *paths) {
      Result<std::shared_ptr<const ParquetInput>> input = ParquetInput::open(path, *context_.memory);
      if (!input.ok()) return input.takeFailure();
      File file{std::move(*input), {}};
      FLOW_TRY(findColumns(file));
      auto groups = static_cast<uint32_t>(file.input->facts().groupRows.size());
      for (uint32_t group = 0; group < groups; ++group)
        groups_.push_back({static_cast<uint32_t>(files_.size()), group});
      files_.push_back(std::move(file));
    }
    return {};
  }

  uint32_t segmentCount() const override { return static_cast<uint32_t>(groups_.size()); }

  Result<std::unique_ptr<SegmentReader>> open(uint32_t segment) override {
    const File &file = files_[groups_[segment].file];
    const ParquetInput &input = *file.input;
    uint32_t group = groups_[segment].group;
    for (const abi::ColumnBound &bound : spec_.bounds) {
      ParquetRange range;
      input.api().range(input.file(), group, file.places[bound.column], &range);
      if (!mayFulfil(range, bound)) return std::unique_ptr<SegmentReader>(std::make_unique<NoRows>());
    }
    ParquetPlace place{file.input, group, {}, {}, segment, spec_.site};
    for (uint32_t column : spec_.columns) {
      place.columns.push_back(file.places[column]);
      place.types.push_back(spec_.row[column].type);
    }
    return openParquetSegment(std::move(place), context_);
  }

private:
  struct File {
    std::shared_ptr<const ParquetInput> input;
    std::vector<uint32_t> places; ///< by column of the row: its number in the file
  };
  struct Group {
    uint32_t file, group;
  };

  bool isRead(uint32_t column) const {
    return std::binary_search(spec_.columns.begin(), spec_.columns.end(), column);
  }

  Status findColumns(File &file) const {
    if (spec_.stated) return findByName(file);
    FLOW_TRY(checkRow(*file.input));
    file.places.resize(spec_.row.size());
    std::iota(file.places.begin(), file.places.end(), 0u);
    return {};
  }

  /// A stated row takes its columns by name; a null where it has none is a failure of its row.
  Status findByName(File &file) const {
    const RowSpec &row = file.input->facts().row;
    for (uint32_t column = 0; column < spec_.row.size(); ++column) {
      const ColumnSpec &stated = spec_.row[column];
      auto found = std::ranges::find(row, stated.name, &ColumnSpec::name);
      bool isThere = found != row.end();
      ColumnType type = isThere ? found->type : stated.type;
      type.nullable = stated.type.nullable;
      file.places.push_back(isThere ? static_cast<uint32_t>(found - row.begin()) : 0);
      if (!isRead(column) || (isThere && type == stated.type)) continue;
      Failure failure;
      failure.kind = FailureKind::SchemaDrift;
      failure.message = "`" + file.input->path() + "` has " +
                        (isThere ? "another type for the column `" : "no column `") + stated.name + "`";
      if (isThere)
        failure.notes = {"stated is " + abi::typeText(stated.type) + ", the file has " + abi::typeText(found->type)};
      return failure;
    }
    return {};
  }

  Status checkRow(const ParquetInput &input) const {
    RowSpec expected = spec_.row;
    for (uint32_t column = 0; column < expected.size(); ++column) // nulls that nobody reads do not matter
      if (!isRead(column)) expected[column].type.nullable = true;
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
  std::vector<File> files_;
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

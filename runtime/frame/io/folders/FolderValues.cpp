#include "runtime/frame/io/folders/FolderValues.h"

#include "runtime/frame/io/FilesOfPath.h"
#include "runtime/frame/io/csv/CsvMisfit.h"
#include "runtime/frame/io/csv/CsvRowStream.h"

#include <algorithm>

namespace flow::frame {

namespace {

constexpr size_t kReadableBehind = 64; // bytes that the reader of a field may look at behind it

/// A text as a file of one field, so that the reader of CSV columns takes it.
CsvRows oneField(const std::string &text, std::array<uint32_t, 2> &cells) {
  cells = {UINT32_MAX, static_cast<uint32_t>(text.size() - kReadableBehind)};
  return {text.data(), cells.data(), 1, 1, false};
}

Failure drift(const std::string &file, const std::string &problem) {
  return Status::fail(FailureKind::SchemaDrift, "`" + file + "`: " + problem).take();
}

/// kBatchRows copies of the first value.
Status repeat(const ColumnView &value, Column &column, MemoryPool &pool) {
  const size_t width = abi::bytesOf(value.type.kind);
  Result<std::shared_ptr<Buffer>> data = Buffer::allocate(pool, abi::kBatchRows * width);
  if (!data.ok()) return data.takeFailure();
  column.type = value.type;
  column.rows = abi::kBatchRows;
  column.data = std::move(*data);
  for (size_t row = 0; row < abi::kBatchRows; ++row)
    std::memcpy(column.data->data() + row * width, value.data, width);
  if (value.isValid(0)) return {};
  Result<std::shared_ptr<Buffer>> valid = Buffer::allocate(pool, abi::kBatchRows);
  if (!valid.ok()) return valid.takeFailure();
  std::memset((*valid)->data(), 0, abi::kBatchRows);
  column.valid = std::move(*valid);
  return {};
}

} // namespace

Result<FolderValues> FolderValues::read(const RowSpec &columns, const std::string &path, const std::string &file,
                                        MemoryPool &pool) {
  FolderValues values;
  StringHeap heap(pool);
  const FieldRules rules{'\0', NullWords(std::nullopt)};
  const std::vector<PathPart> parts = openParts(path, file);
  for (const ColumnSpec &column : columns) {
    auto part = std::ranges::find(parts, column.name, &PathPart::name);
    if (part == parts.end()) return drift(file, "no folder says what `" + column.name + "` is");
    std::string text = (part->isNull ? "" : part->value) + std::string(kReadableBehind, '\0');
    std::array<uint32_t, 2> cells;
    CsvColumn reader(column.type, 0, 1);
    FLOW_TRY(reader.allocate(pool, 1));
    std::optional<Misfit> misfit = reader.read(oneField(text, cells), rules, heap, 0, {});
    if (misfit && misfit->reason == Misfit::Reason::Memory) return heap.denied();
    if (misfit) {
      bool isEmpty = misfit->reason == Misfit::Reason::Missing && part->value.empty();
      return drift(file, "the folder of `" + column.name + "`: " + (isEmpty ? "" : shownText(part->value) + " ") +
                             misfitText(*misfit, part->isNull ? "" : part->value, column.type));
    }
    FLOW_TRY(repeat(reader.view(), values.columns_.emplace_back(), pool));
    values.isNull_.push_back(!reader.view().isValid(0));
  }
  values.heaps_ = heap.blocks();
  return values;
}

template <typename T> static bool fulfils(abi::ColumnBound::Op op, const T &value, const T &bound) {
  switch (op) {
  case abi::ColumnBound::Op::Less: return value < bound;
  case abi::ColumnBound::Op::LessEqual: return value <= bound;
  case abi::ColumnBound::Op::Greater: return value > bound;
  case abi::ColumnBound::Op::GreaterEqual: return value >= bound;
  case abi::ColumnBound::Op::Equal: return value == bound;
  }
  return true;
}

bool FolderValues::mayFulfil(const abi::ColumnBound &bound, uint32_t column) const {
  if (isNull_[column]) return false; // a comparison with null is not true
  const ColumnView value = columns_[column].view();
  if (const auto *text = std::get_if<std::string>(&bound.value))
    return !abi::isStringLike(value.type.kind) ||
           fulfils<std::string_view>(bound.op, value.as<StringView>()->view(), *text);
  const auto *number = std::get_if<int64_t>(&bound.value);
  switch (value.type.kind) {
  case ColumnKind::I64:
  case ColumnKind::Timestamp: return !number || fulfils(bound.op, *value.as<int64_t>(), *number);
  case ColumnKind::I32:
  case ColumnKind::Date: return !number || fulfils<int64_t>(bound.op, *value.as<int32_t>(), *number);
  case ColumnKind::F64: {
    const auto *real = std::get_if<double>(&bound.value);
    return !real || fulfils(bound.op, *value.as<double>(), *real);
  }
  default: return true; // rarer types are filtered row by row
  }
}

ColumnView FolderValues::view(uint32_t column) const { return columns_[column].view(); }

} // namespace flow::frame

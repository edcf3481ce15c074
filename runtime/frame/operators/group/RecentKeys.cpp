#include "runtime/frame/operators/group/RecentKeys.h"

#include "runtime/frame/operators/KindDispatch.h"

namespace flow::frame {

namespace {

constexpr uint32_t kHalfBytes = 4; // of a text whose length and bytes are in the first half of its view

/// One half, or both, of the views of texts; the length of the longest.
uint32_t readTexts(const ColumnView &column, uint32_t rows, uint64_t *first, uint64_t *second) {
  const auto *words = column.as<uint64_t>();
  uint32_t longest = 0;
  for (uint32_t row = 0; row < rows; ++row) {
    first[row] = words[2 * row];
    longest = std::max(longest, static_cast<uint32_t>(words[2 * row]));
  }
  if (second) {
    for (uint32_t row = 0; row < rows; ++row) second[row] = words[2 * row + 1];
  }
  return longest;
}

bool readHalf(const ColumnView &column, uint32_t rows, uint64_t *half) {
  if (abi::isStringLike(column.type.kind)) return readTexts(column, rows, half, nullptr) <= kHalfBytes;
  dispatchWidth(abi::bytesOf(column.type.kind), [&](auto zero) {
    using T = decltype(zero);
    if constexpr (sizeof(T) <= sizeof(uint64_t)) {
      for (uint32_t row = 0; row < rows; ++row) half[row] = column.as<T>()[row];
    }
  });
  return true;
}

} // namespace

bool RecentKeys::canServe(const KeyLayout &layout) {
  const auto &parts = layout.parts();
  auto isText = [](const KeyLayout::Part &part) { return abi::isStringLike(part.kind); };
  auto isHalf = [&](const KeyLayout::Part &part) {
    return isText(part) || abi::bytesOf(part.kind) <= sizeof(uint64_t);
  };
  return parts.size() == 1 ? isText(parts[0]) : parts.size() == 2 && isHalf(parts[0]) && isHalf(parts[1]);
}

Result<bool> RecentKeys::read(std::span<const ColumnView> columns, uint32_t rows) {
  rows_ = rows;
  for (const ColumnView &column : columns)
    if (column.valid) return false;
  if (entries_.empty()) {
    FLOW_TRY(entries_.resize(size_t(1) << kBits));
    entries_.fill({});
  }
  if (columns.size() == 1)
    return readTexts(columns[0], rows, first_.data(), second_.data()) <= StringView::kInlineBytes;
  return readHalf(columns[0], rows, first_.data()) && readHalf(columns[1], rows, second_.data());
}

std::span<const uint32_t> RecentKeys::find(uint32_t *numbers) {
  uint32_t missing = 0;
  const Entry *entries = entries_.data();
  for (uint32_t row = 0; row < rows_; ++row) {
    const Entry &entry = entries[slotOf(first_[row], second_[row])];
    numbers[row] = entry.number - 1;
    missing_[missing] = row;
    missing += entry.words[0] != first_[row] || entry.words[1] != second_[row] || entry.number == 0;
  }
  return {missing_.data(), missing};
}

void RecentKeys::remember(std::span<const uint32_t> rows, const uint32_t *numbers) {
  for (uint32_t row : rows)
    entries_[slotOf(first_[row], second_[row])] = {{first_[row], second_[row]}, numbers[row] + 1};
}

} // namespace flow::frame

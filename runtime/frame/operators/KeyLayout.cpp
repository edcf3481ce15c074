#include "runtime/frame/operators/KeyLayout.h"

#include "runtime/frame/operators/KindDispatch.h"

#include <limits>
#include <numeric>
#include <tuple>

namespace flow::frame {

namespace {

/// The value that stands for all values equal to it.
template <typename T> T normalized(T value) {
  if constexpr (std::is_floating_point_v<T>) {
    if (value != value) return std::numeric_limits<T>::quiet_NaN();
    return value + T(0); // -0.0 + 0.0 is 0.0
  } else {
    return value;
  }
}

template <typename T>
void packPart(const ColumnView &column, const KeyLayout::Part &part, uint32_t rows, char *out,
              size_t stride) {
  const T *values = column.as<T>();
  char *to = out + part.offset;
  if (!column.valid) {
    for (uint32_t row = 0; row < rows; ++row, to += stride) {
      T value = normalized(values[row]);
      std::memcpy(to, &value, sizeof(T));
    }
    return;
  }
  for (uint32_t row = 0; row < rows; ++row, to += stride) {
    T value = column.valid[row] ? normalized(values[row]) : T();
    std::memcpy(to, &value, sizeof(T));
  }
}

void packValidity(const ColumnView &column, const KeyLayout::Part &part, uint32_t rows, char *out,
                  size_t stride) {
  char *to = out + part.validOffset;
  for (uint32_t row = 0; row < rows; ++row, to += stride) *to = column.isValid(row) ? 1 : 0;
}

} // namespace

KeyLayout::KeyLayout(std::span<const ColumnType> types) {
  // Texts first, then by size: so that texts stand at the beginning of words and nothing needs padding
  // between.
  std::vector<uint32_t> order(types.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    auto rank = [&](uint32_t index) {
      return std::tuple(!abi::isStringLike(types[index].kind), ~abi::bytesOf(types[index].kind), index);
    };
    return rank(a) < rank(b);
  });
  parts_.resize(types.size());
  uint32_t bytes = 0;
  for (uint32_t index : order) {
    parts_[index] = {types[index].kind, bytes, kAlwaysValid};
    if (abi::isStringLike(types[index].kind)) textWords_.push_back(bytes / 8);
    bytes += static_cast<uint32_t>(abi::bytesOf(types[index].kind));
  }
  for (size_t index = 0; index < types.size(); ++index) {
    if (types[index].nullable) parts_[index].validOffset = bytes++;
  }
  words_ = std::max(1u, (bytes + 7) / 8);
  hasPadding_ = bytes < words_ * 8;
  if (!textWords_.empty())
    shape_ = words_ == 2 ? Shape::Text : Shape::Mixed;
  else
    shape_ = words_ == 1 ? Shape::Word : Shape::Words;
}

void KeyLayout::pack(std::span<const ColumnView> columns, uint32_t rows, uint64_t *out) const {
  FLOW_CHECK_EQ(columns.size(), parts_.size(), "key columns");
  size_t stride = size_t(words_) * 8;
  char *to = reinterpret_cast<char *>(out);
  if (hasPadding_) {
    for (uint32_t row = 0; row < rows; ++row) out[size_t(row + 1) * words_ - 1] = 0;
  }
  for (size_t index = 0; index < parts_.size(); ++index) {
    const Part &part = parts_[index];
    FLOW_CHECK_EQ(columns[index].type.kind, part.kind, "kind of key ", index);
    dispatchKind(part.kind, [&](auto tag) {
      packPart<typename decltype(tag)::Type>(columns[index], part, rows, to, stride);
    });
    if (part.validOffset != kAlwaysValid) packValidity(columns[index], part, rows, to, stride);
  }
}

void KeyLayout::hash(const uint64_t *packed, uint32_t rows, uint64_t *out) const {
  dispatchShape(shape_, [&](auto shape) {
    for (uint32_t row = 0; row < rows; ++row)
      out[row] = hashPacked<shape()>(*this, packed + size_t(row) * words_);
  });
}

bool KeyLayout::equal(const uint64_t *a, const uint64_t *b) const {
  return dispatchShape(shape_, [&](auto shape) { return equalPacked<shape()>(*this, a, b); });
}

void KeyLayout::unpack(size_t index, std::span<const uint64_t *const> rows, void *data,
                       uint8_t *valid) const {
  const Part &part = parts_[index];
  dispatchKind(part.kind, [&](auto tag) {
    using T = typename decltype(tag)::Type;
    T *out = static_cast<T *>(data);
    for (size_t row = 0; row < rows.size(); ++row) {
      std::memcpy(static_cast<void *>(out + row), reinterpret_cast<const char *>(rows[row]) + part.offset,
                  sizeof(T));
    }
  });
  if (part.validOffset == kAlwaysValid) return;
  for (size_t row = 0; row < rows.size(); ++row) {
    valid[row] = static_cast<uint8_t>(reinterpret_cast<const char *>(rows[row])[part.validOffset]);
  }
}

bool KeyLayout::ownTexts(uint64_t *packed, StringHeap &heap) const {
  for (uint32_t word : textWords_) {
    StringView text;
    std::memcpy(static_cast<void *>(&text), packed + word, sizeof text);
    if (text.isInline()) continue;
    if (!heap.store(text.view(), text)) return false;
    std::memcpy(packed + word, &text, sizeof text);
  }
  return true;
}

} // namespace flow::frame

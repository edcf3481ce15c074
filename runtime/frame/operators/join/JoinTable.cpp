#include "runtime/frame/operators/join/JoinTable.h"

#include "runtime/frame/operators/KindDispatch.h"

namespace flow::frame {

KeyLayout joinKeyLayout(std::span<const ColumnType> types) {
  std::vector<ColumnType> plain(types.begin(), types.end());
  for (ColumnType &type : plain) type.nullable = false;
  return KeyLayout(plain);
}

namespace {

template <typename T> bool hasNan(const T *values, uint32_t rows) {
  bool found = false;
  for (uint32_t row = 0; row < rows; ++row) found |= values[row] != values[row];
  return found;
}

bool hasNan(const ColumnView &key, uint32_t rows) {
  if (key.type.kind == ColumnKind::F64) return hasNan(key.as<double>(), rows);
  if (key.type.kind == ColumnKind::F32) return hasNan(key.as<float>(), rows);
  return false;
}

} // namespace

bool findMatchable(std::span<const ColumnView> keys, uint32_t rows, uint8_t *mask) {
  bool isNeeded = false;
  for (const ColumnView &key : keys) isNeeded |= key.valid != nullptr || hasNan(key, rows);
  if (!isNeeded) return false;
  std::memset(mask, 1, rows);
  for (const ColumnView &key : keys) {
    if (key.valid) {
      for (uint32_t row = 0; row < rows; ++row) mask[row] &= key.valid[row];
    }
    dispatchKind(key.type.kind, [&](auto tag) {
      if constexpr (tag.kIsFloat) {
        const auto *values = key.as<typename decltype(tag)::Type>();
        for (uint32_t row = 0; row < rows; ++row) mask[row] &= values[row] == values[row];
      }
    });
  }
  return true;
}

} // namespace flow::frame

#include "runtime/frame/operators/group/SegmentKeys.h"

#include "runtime/frame/operators/KindDispatch.h"

#include <limits>

namespace flow::frame {

namespace {

constexpr uint32_t kMissing = UINT32_MAX;

/// The least and the greatest value that is not null; low > high when there is none.
template <typename T> struct Range {
  T low = std::numeric_limits<T>::max();
  T high = std::numeric_limits<T>::min();
};
template <typename T> Range<T> rangeOf(const T *values, const uint8_t *valid, uint32_t rows) {
  Range<T> range;
  for (uint32_t row = 0; row < rows; ++row) {
    if (valid && !valid[row]) continue;
    range.low = std::min(range.low, values[row]);
    range.high = std::max(range.high, values[row]);
  }
  return range;
}

bool isIntegerLike(ColumnKind kind) {
  return dispatchKind(kind, [](auto tag) {
    return tag.kIsInteger && sizeof(typename decltype(tag)::Type) <= 8 && tag.kKind != ColumnKind::U64;
  });
}

} // namespace

SegmentKeys::SegmentKeys(const KeyLayout &layout, MemoryPool &pool)
    : layout_(&layout), table_(layout, pool), packed_(pool), hashes_(pool),
      canBeDirect_(layout.parts().size() == 1 && isIntegerLike(layout.parts()[0].kind)),
      isDirect_(canBeDirect_), window_(pool), directKeys_(pool) {
  if (RecentKeys::canServe(layout)) recent_ = std::make_unique<RecentKeys>(pool);
}

Status SegmentKeys::number(std::span<const ColumnView> columns, uint32_t rows, uint32_t *numbers) {
  if (rows == 0) return {};
  if (isDirect_) FLOW_TRY(numberDirectly(columns, rows, numbers));
  if (isDirect_) return {};
  return recent_ && misses_ < kMostMisses ? numberRecent(columns, rows, numbers)
                                          : numberByTable(columns, rows, numbers);
}

Status SegmentKeys::numberRecent(std::span<const ColumnView> columns, uint32_t rows, uint32_t *numbers) {
  Result<bool> isRead = recent_->read(columns, rows);
  if (!isRead.ok()) return isRead.takeFailure();
  if (!*isRead) return numberByTable(columns, rows, numbers);
  std::span<const uint32_t> missing = recent_->find(numbers);
  if (missing.empty()) return {};
  ++misses_;
  FLOW_TRY(numberByTable(columns, rows, numbers));
  recent_->remember(missing, numbers);
  return {};
}

Status SegmentKeys::numberByTable(std::span<const ColumnView> columns, uint32_t rows, uint32_t *numbers) {
  FLOW_TRY(packed_.resize(size_t(rows) * layout_->words()));
  FLOW_TRY(hashes_.resize(rows));
  layout_->pack(columns, rows, packed_.data());
  layout_->hash(packed_.data(), rows, hashes_.data());
  return table_.findOrAdd(packed_.data(), hashes_.data(), rows, numbers);
}

/// Numbers the rows whose keys have come before; returns how many have not.
template <typename T>
uint32_t SegmentKeys::lookUp(const T *values, const uint8_t *valid, uint32_t rows, uint32_t *numbers) const {
  const uint32_t *window = window_.data();
  uint32_t missing = 0;
  for (uint32_t row = 0; row < rows; ++row) {
    if (valid && !valid[row])
      numbers[row] = nullNumber_ - 1;
    else
      numbers[row] = window[static_cast<uint64_t>(values[row]) - static_cast<uint64_t>(windowLow_)] - 1;
    missing += numbers[row] == kMissing;
  }
  return missing;
}

/// Leaves the direct way, with nothing numbered, when the values of the batch are too far apart.
Status SegmentKeys::numberDirectly(std::span<const ColumnView> columns, uint32_t rows, uint32_t *numbers) {
  const ColumnView &column = columns[0];
  uint32_t missing = 0;
  Status status = dispatchKind(column.type.kind, [&](auto tag) -> Status {
    using T = typename decltype(tag)::Type;
    if constexpr (tag.kIsInteger && sizeof(T) <= 8) {
      Range<T> range = rangeOf(column.as<T>(), column.valid, rows);
      if (range.low <= range.high) {
        FLOW_TRY(widenWindow(static_cast<int64_t>(range.low), static_cast<int64_t>(range.high)));
      }
      if (isDirect_) missing = lookUp(column.as<T>(), column.valid, rows, numbers);
    }
    return {};
  });
  if (!status.ok() || !isDirect_ || missing == 0) return status;
  return addMissing(columns, rows, numbers);
}

Status SegmentKeys::addMissing(std::span<const ColumnView> columns, uint32_t rows, uint32_t *numbers) {
  const uint32_t words = layout_->words();
  FLOW_TRY(packed_.resize(size_t(rows) * words));
  FLOW_TRY(directKeys_.reserve(directKeys_.size() + size_t(rows) * words));
  layout_->pack(columns, rows, packed_.data());
  uint32_t size = directSize();
  for (uint32_t row = 0; row < rows; ++row) {
    if (numbers[row] != kMissing) continue;
    const uint64_t *key = packed_.data() + size_t(row) * words;
    uint32_t &number =
        columns[0].isValid(row) ? window_[static_cast<uint64_t>(valueOf(key) - windowLow_)] : nullNumber_;
    if (number == 0) {
      number = ++size;
      for (uint32_t word = 0; word < words; ++word) directKeys_.appendReserved(key[word]);
    }
    numbers[row] = number - 1;
  }
  return {};
}

int64_t SegmentKeys::valueOf(const uint64_t *key) const {
  const KeyLayout::Part &part = layout_->parts()[0];
  return dispatchKind(part.kind, [&](auto tag) -> int64_t {
    using T = typename decltype(tag)::Type;
    if constexpr (tag.kIsInteger && sizeof(T) <= 8) {
      T value;
      std::memcpy(&value, reinterpret_cast<const char *>(key) + part.offset, sizeof(T));
      return static_cast<int64_t>(value);
    } else {
      FLOW_UNREACHABLE("direct lookup of ", part.kind);
    }
  });
}

/// Makes the window hold the values from `low` to `high`, with room to grow, or leaves the direct way.
Status SegmentKeys::widenWindow(int64_t low, int64_t high) {
  const auto size = static_cast<int64_t>(window_.size());
  if (size > 0) {
    int64_t windowHigh = windowLow_ + (size - 1);
    if (low >= windowLow_ && high <= windowHigh) return {};
    low = std::min(low, windowLow_);
    high = std::max(high, windowHigh);
  }
  const uint64_t range = static_cast<uint64_t>(high) - static_cast<uint64_t>(low);
  if (range >= windowMax_) return leaveDirect();
  // Some room on both sides, unless that would leave the numbers that there are.
  const auto slack = static_cast<int64_t>(std::min(range / 4 + 64, (windowMax_ - range) / 2));
  int64_t newLow = 0, newHigh = 0;
  if (__builtin_sub_overflow(low, slack, &newLow)) newLow = low;
  if (__builtin_add_overflow(high, slack, &newHigh)) newHigh = high;
  PoolArray<uint32_t> wider(window_.pool());
  FLOW_TRY(wider.resize(static_cast<uint64_t>(newHigh) - static_cast<uint64_t>(newLow) + 1));
  wider.fill(0);
  if (size > 0) {
    std::memcpy(wider.data() + (static_cast<uint64_t>(windowLow_) - static_cast<uint64_t>(newLow)),
                window_.data(), window_.size() * sizeof(uint32_t));
  }
  window_ = std::move(wider);
  windowLow_ = newLow;
  return {};
}

/// The keys so far go to the table under their numbers, and all later segments begin there.
Status SegmentKeys::leaveDirect() {
  const uint32_t count = directSize();
  isDirect_ = canBeDirect_ = false;
  window_.release();
  FLOW_TRY(hashes_.resize(count));
  FLOW_TRY(packed_.resize(count)); // here only room for the numbers
  layout_->hash(directKeys_.data(), count, hashes_.data());
  FLOW_TRY(table_.findOrAdd(directKeys_.data(), hashes_.data(), count,
                            reinterpret_cast<uint32_t *>(packed_.data())));
  directKeys_.release();
  return {};
}

void SegmentKeys::hashes(uint64_t *out) const {
  if (isDirect_)
    layout_->hash(directKeys_.data(), directSize(), out);
  else
    table_.hashes(out);
}

void SegmentKeys::clear() {
  misses_ = 0;
  if (recent_) recent_->clear();
  if (!isDirect_) return table_.clear();
  const uint32_t words = layout_->words();
  for (uint32_t number = 0; number < directSize(); ++number) {
    if (number + 1 == nullNumber_) continue;
    window_[static_cast<uint64_t>(valueOf(directKeys_.data() + size_t(number) * words) - windowLow_)] = 0;
  }
  nullNumber_ = 0;
  directKeys_.clear();
}

} // namespace flow::frame

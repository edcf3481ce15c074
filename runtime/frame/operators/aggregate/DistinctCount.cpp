// Exact count_distinct: a set of (group, value), first per segment, so that little is handed over, then
// merged.

#include "runtime/frame/operators/KeyTable.h"
#include "runtime/frame/operators/KindDispatch.h"
#include "runtime/frame/operators/Selection.h"
#include "runtime/frame/operators/aggregate/LogAccumulator.h"

#include <array>

namespace flow::frame {

namespace {

/// The pair (group, value); values in it are never null.
KeyLayout pairLayout(const ColumnType &type) {
  ColumnType value = type;
  value.nullable = false;
  ColumnType types[] = {{ColumnKind::U32, 0, 0, false}, value};
  return KeyLayout(types);
}

uint32_t *groupOf(const KeyLayout &layout, uint64_t *packed) {
  return reinterpret_cast<uint32_t *>(reinterpret_cast<char *>(packed) + layout.parts()[0].offset);
}

class DistinctBuilder : public LogBuilder {
public:
  DistinctBuilder(const KeyLayout &layout, const ColumnType &type, MemoryPool &pool)
      : layout_(layout), type_(type), pairs_(layout, pool), log_(layout.words(), pool), values_(pool),
        packed_(pool) {}

  Status append(const uint32_t *groups, const AccumulatorInput &input) override {
    ColumnView columns[] = {{{ColumnKind::U32, 0, 0, false}, groups ? groups : noGroups().data(), nullptr},
                            {type_, input.values, nullptr}};
    uint32_t rows = input.rows;
    if (input.mask) {
      selection_.setFromMask(input.mask, input.rows);
      rows = selection_.count;
      for (size_t slot = 0; slot < 2; ++slot) {
        Result<ColumnView> gathered = values_.gather(slot, columns[slot], selection_);
        if (!gathered.ok()) return gathered.takeFailure();
        columns[slot] = *gathered;
      }
    }
    FLOW_TRY(packed_.resize(size_t(abi::kBatchRows) * layout_.words()));
    layout_.pack(columns, rows, packed_.data());
    layout_.hash(packed_.data(), rows, hashes_.data());
    uint32_t before = pairs_.size();
    FLOW_TRY(pairs_.findOrAdd(packed_.data(), hashes_.data(), rows, numbers_.data()));
    FLOW_TRY(log_.groups.reserve(pairs_.size()));
    for (uint32_t pair = before; pair < pairs_.size(); ++pair) {
      log_.groups.appendReserved(*groupOf(layout_, pairs_.key(pair)));
    }
    if (pairs_.size() == before) return {};
    return log_.words.append(
        std::span<const uint64_t>(pairs_.key(before), (pairs_.size() - before) * layout_.words()));
  }
  const ValueLog &log() const override { return log_; }
  void clear() override {
    pairs_.clear();
    log_.clear();
  }

private:
  static const std::array<uint32_t, abi::kBatchRows> &noGroups() {
    static const std::array<uint32_t, abi::kBatchRows> kZeros{};
    return kZeros;
  }

  const KeyLayout &layout_;
  ColumnType type_;
  KeyTable pairs_;
  ValueLog log_;
  BatchBuffer values_;
  Selection selection_;
  PoolArray<uint64_t> packed_;
  std::array<uint64_t, abi::kBatchRows> hashes_;
  std::array<uint32_t, abi::kBatchRows> numbers_;
};

class DistinctMerger : public LogMerger {
public:
  DistinctMerger(const KeyLayout &layout, uint32_t offset, uint32_t rowBytes, MemoryPool &pool)
      : layout_(layout), offset_(offset), rowBytes_(rowBytes), pairs_(layout, pool), heap_(pool),
        packed_(pool) {}

  Status merge(const ValueLog &log, size_t begin, size_t end, const uint32_t *groupOfEntry,
               uint32_t firstGroup) override {
    const uint32_t words = layout_.words();
    FLOW_TRY(packed_.resize(size_t(abi::kBatchRows) * words));
    for (size_t first = begin; first < end; first += abi::kBatchRows) {
      auto count = static_cast<uint32_t>(std::min<size_t>(end - first, abi::kBatchRows));
      std::memcpy(packed_.data(), log.words.data() + first * words, size_t(count) * words * sizeof(uint64_t));
      for (uint32_t row = 0; groupOfEntry && row < count; ++row) {
        *groupOf(layout_, packed_.data() + size_t(row) * words) =
            groupOfEntry[log.groups[first + row] - firstGroup];
      }
      layout_.hash(packed_.data(), count, hashes_.data());
      uint32_t before = pairs_.size();
      FLOW_TRY(pairs_.findOrAdd(packed_.data(), hashes_.data(), count, numbers_.data()));
      for (uint32_t pair = before; pair < pairs_.size(); ++pair) {
        if (!layout_.ownTexts(pairs_.key(pair), heap_)) return heap_.denied();
      }
    }
    return {};
  }

  Status seal(char *states, uint32_t) override {
    for (uint32_t pair = 0; pair < pairs_.size(); ++pair) {
      char *row = states + size_t(*groupOf(layout_, pairs_.key(pair))) * rowBytes_;
      ++reinterpret_cast<CountState *>(row + offset_)->count;
    }
    pairs_ = KeyTable(layout_, packed_.pool());
    heap_.reset();
    return {};
  }

private:
  const KeyLayout &layout_;
  uint32_t offset_;
  uint32_t rowBytes_;
  KeyTable pairs_;
  StringHeap heap_;
  PoolArray<uint64_t> packed_;
  std::array<uint64_t, abi::kBatchRows> hashes_;
  std::array<uint32_t, abi::kBatchRows> numbers_;
};

class DistinctAccumulator : public LogAccumulator {
public:
  explicit DistinctAccumulator(const ColumnType &type)
      : LogAccumulator(sizeof(CountState)), layout_(pairLayout(type)), type_(type) {
    type_.nullable = false;
  }

  std::optional<ColumnType> countedType() const override { return type_; }
  std::unique_ptr<LogBuilder> makeBuilder(MemoryPool &pool) const override {
    return std::make_unique<DistinctBuilder>(layout_, type_, pool);
  }
  std::unique_ptr<LogMerger> makeMerger(MemoryPool &pool) const override {
    return std::make_unique<DistinctMerger>(layout_, offset(), rowBytes(), pool);
  }

private:
  KeyLayout layout_;
  ColumnType type_;
};

} // namespace

std::unique_ptr<LogAccumulator> makeDistinctCount(const ColumnType &type) {
  return std::make_unique<DistinctAccumulator>(type);
}

} // namespace flow::frame

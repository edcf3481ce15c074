#pragma once
// The aggregates of one sink, taken apart into accumulators without repetition, and put together again at the
// end.
//
//   inputs        distinct pairs of argument and `where:`; their masks are made once per batch
//   accumulators  of fixed state, each fed by an input, or by what the loop of a stage has accumulated
//   logs          of those that need all values
//   state row     the states of one group: accumulators, then answers of logs
//
// Immutable once made; shared by workers.

#include "runtime/abi/Plan.h"
#include "runtime/frame/operators/aggregate/Accumulator.h"
#include "runtime/frame/operators/aggregate/LogAccumulator.h"
#include "runtime/frame/operators/aggregate/StageAccumulators.h"

#include <array>
#include <deque>

namespace flow::frame {

class AggregateLayout {
public:
  struct Input {
    std::optional<uint32_t> argument;
    std::optional<uint32_t> where;
    friend bool operator==(const Input &, const Input &) = default;
  };
  template <typename T> struct Fed {
    std::unique_ptr<T> accumulator;
    uint32_t input;
    bool isFused = false; ///< its state comes from fold(), not from batches
  };

  /// `entering` are the types of the batch's columns. With a stage, which outlives the layout, and no groups these are
  /// the columns that leave it, then the values that it accumulates.
  AggregateLayout(std::vector<abi::AggregateSpec> aggregates, std::span<const ColumnType> entering,
                  const abi::StageStep *stage = nullptr);

  const std::vector<Input> &inputs() const { return inputs_; }
  /// Bytes of one value of an input's argument.
  size_t valueBytes(size_t input) const { return valueBytes_[input]; }
  /// Whether batches have it: somebody is fed by it.
  bool isRead(size_t input) const { return isRead_[input]; }
  /// Whether a stage accumulates all of it, and in any order of rows to the same bits.
  bool isOrderFree() const;
  /// The stage that accumulates, or null.
  const abi::StageStep *stage() const { return stage_; }
  /// Rows of words that the stage has accumulated, and the states that they become.
  struct AccumulatedRows {
    const int64_t *words;
    size_t rowWords;
    uint32_t count;
    char *states;
    const uint32_t *places; ///< which state row each becomes; null: its own number
  };
  /// Writes the states of those that are fused.
  void fold(const AccumulatedRows &rows) const;
  const std::vector<Fed<Accumulator>> &accumulators() const { return accumulators_; }
  const std::vector<Fed<LogAccumulator>> &logs() const { return logs_; }
  uint32_t rowBytes() const { return rowBytes_; }
  /// Whether states hold texts, so that the memory of batches must outlive them.
  bool hasTexts() const { return hasTexts_; }
  size_t outputCount() const { return outputs_.size(); }
  uint32_t outputSite(size_t output) const { return outputs_[output].spec.site; }

  /// Writes the value of an aggregate for each state row into `data` and `valid` (null when the result has no
  /// nulls). Returns the first row that fails, or the number of rows; `failure` then says why.
  uint32_t finish(size_t output, std::span<const char *const> rows, void *data, uint8_t *valid,
                  Failure &failure) const;

private:
  /// Families of aggregates that come from the same state.
  enum class StateKind : uint8_t {
    Count,
    Sum,
    Moments,
    Minimum,
    Maximum,
    First,
    Last,
    Bools,
    Quantiles,
    Distinct
  };
  /// A state that some outputs need.
  struct Request {
    StateKind state{};
    uint32_t input = 0;
    uint32_t place = 0;            ///< index into accumulators_ or logs_
    std::vector<double> quantiles; ///< of Quantiles, in the order of their answers
    bool isLog() const { return state == StateKind::Quantiles || state == StateKind::Distinct; }
  };
  struct Output {
    abi::AggregateSpec spec;
    ColumnType argument;
    uint32_t offset = 0;      ///< of the state that the value comes from
    uint32_t countOffset = 0; ///< of the number of values, for Mean
  };

  /// A state that a stage accumulates: the words that it is made of.
  struct Fused {
    StateKind state{};
    ColumnKind kind{};      ///< of the argument
    uint32_t word = 0;      ///< the first
    uint32_t countWord = 0; ///< of Minimum and Maximum: how many values
    uint32_t offset = 0;
  };

  static StateKind stateOf(abi::AggregateKind kind);
  std::optional<Fused> fusedForm(const Request &needed, const ColumnType &type) const;
  std::optional<uint32_t> accumulatedValue(uint32_t column) const;
  std::optional<uint32_t> accumulationOf(abi::AccumulatorKind kind, const Input &input) const;
  Request &request(StateKind state, const Input &input);
  Request &requestFor(const abi::AggregateSpec &spec, std::span<const ColumnType> entering);
  Request &requestCount(const abi::AggregateSpec &spec, std::span<const ColumnType> entering);
  void foldSums(const Fused &fused, const AccumulatedRows &rows) const;
  void foldExtremes(const Fused &fused, const AccumulatedRows &rows) const;
  template <typename State, typename Function>
  void foldEach(const Fused &fused, const AccumulatedRows &rows, Function &&function) const;
  void makeState(Request &needed, std::span<const ColumnType> entering);
  void placeStates();
  Output outputOf(const abi::AggregateSpec &spec, std::span<const ColumnType> entering);

  std::vector<Input> inputs_;
  std::vector<size_t> valueBytes_;
  std::vector<bool> isRead_;
  const abi::StageStep *stage_;
  std::deque<Request> requests_; // references to them stay
  std::vector<Fed<Accumulator>> accumulators_;
  std::vector<Fed<LogAccumulator>> logs_;
  std::vector<Fused> fused_; // in the order of the fused accumulators
  std::vector<Output> outputs_;
  uint32_t rowBytes_ = 0;
  bool hasTexts_ = false;
};

/// The inputs of one batch; one per worker.
class AggregateInputs {
public:
  explicit AggregateInputs(const AggregateLayout &layout)
      : layout_(&layout), masks_(layout.inputs().size()) {}
  /// Valid until the next call or the batch's end.
  std::span<const AccumulatorInput> prepare(const Batch &batch);

private:
  const AggregateLayout *layout_;
  std::vector<std::array<uint8_t, abi::kBatchRows>> masks_;
  std::vector<AccumulatorInput> inputs_;
};

} // namespace flow::frame

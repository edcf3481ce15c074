#pragma once
// A worker's part of a step of a pipeline: takes batches, passes what leaves on to the next step or the sink,
// and says when rows that come later do not matter. Like a sink's part it goes through one segment after the
// other.
//
// The first failing row in source order is the one reported, only rows that are asked for can fail, and both
// hold for any size of batches. So a step at whose row r something fails first passes on what leaves for the
// rows before r: one of those may fail further down, or make a later `take` have enough, so that row r was
// never asked for.

#include "runtime/frame/Operator.h"

#include <limits>

namespace flow::frame {

/// Shared by the steps of one worker's chain.
struct ChainState {
  static constexpr int kReader = -1;
  static constexpr int kSink = std::numeric_limits<int>::max();
  int failedStep = kSink; ///< which step the failure that ended the segment comes from
  bool isFailing = false; ///< the segment ends because of a failure, unless nobody asked for that row
};

class Step : public SinkLocal {
public:
  Step(int number, ChainState &chain) : chain_(&chain), number_(number) {}

  void connect(SinkLocal &next) { next_ = &next; }
  Status beginSegment(uint32_t segment) override { return next_->beginSegment(segment); }
  Status endSegment() override { return next_->endSegment(); }
  Status endWork() override { return next_->endWork(); }
  bool isSatisfied() const override { return next_->isSatisfied(); }
  /// Whether this step itself has all the rows that it lets pass.
  virtual bool hasEnough() const { return false; }

protected:
  /// For `return failed(..)`: notes that the failure is this step's.
  Status failed(Status status) {
    chain_->failedStep = number_;
    return status;
  }
  SinkLocal &next() { return *next_; }
  const ChainState &chain() const { return *chain_; }

private:
  ChainState *chain_;
  SinkLocal *next_ = nullptr;
  int number_;
};

} // namespace flow::frame

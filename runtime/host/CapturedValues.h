#pragma once
// What a plan captures of host code. While the plan runs, threads read it, so its objects are frozen; columns of the
// result may go on to refer to its texts, so it is kept for as long as they do, whoever lets go of them last.

#include "runtime/abi/ValueShape.h"
#include "runtime/base/Memory.h"
#include "runtime/base/ValueHeap.h"

#include <mutex>

namespace flow::host {

/// Captured values that nobody needs any longer, to be given back by the thread whose values they are.
class SparedValues {
public:
  struct Values {
    std::vector<char> bytes;
    const abi::ValueShape *shape = nullptr;
  };
  void add(Values values);
  /// Only by the thread of `heap`.
  void giveBack(ValueHeap &heap);

private:
  std::mutex mutex_;
  std::vector<Values> values_;
};

class CapturedValues {
public:
  /// `shape` is null when nothing is counted.
  CapturedValues(const void *captures, const abi::ValueShape *shape, std::shared_ptr<SparedValues> spared);
  CapturedValues(const CapturedValues &) = delete;
  /// The plan has run: the thread of the values goes on with them.
  ~CapturedValues();

  /// What columns hold to keep texts alive; null when there are none.
  const std::shared_ptr<const Buffer> &texts() const { return texts_; }

private:
  const void *captures_;
  const abi::ValueShape *shape_;
  std::shared_ptr<const Buffer> texts_;
};

} // namespace flow::host

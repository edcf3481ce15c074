#pragma once
// In which order values stand: what sorting lists by keys rests on.

#include "runtime/abi/ValueShape.h"
#include "runtime/base/ValueHeap.h"

namespace flow::values {

/// Memory of a sort, counted as that of values is.
template <typename T> class Scratch {
public:
  Scratch(ValueHeap &heap, uint64_t count) : heap_(heap), bytes_(count * sizeof(T)) {
    data_ = static_cast<T *>(heap.allocate(bytes_));
  }
  Scratch(const Scratch &) = delete;
  ~Scratch() {
    if (data_) heap_.free(data_, bytes_);
  }
  bool isDenied() const { return !data_; }
  T *data() { return data_; }
  T &operator[](uint64_t i) { return data_[i]; }

private:
  ValueHeap &heap_;
  uint64_t bytes_;
  T *data_;
};

/// The places of the keys in their order, equal ones as they stand, in `places`; false when memory is denied.
bool sortPlaces(ValueHeap &heap, const abi::ListObject &keys, const abi::ValueShape &shape, uint64_t *places);

} // namespace flow::values

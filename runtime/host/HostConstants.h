#pragma once
// Values of constants that host code has computed, until the program ends.

#include "runtime/abi/Host.h"

#include <memory>
#include <vector>

namespace flow {
class ValueHeap;
}

namespace flow::host {

class HostConstants {
public:
  /// Keeps a copy of the value, which takes one user of each object in it. The shape lives as long as the code.
  void keep(uint32_t constant, const abi::ValueShape &shape, const void *value);
  void release(ValueHeap &heap);

  /// By number; null where none is kept.
  const void *const *values() const { return values_.data(); }
  size_t count() const { return values_.size(); }

private:
  struct Kept {
    const abi::ValueShape *shape;
    std::unique_ptr<std::byte[]> value;
  };
  std::vector<const void *> values_;
  std::vector<Kept> kept_;
};

} // namespace flow::host

#include "runtime/host/HostConstants.h"

#include "runtime/values/Ownership.h"

#include <cstring>

namespace flow::host {

void HostConstants::keep(uint32_t constant, const abi::ValueShape &shape, const void *value) {
  auto copy = std::make_unique<std::byte[]>(shape.size);
  std::memcpy(copy.get(), value, shape.size);
  if (values_.size() <= constant) values_.resize(size_t{constant} + 1);
  values_[constant] = copy.get();
  kept_.push_back({&shape, std::move(copy)});
}

void HostConstants::release(ValueHeap &heap) {
  for (const Kept &kept : kept_) values::Releaser(heap).value(*kept.shape, kept.value.get());
  kept_.clear();
  values_.clear();
}

} // namespace flow::host

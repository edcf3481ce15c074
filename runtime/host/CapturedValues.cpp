#include "runtime/host/CapturedValues.h"

#include "runtime/values/Freeze.h"
#include "runtime/values/Ownership.h"

namespace flow::host {

void SparedValues::add(Values values) {
  std::lock_guard lock(mutex_);
  values_.push_back(std::move(values));
}

void SparedValues::giveBack(ValueHeap &heap) {
  std::vector<Values> values;
  {
    std::lock_guard lock(mutex_);
    values.swap(values_);
  }
  for (const Values &each : values) values::Releaser(heap).value(*each.shape, each.bytes.data());
}

CapturedValues::CapturedValues(const void *captures, const abi::ValueShape *shape, std::shared_ptr<SparedValues> spared)
    : captures_(captures), shape_(shape) {
  if (!shape_) return;
  values::retainValue(*shape_, captures_);
  const auto *bytes = static_cast<const char *>(captures_);
  SparedValues::Values kept{{bytes, bytes + shape_->size}, shape_};
  auto owner = std::shared_ptr<const void>(captures_, [spared = std::move(spared), kept](const void *) mutable {
    spared->add(std::move(kept));
  });
  texts_ = Buffer::wrap(nullptr, 0, std::move(owner));
  values::freeze(*shape_, captures_);
}

CapturedValues::~CapturedValues() {
  if (shape_) values::thaw(*shape_, captures_);
}

} // namespace flow::host

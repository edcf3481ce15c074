#include "test/unit/runtime/frame/exec/TestKernels.h"

#include "runtime/abi/KernelContext.h"

namespace flow::frame::test {

namespace {

const int64_t *numbers(const abi::StageCall *call, size_t input) {
  return static_cast<const int64_t *>(call->inputs[input].data);
}
bool isPresent(const abi::StageCall *call, size_t input, uint32_t row) {
  return !call->inputs[input].valid || call->inputs[input].valid[row];
}

/// Fast kernel of a stage without outputs: suspects batches in which input 0 is `refused`.
uint32_t suspect(abi::StageCall *call, int64_t refused) {
  uint32_t isSuspect = 0;
  for (uint32_t row = 0; row < call->rows; ++row) isSuspect |= numbers(call, 0)[row] == refused;
  return isSuspect;
}
uint32_t refuse(abi::StageCall *call, int64_t refused, uint32_t site) {
  for (uint32_t row = 0; row < call->rows; ++row) {
    if (numbers(call, 0)[row] != refused || !isPresent(call, 0, row)) continue;
    call->failedRow = row;
    return site;
  }
  return 0;
}

} // namespace

uint32_t keepAtLeast(abi::StageCall *call) {
  for (uint32_t row = 0; row < call->rows; ++row) {
    call->mask[row] = isPresent(call, 0, row) && numbers(call, 0)[row] >= parameter(call);
  }
  return 0;
}

uint32_t doubled(abi::StageCall *call) {
  auto *out = static_cast<int64_t *>(call->outputs[0].data);
  for (uint32_t row = 0; row < call->rows; ++row) {
    call->outputs[0].valid[row] = isPresent(call, 0, row);
    out[row] =
        isPresent(call, 0, row) ? static_cast<int64_t>(2 * static_cast<uint64_t>(numbers(call, 0)[row])) : 0;
  }
  return 0;
}

uint32_t labelled(abi::StageCall *call) {
  auto *out = static_cast<StringView *>(call->outputs[0].data);
  for (uint32_t row = 0; row < call->rows; ++row) {
    std::string text = "the number " + std::to_string(numbers(call, 0)[row]);
    if (!call->context->heap->store(text, out[row])) out[row] = StringView();
  }
  return 0;
}

uint32_t suspectParameter(abi::StageCall *call) { return suspect(call, parameter(call)); }
uint32_t refuseParameter(abi::StageCall *call) { return refuse(call, parameter(call), 1); }
uint32_t suspectSecond(abi::StageCall *call) {
  return suspect(call, static_cast<const int64_t *>(call->captures)[1]);
}
uint32_t refuseSecond(abi::StageCall *call) {
  return refuse(call, static_cast<const int64_t *>(call->captures)[1], 2);
}

uint32_t keepLess(abi::StageCall *call) {
  for (uint32_t row = 0; row < call->rows; ++row) {
    call->mask[row] = isPresent(call, 1, row) && numbers(call, 0)[row] < numbers(call, 1)[row];
  }
  return 0;
}

uint32_t suspectPair(abi::StageCall *call) {
  keepLess(call);
  return 1; // suspicions may be unfounded
}
uint32_t refusePair(abi::StageCall *call) {
  for (uint32_t row = 0; row < call->rows; ++row) {
    if (isPresent(call, 1, row) && numbers(call, 1)[row] == parameter(call)) {
      call->failedRow = row;
      return 1;
    }
    call->mask[row] = isPresent(call, 1, row) && numbers(call, 0)[row] < numbers(call, 1)[row];
  }
  return 0;
}

} // namespace flow::frame::test

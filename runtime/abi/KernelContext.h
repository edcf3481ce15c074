#pragma once
// What running code hands to the functions that it calls: where new values go, and where a function that fails leaves
// its reason. One per worker; never shared between threads that run at the same time.
//
//  - Texts that kernels make are views of the bytes of `heap`, and nobody counts them. The texts of host code, which
//    has no such heap, are objects, as lists and the like are in both (Objects.h).
//  - A function that fails returns nonzero and has set `failure`. Code that goes on after a failure (`catch`,
//    `on_error: null`) clears it, so that a later failure with a message of its site is not mistaken.
//  - A heap that was denied memory gives empty texts and remembers the denial: whoever runs a kernel asks
//    StringHeap::isDenied() after it, before it uses any result. Host code asks `textDenied` after each text.

#include "runtime/abi/FailureKind.h"
#include "runtime/abi/FailureTrail.h"
#include "runtime/abi/StringView.h"

#include <cstddef>
#include <cstring>
#include <string_view>

namespace flow {
class StringHeap;
class ValueHeap;
}

namespace flow::abi {

/// The reason of the last failure: UTF-8, lower case, no full stop. One of more than kBytes ends with two points; host
/// code keeps its own whole (flow_fail_message).
struct FailureText {
  static constexpr size_t kBytes = 500;
  static constexpr std::string_view kCut = " ..";

  uint8_t isSet = 0;
  FailureKind kind = FailureKind::Failure;
  uint16_t length = 0;
  char text[kBytes] = {};

  std::string_view view() const { return {text, length}; }
  void set(FailureKind newKind, std::string_view message) noexcept {
    bool fits = message.size() <= kBytes;
    size_t size = fits ? message.size() : kBytes - kCut.size();
    while (size > 0 && size < message.size() && (message[size] & 0xC0) == 0x80) --size; // whole code points
    isSet = 1;
    kind = newKind;
    std::memcpy(text, message.data(), size);
    if (!fits) std::memcpy(text + size, kCut.data(), kCut.size());
    length = static_cast<uint16_t>(fits ? size : size + kCut.size());
  }
  void clear() noexcept { isSet = 0; }
};

struct FailureObject;
class SiteNames;

/// A field of a file that is no value of its column's type, in the batch at hand of a stage.
struct BadInput {
  uint32_t row = 0;
  uint32_t input = 0; ///< of the stage
  std::string_view message;
};
/// Those of a batch, by row and input.
struct BadInputs {
  const BadInput *inputs = nullptr;
  size_t count = 0;
  uint32_t row = 0;                ///< that the exact kernel is at
  const BadInput *failed = nullptr; ///< which one `failure` is about

  const BadInput *find(uint32_t input) const noexcept;
};

struct KernelContext {
  StringHeap *heap = nullptr;   ///< of the texts of kernels; null in host code
  ValueHeap *values = nullptr;  ///< of objects
  uint32_t textDenied = 0;      ///< of host code: 1 when a text is empty because memory for it was denied
  FailureText failure;
  FailureObject *error = nullptr; ///< of a failure with a declared error, or one that failed again; else null
  FailureTrail trail;
  bool isHostFailure = false;       ///< runtime/host knows more of the failure than `failure` says
  const SiteNames *sites = nullptr; ///< what handlers say of a site; null: nothing
  BadInputs badInputs;
  /// Of the thread that runs: a recursive call whose frame is below it fails; null: none does.
  const char *stackLimit = nullptr;
};

/// What a function that may fail returns.
enum Outcome : uint32_t {
  kDone = 0,
  kFailed = 1, ///< the reason is in the context
  kAbsent = 2, ///< only of functions with an optional result: there is no value
};

/// Sets the failure and returns kFailed, for `return fail(..)`.
[[gnu::cold]] inline uint32_t fail(KernelContext *context, FailureKind kind,
                                   std::string_view message) noexcept {
  context->failure.set(kind, message);
  return kFailed;
}

} // namespace flow::abi

extern "C" {
/// For generated code: a failure with a text of the program's own.
void flow_fail(flow::abi::KernelContext *context, uint32_t kind,
               const flow::abi::StringView *message) noexcept;
/// For generated code: the numbers that an operation failed on; `failed` is a packed FailedNumbers (FailureTexts.h).
void flow_fail_operands(flow::abi::KernelContext *context, uint32_t failed, int64_t a, int64_t b) noexcept;
/// For generated code: a float that cannot be converted.
void flow_fail_float(flow::abi::KernelContext *context, uint32_t failed, double value) noexcept;
/// For generated code: an index outside of a list.
void flow_fail_index(flow::abi::KernelContext *context, int64_t index, int64_t length) noexcept;
/// For exact kernels: 1 when the field of that input, in the row at hand, is bad.
uint32_t flow_field_is_bad(const flow::abi::KernelContext *context, uint32_t input) noexcept;
/// And the failure of reading it.
void flow_fail_field(flow::abi::KernelContext *context, uint32_t input) noexcept;
/// For generated code: a part that a list does not have.
void flow_fail_slice(flow::abi::KernelContext *context, int64_t from, int64_t to, int64_t length) noexcept;
}

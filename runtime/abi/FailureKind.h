#pragma once
// The kinds of failure that a program can see in `err.kind`.

#include <cstdint>

namespace flow::abi {

enum class FailureKind : uint8_t {
#define FLOW_FAILURE(Name, Message) Name,
#include "runtime/abi/Failures.def"
};

} // namespace flow::abi

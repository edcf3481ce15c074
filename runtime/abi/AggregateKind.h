#pragma once
// Which aggregates there are; Aggregates.def says what each is called and takes.

#include <cstdint>

namespace flow::abi {

enum class AggregateKind : uint8_t {
#define FLOW_AGGREGATE(Name, Text, TakesArgument) Name,
#include "runtime/abi/Aggregates.def"
};

} // namespace flow::abi

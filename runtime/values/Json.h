#pragma once
// Values as JSON. docs/language/json.md says how types and JSON go together; types without JSON (bytes, functions,
// frames, failures) never get here.

#include "runtime/abi/Values.h"

#include <string>

namespace flow::values {

/// Into a value at `out` that is zero; what is there after a failure is to be released.
uint32_t readJson(FlowContext *context, const abi::ValueShape &shape, void *out, std::string_view text);

} // namespace flow::values

#pragma once
// Values as JSON. docs/language/json.md says how types and JSON go together; types without JSON (bytes, functions,
// frames, failures) never get here.

#include "runtime/abi/Values.h"

#include <string>

namespace flow::values {

/// As generated code calls it: the text goes to `out`; with `indent` below zero it is one line. 1 when a float is no
/// number.
uint32_t writeJson(FlowContext *context, std::string &out, const abi::ValueShape &shape, const void *value,
                   int64_t indent);
/// Into a value at `out` that is zero; what is there after a failure is to be released.
uint32_t readJson(FlowContext *context, const abi::ValueShape &shape, void *out, std::string_view text);

} // namespace flow::values

#pragma once
// The members of diagnostics, for runtime/abi/Bytes.h: they are kept, and cross from the process of a test.

#include "compiler/diag/Diagnostic.h"
#include "runtime/abi/Bytes.h"

namespace flow {
FLOW_FIELDS(Span, file, begin, end)
} // namespace flow

namespace flow::diag {
FLOW_FIELDS(Label, span, text)
FLOW_FIELDS(Fix, span, text)
FLOW_FIELDS(Diagnostic, code, message, primary, secondary, notes, helps, fixes)
} // namespace flow::diag

// Any text that parses through sema, lowering and the optimizer, with made-up files: nothing crashes, diagnostics
// render, and the IRs hold what their verifiers ask, which the passes check after each step.
#include "test/fuzz/FuzzedProgram.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  flow::fuzz::FuzzedProgram program(data, size);
  return 0;
}

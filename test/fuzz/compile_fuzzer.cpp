// Any text that compiles, all the way to machine code: nothing crashes, and LLVM's verifier, which runs on what is
// emitted, finds nothing. Slower by far than check_fuzzer for programs that are right, so it begins with few of them.
#include "compiler/codegen/Codegen.h"
#include "test/fuzz/FuzzedProgram.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  flow::fuzz::FuzzedProgram program(data, size);
  if (program.lowered) flow::codegen::emitAsm(program.lowered->module);
  return 0;
}

// Any bytes through scanner, filter, parser and tree builder: nothing crashes, and every diagnostic can be
// rendered.
#include "compiler/ast/AstPrinter.h"
#include "compiler/diag/JsonRenderer.h"
#include "compiler/diag/TextRenderer.h"
#include "compiler/parse/Parser.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  using namespace flow;
  SourceManager sources;
  uint32_t file = sources.add("fuzz.flow", std::string(reinterpret_cast<const char *>(data), size));
  diag::Emitter emitter;
  auto module = parse::parseModule(sources, file, emitter);
  ast::printModule(*module);
  for (const diag::Diagnostic &each : emitter.sorted()) {
    diag::renderText(each, sources);
    diag::renderJson(each, sources);
  }
  return 0;
}

// Any bytes through scanner, filter, parser and tree builder: nothing crashes, and every diagnostic can be
// rendered.
#include "compiler/ast/AstPrinter.h"
#include "compiler/diag/JsonRenderer.h"
#include "compiler/diag/TextRenderer.h"
#include "compiler/parse/Parser.h"
#include "compiler/tools/fmt/Format.h"
#include "runtime/abi/Check.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  using namespace flow;
  SourceManager sources;
  uint32_t file = sources.add("fuzz.flow", std::string(reinterpret_cast<const char *>(data), size));
  diag::Emitter emitter;
  auto module = parse::parseModule(sources, file, emitter);
  std::string tree = ast::printModule(*module);
  for (const diag::Diagnostic &each : emitter.sorted()) {
    diag::renderText(each, sources);
    diag::renderJson(each, sources);
  }
  if (emitter.hasErrors()) return 0;
  uint32_t formatted = sources.add("formatted.flow", fmt::formatModule(*module, sources));
  auto again = parse::parseModule(sources, formatted, emitter);
  FLOW_CHECK(!emitter.hasErrors(), "formatted text does not parse: ", sources.text(formatted));
  FLOW_CHECK_EQ(ast::printModule(*again), tree);
  FLOW_CHECK_EQ(again->comments.size(), module->comments.size());
  return 0;
}

// interpret FILE: runs a program without frames by the interpreter of Fn IR, as lowering made it: no passes, no code.
// Prints what the program prints, and of a failure its place. Exit codes as of `flowc run`; 3: it cannot tell.
#include "compiler/base/LargeStack.h"
#include "compiler/diag/TextRenderer.h"
#include "compiler/ir/FnMayFail.h"
#include "compiler/lower/Lowering.h"
#include "compiler/modules/ModuleGraph.h"
#include "compiler/modules/SourceFile.h"
#include "compiler/modules/StandardLibrary.h"
#include "compiler/sema/Sema.h"
#include "test/random/BuiltinCalls.h"
#include "test/random/ValueWriter.h"

#include <cstdio>

namespace {

using namespace flow;

class NoFiles : public schema::SchemaProvider {
public:
  schema::FileAnswer<schema::FileSchema> csv(const std::string &, const schema::CsvDialect &) override { return {}; }
  schema::FileAnswer<schema::FileHeader> csvHeader(const std::string &, const schema::CsvDialect &) override {
    return {};
  }
  schema::FileAnswer<schema::FileSchema> parquet(const std::string &) override { return {}; }
};

class PrintingHost : public ir::Host {
public:
  ir::HostResult perform(const ir::Instruction &instruction, ir::OperandTypes types,
                         std::span<const ir::Value> operands) override {
    switch (instruction.op) {
    case ir::Op::ToText:
      if (const auto *format = std::get_if<std::string>(&instruction.constant); format && !format->empty())
        return random::format(operands[0], *format);
      return {ir::HostResult::Kind::Done, ir::Value::text(random::textOf(operands[0], types[0])), {}, {}};
    case ir::Op::CallBuiltin: return random::callBuiltin(instruction.index, operands);
    case ir::Op::Print:
      std::printf("%s\n", operands[0].text().c_str());
      return {ir::HostResult::Kind::Done, {}, {}, {}};
    default: return {};
    }
  }
};

int interpret(const char *path) {
  std::string problem;
  auto text = modules::readSource(path, problem);
  if (!text) {
    std::fprintf(stderr, "error: cannot read %s: %s\n", path, problem.c_str());
    return 64;
  }
  SourceManager sources;
  uint32_t file = sources.add(path, *text);
  diag::Emitter emitter;
  modules::ModuleGraph graph = modules::loadModules(sources, file, emitter);
  modules::StandardLibrary library(sources, emitter);
  types::TypeContext types;
  NoFiles files;
  std::unique_ptr<tree::Program> program;
  if (graph.isParsed) program = sema::analyze({graph, sources, library}, types, files, {}, emitter);
  if (emitter.hasErrors()) {
    for (const diag::Diagnostic &each : emitter.sorted())
      std::fputs(diag::renderText(each, sources).c_str(), stderr);
    return 2;
  }
  lower::LoweredProgram lowered = lower::lowerProgram(*program, types);
  ir::computeMayFail(lowered.module);
  PrintingHost host;
  ir::Interpreter interpreter(lowered.module, &host, {.steps = 20'000'000});
  ir::Outcome outcome = interpreter.run(lowered.module.functions[lowered.module.main], {});
  if (outcome.returned()) return 0;
  if (!outcome.failed()) return 3;
  const abi::Site &site = lowered.module.sites[outcome.site - 1];
  LineColumn place = sources.lineColumn(site.file, site.begin);
  std::fprintf(stderr, "failed at %s:%u:%u\n", std::string(sources.name(site.file)).c_str(), place.line, place.column);
  return 1;
}

} // namespace

int main(int count, char **arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: interpret FILE\n");
    return 64;
  }
  int code = 0;
  runOnLargeStack([&] { code = interpret(arguments[1]); });
  return code;
}

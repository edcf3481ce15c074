// interpret FILE: runs a program without frames by the interpreter of Fn IR, as lowering made it: no passes, no code.
// Prints what the program prints, and of a failure its message and place. Exit codes as of `flowc run`; 3: it cannot
// tell.
#include "compiler/base/LargeStack.h"
#include "compiler/diag/TextRenderer.h"
#include "compiler/ir/FnMayFail.h"
#include "compiler/lower/Lowering.h"
#include "compiler/modules/ModuleGraph.h"
#include "compiler/modules/SourceFile.h"
#include "compiler/modules/StandardLibrary.h"
#include "compiler/sema/Sema.h"
#include "runtime/abi/FailureTexts.h"
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
  std::optional<std::string> partText(const ir::Value &value, const types::Type *type) override {
    return random::textOf(value, type, /*nested=*/true);
  }
};

/// Of a failure inside of the library the place is where the program calls it.
void reportFailure(const ir::Outcome &outcome, const std::vector<abi::Site> &sites, const SourceManager &sources) {
  const abi::Site &site = sites[outcome.site - 1];
  std::string message = outcome.message.empty() ? site.message : outcome.message;
  if (message.empty()) message = abi::messageOf(outcome.reason.value_or(site.kind));
  const abi::Site *shown = &site;
  for (size_t i = 0; i < outcome.calls.size() && sources.name(shown->file).starts_with("std:"); ++i)
    shown = &sites[outcome.calls[i] - 1];
  LineColumn at = sources.lineColumn(shown->file, shown->begin);
  std::fprintf(stderr, "error: %s\n --> %s:%u:%u\n", message.c_str(), std::string(sources.name(shown->file)).c_str(),
               at.line, at.column);
}

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
  if (graph.isWhole) program = sema::analyze({graph, sources, library}, types, files, {}, emitter);
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
  reportFailure(outcome, lowered.module.sites, sources);
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

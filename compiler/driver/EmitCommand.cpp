// flowc emit: prints one stage of compilation.
#include "compiler/ast/AstPrinter.h"
#include "compiler/codegen/Codegen.h"
#include "compiler/driver/Back.h"
#include "compiler/ir/FnPrinter.h"
#include "compiler/ir/PlanPrinter.h"
#include "compiler/parse/Parser.h"
#include "compiler/pipeline/PipelinePrinter.h"
#include "compiler/sema/TypesText.h"

#include <cstdio>

namespace flow::driver {

static int printText(const std::string &text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  return kOk;
}

/// The stages before types are known.
static int emitSyntax(const Invocation &invocation, Front &front) {
  std::string text;
  if (invocation.target == "tokens") {
    text = parse::dumpTokens(front.sources, front.file, front.emitter);
  } else {
    text = ast::printModule(*parse::parseModule(front.sources, front.file, front.emitter));
  }
  printDiagnostics(invocation, front.sources, front.emitter.sorted());
  if (front.emitter.hasErrors()) return kCompileFailed;
  return printText(text);
}

int emitCommand(const Invocation &invocation) {
  Front front;
  if (!loadSource(invocation.files[0], front)) return kWrongUse;
  const std::string &stage = invocation.target;
  if (stage == "tokens" || stage == "ast") return emitSyntax(invocation, front);
  int exitCode = kOk;
  if (!analyzeSource(invocation, front, exitCode)) return exitCode;
  if (stage == "types") return printText(sema::typesText(*front.program, front.sources, front.file));
  Back back;
  lower::Entry entry = invocation.emitTests ? lower::Entry::Tests : lower::Entry::Main;
  if (!optimizeProgram(invocation, front, back, entry)) return kWrongUse;
  if (stage == "plan") {
    std::string text;
    for (const ir::PlanGraph &plan : back.program.plans) text += ir::print(plan, &back.program.module) + "\n";
    return printText(text);
  }
  if (stage == "ir") return printText(ir::print(back.program.module));
  buildPlans(back);
  if (stage == "tasks") {
    std::string text;
    for (const abi::PlanSpec &plan : back.plans) text += pipeline::dumpPipelines(plan) + "\n";
    return printText(text);
  }
  if (stage == "llvm") return printText(codegen::emitLlvm(back.program.module, true));
  return printText(codegen::emitAsm(back.program.module));
}

} // namespace flow::driver

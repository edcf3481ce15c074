// flowc fmt: sources in the one style, in place; `-` is a filter from standard input to standard output.
#include "compiler/ast/AstPrinter.h"
#include "compiler/base/WholeFile.h"
#include "compiler/driver/Front.h"
#include "compiler/parse/Parser.h"
#include "compiler/tools/fmt/Format.h"

#include <cstdio>

namespace flow::driver {

/// The formatted text, or nothing, and a message: it must mean the same; anything else is our mistake. A comment in an
/// odd place may allow a better layout once it has moved, so the text is formatted until it stays as it is.
static std::optional<std::string> formattedText(const Front &front, const ast::Module &module,
                                                const std::string &path) {
  constexpr int kMostRounds = 8;
  std::string tree = ast::printModule(module);
  std::string text = fmt::formatModule(module, front.sources);
  for (int round = 0; round < kMostRounds; ++round) {
    Front again;
    again.file = again.sources.add(path, text);
    std::unique_ptr<ast::Module> parsed = parse::parseModule(again.sources, again.file, again.emitter);
    if (again.emitter.hasErrors() || ast::printModule(*parsed) != tree) {
      std::fprintf(stderr, "error: formatting would change what %s means; it is left as it is\n", path.c_str());
      return std::nullopt;
    }
    std::string next = fmt::formatModule(*parsed, again.sources);
    if (next == text) break;
    text = std::move(next);
  }
  return text;
}

static int formatFile(const Invocation &invocation, const std::string &path) {
  bool isPiped = path == "-";
  Front front;
  if (!loadSource(isPiped ? "/dev/stdin" : path, front)) return kWrongUse;
  std::unique_ptr<ast::Module> module = parse::parseModule(front.sources, front.file, front.emitter);
  printDiagnostics(invocation, front.sources, front.emitter.sorted());
  if (front.emitter.hasErrors()) return kCompileFailed;
  std::optional<std::string> formatted = formattedText(front, *module, path);
  if (!formatted) return kProgramFailed;
  if (isPiped && !invocation.checkOnly) return std::fputs(formatted->c_str(), stdout) < 0 ? kProgramFailed : kOk;
  if (*formatted == front.sources.text(front.file)) return kOk;
  if (invocation.checkOnly) {
    std::printf("not formatted: %s\n", path.c_str());
    return kProgramFailed;
  }
  std::string problem;
  if (writeWhole(path, *formatted, problem)) return kOk;
  std::fprintf(stderr, "error: cannot write %s: %s\n", path.c_str(), problem.c_str());
  return kProgramFailed;
}

int fmtCommand(const Invocation &invocation) {
  int worst = kOk;
  for (const std::string &path : invocation.files) worst = std::max(worst, formatFile(invocation, path));
  return worst;
}

} // namespace flow::driver

// flow-parse: the front end by itself, for those who work on it.
//   flow-parse tokens|ast|check|fmt FILE..   what `flowc emit`, `check` and `fmt` would print, without sema
//   flow-parse stable FILE..   whether formatting keeps tree and comments, and is done after one time
//   flow-parse exact FILE..    whether the grammar finds a file ambiguous
//   flow-parse time FILE..     milliseconds of the first parse in this process and of the next ones
#include "compiler/ast/AstPrinter.h"
#include "compiler/diag/TextRenderer.h"
#include "compiler/parse/Parser.h"
#include "compiler/tools/fmt/Format.h"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string_view>

namespace {

using namespace flow;
using Clock = std::chrono::steady_clock;

double millisecondsOf(const SourceManager &sources, uint32_t file) {
  diag::Emitter emitter;
  Clock::time_point begin = Clock::now();
  parse::parseModule(sources, file, emitter);
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

void time(const SourceManager &sources, uint32_t file) {
  double first = millisecondsOf(sources, file), best = first;
  for (int round = 0; round != 10; ++round) best = std::min(best, millisecondsOf(sources, file));
  std::printf("%s: %u lines, first %.2f ms, then %.2f ms\n", std::string(sources.name(file)).c_str(),
              sources.lineCount(file), first, best);
}

/// Formatting keeps the tree and the comments, and a second time changes nothing.
int checkStable(const SourceManager &sources, uint32_t file) {
  auto failed = [&](const char *why) {
    return std::printf("%s: %s\n", std::string(sources.name(file)).c_str(), why), 1;
  };
  diag::Emitter emitter;
  auto module = parse::parseModule(sources, file, emitter);
  if (emitter.hasErrors()) return 0;
  SourceManager again;
  uint32_t second = again.add("formatted", fmt::formatModule(*module, sources));
  auto formatted = parse::parseModule(again, second, emitter);
  if (emitter.hasErrors()) return failed("the formatted text does not parse");
  if (ast::printModule(*module) != ast::printModule(*formatted)) return failed("formatting changes the tree");
  if (module->comments.size() != formatted->comments.size()) return failed("formatting loses a comment");
  if (fmt::formatModule(*formatted, again) != again.text(second)) return failed("formatting twice changes the text");
  return 0;
}

int run(std::string_view command, const char *path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::fprintf(stderr, "cannot read %s\n", path), 64;
  std::ostringstream text;
  text << in.rdbuf();
  SourceManager sources;
  uint32_t file = sources.add(path, text.str());
  if (command == "time") return time(sources, file), 0;
  if (command == "stable") return checkStable(sources, file);
  diag::Emitter emitter;
  if (command == "tokens") {
    std::fputs(parse::dumpTokens(sources, file, emitter).c_str(), stdout);
  } else {
    auto module = parse::parseModule(sources, file, emitter);
    if (command == "ast") std::fputs(ast::printModule(*module).c_str(), stdout);
    if (command == "fmt" && !emitter.hasErrors()) std::fputs(fmt::formatModule(*module, sources).c_str(), stdout);
  }
  for (const diag::Diagnostic &each : emitter.sorted())
    std::fputs((diag::renderText(each, sources) + "\n").c_str(), stderr);
  return emitter.hasErrors() ? 2 : 0;
}

} // namespace

int main(int count, char **arguments) {
  int worst = count < 3 ? 64 : 0;
  for (int index = 2; index < count; ++index) worst = std::max(worst, run(arguments[1], arguments[index]));
  return worst;
}

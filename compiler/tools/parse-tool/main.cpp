// flow-parse: the front end by itself, for those who work on it.
//   flow-parse tokens|ast|check FILE..    what `flowc emit` and `flowc check` would print, without sema
//   flow-parse time FILE..                milliseconds of the first parse in this process and of the next
//   ones
#include "compiler/ast/AstPrinter.h"
#include "compiler/diag/TextRenderer.h"
#include "compiler/parse/Parser.h"

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

int run(std::string_view command, const char *path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::fprintf(stderr, "cannot read %s\n", path), 64;
  std::ostringstream text;
  text << in.rdbuf();
  SourceManager sources;
  uint32_t file = sources.add(path, text.str());
  if (command == "time") return time(sources, file), 0;
  diag::Emitter emitter;
  if (command == "tokens") {
    std::fputs(parse::dumpTokens(sources, file, emitter).c_str(), stdout);
  } else {
    auto module = parse::parseModule(sources, file, emitter);
    if (command == "ast") std::fputs(ast::printModule(*module).c_str(), stdout);
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

#include "compiler/driver/Front.h"

#include "compiler/base/LargeStack.h"
#include "compiler/diag/DisplayText.h"
#include "compiler/diag/JsonRenderer.h"
#include "compiler/diag/TextRenderer.h"
#include "compiler/driver/KnownArguments.h"
#include "compiler/modules/SourceFile.h"
#include "compiler/schema/FileSchemas.h"

#include <unistd.h>

#include <algorithm>
#include <thread>

namespace flow::driver {

void printDiagnostics(const Invocation &invocation, const SourceManager &sources,
                      const std::vector<diag::Diagnostic> &diagnostics) {
  bool isTerminal = isatty(STDERR_FILENO) != 0;
  for (const diag::Diagnostic &diagnostic : diagnostics) {
    std::string text = invocation.jsonDiagnostics ? diag::renderJson(diagnostic, sources)
                                                  : diag::renderText(diagnostic, sources, {isTerminal}) + "\n";
    std::fwrite(text.data(), 1, text.size(), stderr);
  }
}

bool loadSource(const std::string &path, Front &front) {
  std::string problem;
  std::optional<std::string> text = modules::readSource(path, problem);
  if (!text) {
    std::fprintf(stderr, "error: cannot read %s: %s\n", path.c_str(), problem.c_str());
    return false;
  }
  front.file = front.sources.add(path, std::move(*text));
  return true;
}

bool programParams(const Invocation &invocation, std::vector<sema::ParamArgument> &out) {
  const auto &arguments = invocation.programArguments;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string &argument = arguments[i];
    if (!argument.starts_with("--") || argument.size() == 2) {
      std::fprintf(stderr, "error: `%s` is no flag: params are given as --name VALUE\n", argument.c_str());
      return false;
    }
    size_t equals = argument.find('=');
    sema::ParamArgument param;
    param.name = argument.substr(2, equals == std::string::npos ? std::string::npos : equals - 2);
    if (equals != std::string::npos)
      param.value = argument.substr(equals + 1);
    else if (i + 1 < arguments.size() && !arguments[i + 1].starts_with("--"))
      param.value = arguments[++i];
    out.push_back(std::move(param));
  }
  return true;
}

bool printedProgramHelp(const Invocation &invocation, const Front &front) {
  const auto &arguments = invocation.programArguments;
  if (std::ranges::find(arguments, "--help") == arguments.end()) return false;
  std::printf("Usage: flowc %s [FLAGS OF FLOWC] %s [PARAMS]\n", invocation.command.c_str(),
              invocation.files[0].c_str());
  const std::string &about = front.modules.main().syntax->doc;
  if (!about.empty()) std::printf("\n%s\n", about.c_str());
  bool hasParams = false;
  for (const ast::Item &item : front.modules.main().syntax->items) {
    const auto *param = ast::dynCast<const ast::ParamDecl>(item.decl);
    if (!param) continue;
    if (!hasParams) std::printf("\nParams:\n");
    hasParams = true;
    std::string flag = param->name.text;
    std::ranges::replace(flag, '_', '-');
    std::string type = param->type ? std::string(front.sources.text(param->type->span)) : "";
    std::string doc = param->doc; // its further lines stand below the first
    for (size_t at = 0; (at = doc.find('\n', at)) != std::string::npos;) doc.insert(++at, 32, ' ');
    auto padded = [](std::string text, size_t cells) {
      size_t width = diag::displayLine(text).width();
      return width < cells ? text.append(cells - width, ' ') : text;
    };
    std::printf("  --%s %s %s", padded(flag, 16).c_str(), padded(type, 10).c_str(), doc.c_str());
    if (param->defaultValue)
      std::printf(" (default: %s)", std::string(front.sources.text(param->defaultValue->span)).c_str());
    else
      std::printf("%s", type.ends_with("?") ? "" : " (required)");
    if (type.starts_with("List[")) std::printf(" (may be repeated)");
    std::printf("\n");
  }
  if (!hasParams) std::printf("\nThis program has no params.\n");
  return true;
}

/// Whether the report is about the flags of the program rather than its text.
static bool isAboutFlags(diag::Code code) {
  return code == diag::Code::UnknownParam || code == diag::Code::BadParam || code == diag::Code::MissingParam;
}

/// Finds the examples of the file. Of a file of the library itself nothing else is looked at: its functions are those
/// that every program has.
static void loadExamples(Front &front) {
  modules::Module &main = front.modules.main();
  size_t errors = front.emitter.errorCount();
  front.examples = modules::findDocExamples(front.sources, *main.syntax, front.emitter);
  front.modules.isCheckable &= front.emitter.errorCount() == errors;
  if (!modules::isOfLibrary(front.sources.text(front.file))) return;
  main.syntax = std::make_unique<ast::Module>();
  main.syntax->file = front.file;
}

static bool hasTests(const Front &front) {
  return !front.examples.empty() || std::ranges::any_of(front.modules.main().syntax->items, [](const ast::Item &item) {
    return ast::dynCast<const ast::TestDecl>(item.decl) != nullptr;
  });
}

bool analyzeSource(const Invocation &invocation, Front &front, int &exitCode) {
  front.modules = modules::loadModules(front.sources, front.file, front.emitter);
  bool isTest = invocation.command == "test" || invocation.emitTests;
  if (isTest && front.modules.isWhole) loadExamples(front);
  bool isOfInterest = invocation.command != "test" || hasTests(front);
  if (front.modules.isCheckable && isOfInterest) {
    bool isWhole = front.modules.isWhole; // else a param may be among what is wrong
    if (isWhole && printedProgramHelp(invocation, front)) {
      exitCode = kOk;
      return false;
    }
    sema::Options options;
    if (isWhole && !programParams(invocation, options.params)) {
      exitCode = kWrongUse;
      return false;
    }
    options.askLibrary = askLibrary;
    options.sources = &front.sources;
    options.requireParams = isWhole && invocation.command != "check" && invocation.target != "types" && !isTest;
    uint32_t threads = invocation.threads ? invocation.threads : std::max(1u, std::thread::hardware_concurrency());
    schema::FileSchemas schemas(threads);
    FileWatch watched(schemas);
    front.library = std::make_unique<modules::StandardLibrary>(front.sources, front.emitter);
    // Expressions may be as deep as the limits of the parser allow; so in Back.cpp.
    runOnLargeStack([&] {
      sema::Input input{front.modules, front.sources, *front.library, &front.examples};
      front.program = sema::analyze(input, front.types, watched, options, front.emitter);
    });
    front.filesSeen = watched.seen();
  }
  std::vector<diag::Diagnostic> reported = front.emitter.sorted();
  printDiagnostics(invocation, front.sources, reported);
  bool onlyFlags = true;
  for (const diag::Diagnostic &diagnostic : reported)
    onlyFlags &= diag::severityOf(diagnostic.code) != diag::Severity::Error || isAboutFlags(diagnostic.code);
  exitCode = onlyFlags ? kWrongUse : kCompileFailed;
  return !front.emitter.hasErrors();
}

} // namespace flow::driver

// The command line of flowc.
#include "compiler/driver/Invocation.h"

#include "compiler/base/EditDistance.h"
#include "runtime/text/ValueParser.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <sstream>

namespace flow::driver {

static void addDiagnosticsOption(CLI::App &app, Invocation &out) {
  app.add_option_function<std::string>(
         "--diagnostics", [&out](const std::string &format) { out.jsonDiagnostics = format == "json"; },
         "how errors are printed: text or json, one object a line")
      ->check(CLI::IsMember({"text", "json"}));
}

/// Options that concern how a source is compiled.
static void addCompileOptions(CLI::App &app, Invocation &out) {
  addDiagnosticsOption(app, out);
  app.add_option("--passes", out.passes, "passes of the optimizer: all, none, or -name,-name to leave some out");
  app.add_flag("--time-passes", out.timePasses, "print the time that each pass took");
  app.add_flag_callback(
      "--no-cache", [&out] { out.useCache = false; },
      "neither use nor fill the cache in ~/.cache/flow (or $FLOW_CACHE_DIR)");
  app.add_option("--threads", out.threads, "worker threads (default: all processors)")->check(CLI::Range(1, 1024));
}

/// Options that concern how a program runs.
static void addRunOptions(CLI::App &app, Invocation &out) {
  app.add_option("--morsel-rows", out.batchRows, "rows of a batch, for tests")->check(CLI::Range(1, 1024));
  app.add_flag_callback(
      "--serial", [] {}, "run spawned calls at once, where they stand (no program has such calls yet)");
  app.add_flag("--stats", out.printStats, "print what was compiled, each object and how long it took");
  app.add_option_function<std::string>(
      "--memory",
      [&out](const std::string &text) {
        int64_t bytes = 0;
        if (text::parseSize(text, bytes) != text::Parsed::Value || bytes <= 0)
          throw CLI::ValidationError("--memory", "`" + text + "` is no limit; write a size such as 500MB or 1.5GiB");
        out.memoryBytes = static_cast<uint64_t>(bytes);
      },
      "memory limit: a size as in programs, such as 500MB or 1.5GiB");
}

static void addTestCommand(CLI::App &app, Invocation &out) {
  CLI::App *test = app.add_subcommand("test", "run the tests of programs, and the examples in their doc comments");
  addCompileOptions(*test, out);
  addRunOptions(*test, out);
  test->add_option("--filter", out.filter, "run the tests whose names have this text in them");
  test->add_flag("--list", out.listOnly, "print the names of the tests instead of running them");
  test->add_option("--jobs", out.jobs, "tests at a time (default: all processors)")->check(CLI::Range(1, 1024));
  test->add_option("--time-limit", out.limitSeconds, "seconds that each test may take (default: any)")
      ->check(CLI::Range(0.001, 1e6));
  test->add_option("--junit", out.junitFile, "write the results to this file as JUnit XML, too");
  test->add_option("paths", out.files, "source files, and folders to find them in (default: the working directory)");
}

static void addFile(CLI::App &app, Invocation &out) {
  app.add_option_function<std::string>(
         "file", [&out](const std::string &file) { out.files = {file}; }, "the program, a .flow file")
      ->required();
}

/// The number of arguments up to and including the source file: what follows belongs to the program, `--help` too.
static int argumentsOfFlowc(int argc, char **argv) {
  std::string_view command = argc > 1 ? argv[1] : "";
  bool takesProgram = command == "run" || command == "check" || command == "emit";
  for (int i = 2; takesProgram && i < argc; ++i)
    if (std::string_view(argv[i]).ends_with(".flow")) return i + 1;
  return argc;
}

/// Commands of the language that this version does not have.
static constexpr std::string_view kLaterCommands[] = {"build", "serve", "submit", "node", "lsp", "repl", "doc"};

/// A word that is no command: says so, with what it may have been. The parser of options only says that one is missing.
static bool isUnknownCommand(const CLI::App &app, int argc, char **argv) {
  std::string_view word = argc > 1 ? argv[1] : "";
  if (word.empty() || word.starts_with('-')) return false;
  std::vector<std::string> names;
  for (const CLI::App *command : app.get_subcommands([](const CLI::App *) { return true; }))
    names.push_back(command->get_name());
  if (std::ranges::find(names, word) != names.end()) return false;
  std::vector<std::string_view> candidates(names.begin(), names.end());
  std::string list;
  for (const std::string &name : names) list += (list.empty() ? "" : ", ") + name;
  auto text = [](std::string_view view) { return std::string(view); };
  if (std::ranges::find(kLaterCommands, word) != std::end(kLaterCommands))
    std::fprintf(stderr, "error: `flowc %s` is not built yet\n", text(word).c_str());
  else if (word.ends_with(".flow"))
    std::fprintf(stderr, "error: what to do with `%s` is missing\nhelp: flowc run %s\n", text(word).c_str(),
                 text(word).c_str());
  else if (auto near = closestName(word, candidates))
    std::fprintf(stderr, "error: there is no command `%s`\nhelp: did you mean `flowc %s`?\n", text(word).c_str(),
                 text(*near).c_str());
  else
    std::fprintf(stderr, "error: there is no command `%s`\nhelp: the commands are %s\n", text(word).c_str(),
                 list.c_str());
  return true;
}

bool parseCommandLine(int argc, char **argv, Invocation &out, int &exitCode) {
  CLI::App app{"flowc compiles and runs Flow programs", "flowc"};
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("flowc " FLOW_VERSION), "print the version");
  app.footer("Exit codes: 0 done, 1 the program failed, 2 it did not compile, 64 wrong use, 130 interrupted.\n"
             "`flowc COMMAND --help` says more about a command.");

  CLI::App *run = app.add_subcommand("run", "compile a program and run it");
  addCompileOptions(*run, out);
  addRunOptions(*run, out);
  addTestCommand(app, out);
  CLI::App *check = app.add_subcommand("check", "find mistakes without running");
  addCompileOptions(*check, out);
  CLI::App *emit = app.add_subcommand("emit", "print a stage of compilation");
  emit->add_option("stage", out.target, "tokens, ast, types, ir, plan, tasks, llvm or asm")
      ->required()
      ->check(CLI::IsMember({"tokens", "ast", "types", "ir", "plan", "tasks", "llvm", "asm"}));
  emit->add_flag("--tests", out.emitTests, "of the file's tests instead of its statements: ir, plan, tasks, llvm, asm");
  addCompileOptions(*emit, out);
  CLI::App *fmt = app.add_subcommand("fmt", "rewrite files in the one style of the language");
  fmt->add_option("files", out.files, "source files; `-` reads standard input and writes standard output")->required();
  fmt->add_flag("--check", out.checkOnly, "change nothing: print the files that would change, and exit with 1 if any");
  addDiagnosticsOption(*fmt, out);
  CLI::App *explain = app.add_subcommand("explain", "explain the code of a diagnostic");
  explain->add_option("code", out.target, "such as F0312")->required();
  app.add_subcommand("version", "print the version");
  for (CLI::App *command : {run, check, emit}) {
    addFile(*command, out);
    command->footer("Flags after the file name are the program's params: `flowc run FILE --help` lists them.");
  }
  if (isUnknownCommand(app, argc, argv)) {
    exitCode = kWrongUse;
    return false;
  }
  try {
    int ours = argumentsOfFlowc(argc, argv);
    app.parse(ours, argv);
    out.programArguments.assign(argv + ours, argv + argc);
  } catch (const CLI::ParseError &error) {
    bool isHelp = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);
    std::ostringstream help, complaint;
    app.exit(error, help, complaint);
    std::fputs(help.str().c_str(), stdout);
    std::fputs(complaint.str().c_str(), stderr);
    exitCode = isHelp ? kOk : kWrongUse;
    return false;
  }
  CLI::App *chosen = app.get_subcommands().front();
  out.command = chosen->get_name();
  return true;
}

} // namespace flow::driver

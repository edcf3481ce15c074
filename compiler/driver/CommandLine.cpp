// The command line of flowc.
#include "compiler/driver/Invocation.h"

#include <CLI/CLI.hpp>

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
  app.add_option("--memory", out.memoryBytes, "memory limit, such as 4GiB")->transform(CLI::AsSizeValue(false));
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

bool parseCommandLine(int argc, char **argv, Invocation &out, int &exitCode) {
  CLI::App app{"flowc compiles and runs Flow programs", "flowc"};
  app.require_subcommand(1);
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
  try {
    int ours = argumentsOfFlowc(argc, argv);
    app.parse(ours, argv);
    out.programArguments.assign(argv + ours, argv + argc);
  } catch (const CLI::ParseError &error) {
    bool isHelp = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);
    app.exit(error);
    exitCode = isHelp ? kOk : kWrongUse;
    return false;
  }
  CLI::App *chosen = app.get_subcommands().front();
  out.command = chosen->get_name();
  return true;
}

} // namespace flow::driver

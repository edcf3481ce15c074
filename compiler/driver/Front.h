#pragma once
// The front half of every command: source text, syntax tree, typed tree, and what was reported on the way.

#include "compiler/ast/Ast.h"
#include "compiler/base/SourceManager.h"
#include "compiler/driver/FileWatch.h"
#include "compiler/driver/Invocation.h"
#include "compiler/modules/ModuleGraph.h"
#include "compiler/modules/StandardLibrary.h"
#include "compiler/sema/Sema.h"

namespace flow::driver {

struct Front {
  SourceManager sources;
  diag::Emitter emitter;
  types::TypeContext types;
  uint32_t file = 0;
  modules::ModuleGraph modules; ///< the file and what it imports
  std::vector<modules::DocExample> examples; ///< of the file, when they are to be tests
  std::unique_ptr<modules::StandardLibrary> library; ///< owns the trees of what the program uses of it
  std::unique_ptr<tree::Program> program;
  std::optional<std::vector<WatchedPath>> filesSeen; ///< those that gave columns, see FileWatch::seen
};

/// Reads the file into `front`; false, and a message on standard error, when that fails.
bool loadSource(const std::string &path, Front &front);
/// Parses and, unless that failed, analyzes; prints what was reported. False when there are errors. For `test`, a file
/// without tests is only parsed, and `program` stays null.
/// `exitCode` says how to end then: wrong flags of the program are wrong use.
bool analyzeSource(const Invocation &invocation, Front &front, int &exitCode);
/// `--name value` of the program's arguments. False, and a message, for anything else.
bool programParams(const Invocation &invocation, std::vector<sema::ParamArgument> &out);
/// Whether the program's arguments ask for its help; prints it then.
bool printedProgramHelp(const Invocation &invocation, const Front &front);

/// Prints to standard error, as text or as JSON.
void printDiagnostics(const Invocation &invocation, const SourceManager &sources,
                      const std::vector<diag::Diagnostic> &diagnostics);

} // namespace flow::driver

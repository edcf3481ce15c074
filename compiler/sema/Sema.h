#pragma once
// Semantic analysis: from the syntax trees of the file that is run and of its imports to the typed tree. Resolves
// names, infers types, computes the row of every frame, reads the schemas of files, and reports everything that is
// wrong; it never changes the syntax tree.

#include "compiler/base/SourceManager.h"
#include "compiler/diag/Diagnostic.h"
#include "compiler/modules/DocExamples.h"
#include "compiler/modules/ModuleGraph.h"
#include "compiler/modules/StandardLibrary.h"
#include "compiler/schema/SchemaProvider.h"
#include "compiler/sema/Tree.h"

#include <optional>
#include <vector>

namespace flow::sema {

/// One `--name value` of the command line, in order; `value` is missing for `--flag` and `--no-flag`.
struct ParamArgument {
  std::string name;
  std::optional<std::string> value;
};

/// An argument that a function of the library refuses whatever the others are, such as a pattern that is none.
struct Refusal {
  size_t argument = 0;
  std::string why; ///< as the failure would say
};
/// What the function, a line of Functions.def, says of arguments that are known; null: this one is not.
using AskLibrary = std::optional<Refusal> (*)(uint32_t function, const std::vector<const ir::Constant *> &arguments);

struct Options {
  /// Null: what literals the library refuses is found out when the program runs.
  AskLibrary askLibrary = nullptr;
  std::vector<ParamArgument> params;
  /// False when only the file is checked, without its flags: a required param is then no error.
  bool requireParams = true;
  /// The texts of the module's files, which a failed `assert` quotes; without them it shows no values.
  const SourceManager *sources = nullptr;
};

/// What is analyzed: the file that is run and what it imports.
struct Input {
  const modules::ModuleGraph &graph;
  const SourceManager &sources;
  modules::StandardLibrary &library;
  /// Examples of the file that are to be tests, too.
  const std::vector<modules::DocExample> *examples = nullptr;
};

/// Always gives a program; it is complete only when `emitter` has no errors.
std::unique_ptr<tree::Program> analyze(const Input &input, types::TypeContext &types, schema::SchemaProvider &schemas,
                                       const Options &options, diag::Emitter &emitter);

} // namespace flow::sema

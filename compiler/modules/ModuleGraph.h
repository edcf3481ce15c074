#pragma once
// The file that is run, and all files that it imports, and those that they import: parsed, each once.

#include "compiler/ast/Ast.h"
#include "compiler/base/SourceManager.h"
#include "compiler/diag/Diagnostic.h"

#include <deque>
#include <map>
#include <memory>

namespace flow::modules {

struct Module {
  uint32_t file = 0; ///< in the SourceManager, which knows its path
  std::unique_ptr<ast::Module> syntax;
  /// What its imports are of; null where that is not known, which was reported.
  std::map<const ast::ImportDecl *, Module *> imports;
};

struct ModuleGraph {
  bool isWhole = true;        ///< there are no syntax errors, though imports may be wrong
  bool isCheckable = true;    ///< what syntax errors took leaves items that can be understood
  std::deque<Module> modules; ///< the first is the file that is run; an imported one stands before what it imports

  Module &main() { return modules.front(); }
  const Module &main() const { return modules.front(); }
};

/// Parses the file and what it imports. Reports files that cannot be read, and imports in a circle.
ModuleGraph loadModules(SourceManager &sources, uint32_t file, diag::Emitter &emitter);

} // namespace flow::modules

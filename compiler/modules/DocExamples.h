#pragma once
// The examples in the doc comments of a file: what stands between the lines "```flow" and "```", without the slashes.

#include "compiler/ast/Ast.h"
#include "compiler/base/SourceManager.h"
#include "compiler/diag/Diagnostic.h"

#include <memory>
#include <string>
#include <vector>

namespace flow::modules {

struct DocExample {
  std::string about;                   ///< the name of what is documented; empty when it is the file
  uint32_t line = 0;                   ///< of its fence
  Span fence;                          ///< that opens it
  std::unique_ptr<ast::Module> syntax; ///< its spans are those of the file; its comments those within the example
};

/// Of all doc comments of the module, in order. Reports what does not parse.
std::vector<DocExample> findDocExamples(const SourceManager &sources, const ast::Module &module,
                                        diag::Emitter &emitter);

} // namespace flow::modules

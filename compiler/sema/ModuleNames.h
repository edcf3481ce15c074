#pragma once
// What the names of one module mean.

#include "compiler/ast/Ast.h"
#include "compiler/types/Type.h"

#include <map>
#include <string>

namespace flow::sema {

struct ModuleNames {
  const ast::Module *syntax = nullptr;
  std::map<std::string, const ast::FnDecl *, std::less<>> functions;
  std::map<std::string, const ast::Decl *, std::less<>> typeDecls; ///< SchemaDecl, TypeDecl
  /// Of those that are not generic, once somebody asked.
  std::map<std::string, const types::Type *, std::less<>> namedTypes;
};

} // namespace flow::sema

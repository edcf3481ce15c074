#pragma once
// What the names of one module mean.

#include "compiler/ast/Ast.h"
#include "compiler/types/Type.h"

#include <map>
#include <string>

namespace flow::sema {

struct ModuleNames;

/// A variant of an enum or of a declared error.
struct VariantName {
  const ast::Decl *decl = nullptr; ///< null: not found, and reported
  ModuleNames *module = nullptr;
  uint32_t index = 0;
};
/// The variants of an EnumDecl or ErrorDecl; null for another declaration.
const std::vector<ast::VariantDecl> *variantsOf(const ast::Decl &decl);

struct ModuleNames {
  const ast::Module *syntax = nullptr;
  std::map<std::string, const ast::FnDecl *, std::less<>> functions;
  std::map<std::string, const ast::Decl *, std::less<>> typeDecls; ///< schemas, types, enums, errors
  std::map<std::string, std::vector<VariantName>, std::less<>> variants;
  /// Of those that are not generic, once somebody asked.
  std::map<std::string, const types::Type *, std::less<>> namedTypes;
};

} // namespace flow::sema

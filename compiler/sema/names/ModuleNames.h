#pragma once
// What the names of one module mean: those that it declares, and those that it imports.

#include "compiler/modules/ModuleGraph.h"
#include "compiler/sema/Tree.h"

#include <map>
#include <set>
#include <string>

namespace flow::sema {

struct ModuleNames;

/// A `let` at the top level of a module, which functions see when its value is made of literals and other constants.
struct ModuleConstant {
  const ast::LetStmt *let = nullptr;
  ModuleNames *home = nullptr;
  bool isPublic = false;
  enum class State : uint8_t { Unknown, Open, Known } state = State::Unknown;
  tree::Local *local = nullptr; ///< once it is known; null when it is no constant
  bool isOfItself = false;       ///< reported
  bool isUsed = false;           ///< by the default of a param
};

/// A variant of an enum or of a declared error.
struct VariantName {
  const ast::Decl *decl = nullptr; ///< null: not found, and reported
  uint32_t index = 0;
};
/// Of a function, a type, a schema.
const ast::Name &nameOf(const ast::Decl &decl);
/// `3`, `-2.5`, also in parentheses: its type is chosen by its context.
bool isNumberLiteral(const ast::Expr &expr);
/// `Circle`, `Circle(r: 2.0)`, `Shape.Circle`: which enum is meant, and its type arguments, the context may say.
bool mayBeVariant(const ast::Expr &expr);
/// The variants of an EnumDecl or ErrorDecl; null for another declaration.
const std::vector<ast::VariantDecl> *variantsOf(const ast::Decl &decl);

struct ModuleNames {
  const ast::Module *syntax = nullptr;
  std::string_view file;  ///< its path, for messages
  bool isLibrary = false; ///< a file of stdlib
  std::map<std::string, const ast::FnDecl *, std::less<>> functions;
  std::map<std::string, const ast::Decl *, std::less<>> typeDecls; ///< schemas, types, enums, errors
  std::map<std::string, std::vector<VariantName>, std::less<>> variants;
  std::map<std::string, ModuleConstant *, std::less<>> constants;
  std::map<std::string, ModuleNames *, std::less<>> spaces; ///< modules that are imported whole, by their names here

  struct Imported {
    Span span;
    bool isUsed = false;
  };
  std::map<std::string, Imported, std::less<>> imports; ///< of the names above, those that come from elsewhere
  /// Names of what was reported where it is declared: nothing is known of what they mean.
  std::set<std::string, std::less<>> broken;

  /// Whether what is wrong with the name was reported elsewhere: it is broken, or stands in an item with syntax errors.
  bool isReported(std::string_view name) const {
    return broken.contains(name) || (syntax && syntax->leftOut.mentioned.contains(name));
  }
  /// The entry of the name in one of the tables, null when there is none; remembers that an import is used.
  template <typename Table> typename Table::mapped_type find(const Table &table, std::string_view name) {
    auto found = table.find(name);
    if (found == table.end()) return nullptr;
    if (auto import = imports.find(name); import != imports.end()) import->second.isUsed = true;
    return found->second;
  }
};

} // namespace flow::sema

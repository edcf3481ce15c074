#pragma once
// The names of each module: what it declares and what it imports.

#include "compiler/sema/Part.h"

#include <deque>
#include <unordered_map>

namespace flow::sema {

class Modules : Part {
public:
  using Part::Part;

  ModuleNames &main() { return main_; }
  ModuleNames &add() { return imported_.emplace_back(); }
  const std::deque<ModuleNames> &imported() const { return imported_; }
  /// Where the function or type is declared.
  ModuleNames *homeOf(const ast::Decl &decl) const { return homes_.at(&decl); }
  /// What tells the type from those of its name that other modules declare, in messages: the name of its module where
  /// the file that is run imports it whole, else that of its file. Empty when it needs no such name.
  std::string nameOfHome(const ast::Decl &decl) const;
  /// What stands in imported files, in the order of their import.
  void checkImported();
  void collectDeclarations(ModuleNames &names);
  void collectModules();
  bool requirePublic(const ModuleNames &from, const ast::Decl &decl, const ast::Name &declared, const ast::Name &used);
  bool requirePublic(const ModuleNames &from, const ModuleConstant &constant, const ast::Name &used);
  /// "it is `clean.tidy`": of a public name of a module that is imported whole; empty when there is none.
  std::string remedyInSpaces(const std::string &name, bool isMethod) const;
  void reportNotInModule(const ModuleNames &from, const ast::Name &name);
  void reportUnusedImports();
  ModuleNames *spaceNamed(std::string_view name);
  Expr *callInSpace(CallSite &call, ModuleNames &space, const ast::Name &name);
  Expr *memberOfSpace(ModuleNames &space, const ast::MemberExpr &member, const Type *expected);
  void checkImportedModule(ModuleNames &module);

private:
  void requireStatedTypes(const ast::FnDecl &fn);
  void refuseModified(const ast::FnDecl &fn);
  void breakImport(ModuleNames &into, const ast::ImportDecl &import);
  void bindImport(ModuleNames &into, const ast::ImportDecl &import, ModuleNames &from);
  bool addImport(ModuleNames &into, const std::string &name, Span span);
  void importName(ModuleNames &into, const ast::ImportedName &imported, ModuleNames &from);

  ModuleNames main_;                                           ///< of the file that is run
  std::deque<ModuleNames> imported_;                           ///< of the others
  std::unordered_map<const ast::Decl *, ModuleNames *> homes_; ///< of functions and types
};

} // namespace flow::sema

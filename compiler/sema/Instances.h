#pragma once
// Calls of functions of the program: each is checked for the types of its arguments.

#include "compiler/sema/Part.h"

#include <map>
#include <set>
#include <unordered_map>

namespace flow::sema {

class Instances : Part {
public:
  using Part::Part;

  /// Whether any call led to it.
  bool isCalled(const ast::FnDecl &decl) const;
  /// In a function that is checked anew for each call, the report shows the call too.
  void addCall(diag::Emitter::Builder &report) const;
  void checkUncalled(const ast::FnDecl &decl);
  bool isKnownName(std::string_view name);
  /// A value at the end of a body, or behind `return`, of a function that states no result.
  /// Of public functions that are not declared `nondet`, but are.
  void reportHiddenNondet();
  void reportNoResult(const Type *type, Span value);
  Expr *callUser(const CallSite &call, const ast::FnDecl &decl);
  /// Where the function is declared. Of the library, whose text is not the reader's, what the function takes instead.
  void showDeclared(diag::Emitter::Builder &report, const CallSite &call, const ast::FnDecl &decl, Span where,
                    const char *label) const;
  static bool isNumberConstant(const Expr *value);
  Expr *literalAs(Expr *value, const Type *type);
  const Signature &signatureOf(const ast::FnDecl &decl);

private:
  void checkDefaults(const ast::FnDecl &decl);
  /// Of a function whose body cannot be checked without a call: reports names that mean nothing in any case.
  void checkNames(const ast::FnDecl &decl);
  bool checkLambdasAgain(const ast::FnDecl &decl, const std::vector<const Argument *> &matched, TypeArguments &meanings,
                         std::vector<Expr *> &values);
  bool reportOtherResult(const Type *asked, const Expr *value, const TypeArguments &meanings);
  bool checkShapes(const CallSite &call, const ast::FnDecl &decl, const TypeArguments &meanings,
                   const std::vector<Expr *> &values);
  bool checkUserArguments(const CallSite &call, const ast::FnDecl &decl, const std::vector<const Argument *> &matched,
                          TypeArguments &meanings, std::vector<Expr *> &values);
  Expr *checkDefault(const ast::FnDecl &decl, const ast::Parameter &parameter, const Type *type);
  bool reportSwapped(const CallSite &call, const ast::FnDecl &decl, const std::vector<const Type *> &asked,
                     const std::vector<Expr *> &given, size_t wrong);
  bool reportTwoMeanings(const ast::FnDecl &decl, const std::vector<const Type *> &asked,
                         const std::vector<Expr *> &given, size_t wrong);
  tree::Function *instantiate(const ast::FnDecl &decl, const std::vector<const Type *> &arguments,
                              const std::vector<const Type *> &typeArguments, Span callSpan);
  tree::Function *knownInstance(const ast::FnDecl &decl, tree::Function &known, Span callSpan);
  void checkInstance(const ast::FnDecl &decl, tree::Function &function, const std::vector<const Type *> &arguments);
  /// Whether the function is being checked, for several types: it calls itself, so a closure would be a new type for
  /// every call.
  bool isOpenInstance(const ast::FnDecl &decl) const;

  std::unordered_map<const ast::FnDecl *, Signature> signatures_;
  std::map<InstanceKey, tree::Function *> instances_;
  std::vector<OpenInstance> instantiating_;
  std::set<const ast::Parameter *> openDefaults_; ///< that are being checked
  std::set<const ast::FnDecl *> endless_; ///< reported: they call themselves with ever new types
};

} // namespace flow::sema

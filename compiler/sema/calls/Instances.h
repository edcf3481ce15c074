#pragma once
// Calls of functions of the program: each is checked for the types of its arguments.

#include "compiler/sema/Part.h"

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <unordered_map>

namespace flow::sema {

/// A function checked for the types of its arguments.
struct Instance {
  const ast::FnDecl *decl;
  tree::Function *function;
  std::vector<const Type *> arguments, typeArguments;
  Span callSpan;             ///< of the call that led to it
  const Instance *caller;    ///< whose body holds that call; null: no function's
  std::string meanings;      ///< "T = i64" of a generic function; empty when every call sees the same errors
  bool isBegun = false;      ///< its body is checked, or is being checked
  bool givesNothing = false; ///< reported: it states no result, but has one
};

class Instances : Part {
public:
  using Part::Part;

  /// Whether any call led to it.
  bool isCalled(const ast::FnDecl &decl) const;
  /// In a function that is checked anew for each call, the report shows the call too.
  void addCall(diag::Emitter::Builder &report) const;
  /// What is wrong in a body of the library for the types at hand is reported at the call in the program; false: it is
  /// no such body.
  bool reportAtCall(diag::Code code, Span span, const std::string &message) const;
  void checkUncalled(const ast::FnDecl &decl);
  /// The bodies of functions that were called since: of those that state their results, a call does not wait for them.
  void checkCalled();
  /// The body of the function, where it waits to be checked and few others do because of it.
  void checkNow(const tree::Function &function);
  /// Whose body is being checked; null: no function's.
  Instance *current() const { return current_; }
  /// What is reported late, as if the body of the instance were being checked.
  void within(Instance *instance, const std::function<void()> &report);
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
  struct UserCall;
  bool matchParameters(UserCall &user);
  /// That functions give something where the callee keeps what they give.
  bool requireResults(const UserCall &user);
  bool coerceArgument(const UserCall &user, std::vector<Expr *> &arguments, size_t i);
  bool noteCallee(const UserCall &user, tree::Function &function, const std::vector<Expr *> &arguments);
  Expr *makeCall(const UserCall &user, std::vector<Expr *> &arguments);
  Expr *liftedCall(const UserCall &user, const std::vector<Expr *> &values);
  void checkDefaults(const ast::FnDecl &decl);
  /// Of a function whose body cannot be checked without a call: reports names that mean nothing in any case.
  void checkNames(const ast::FnDecl &decl);
  ArgumentRank rankOf(const UserCall &user, size_t i);
  const Type *expectedOf(const UserCall &user, size_t i);
  bool checkUserArguments(UserCall &user, std::vector<Expr *> &values);
  Expr *checkUserArgument(const UserCall &user, size_t i);
  void learnFrom(UserCall &user, const Type *asked, const Expr *value);
  bool inferUnknown(UserCall &user, const std::vector<size_t> &unknown, const std::vector<Expr *> &values);
  bool checkLambdasAgain(const UserCall &user, std::vector<Expr *> &values);
  bool isOnlyTaken(const UserCall &user, const Type *parameter);
  /// Says something of the type parameters of which it does not matter what they stand for.
  void settleUnknown(UserCall &user, const std::vector<Expr *> &values);
  bool reportOtherResult(const Type *asked, const Expr *value, const TypeArguments &meanings);
  bool checkShapes(const UserCall &user, const std::vector<Expr *> &values);
  Expr *checkDefault(const ast::FnDecl &decl, const ast::Parameter &parameter, const Type *type);
  bool reportSwapped(const CallSite &call, const ast::FnDecl &decl, const std::vector<const Type *> &asked,
                     const std::vector<Expr *> &given, size_t wrong);
  bool reportTwoMeanings(const ast::FnDecl &decl, const std::vector<const Type *> &asked,
                         const std::vector<Expr *> &given, size_t wrong);
  tree::Function *instantiate(const ast::FnDecl &decl, const std::vector<const Type *> &arguments,
                              const std::vector<const Type *> &typeArguments, Span callSpan);
  tree::Function *knownInstance(const ast::FnDecl &decl, tree::Function &known, Span callSpan);
  const Type *statedResult(const ast::FnDecl &decl, const std::vector<const Type *> &typeArguments);
  /// Whether the types of calls of itself would have no end: reported.
  bool reportEndless(const Instance &instance);
  void checkInstance(Instance &instance);
  void checkBody(Instance &instance);
  void requireNoValue(const tree::Block &body);
  /// How often the function is among those whose calls led to the body at hand.
  size_t countOpen(const ast::FnDecl &decl) const;

  std::unordered_map<const ast::FnDecl *, Signature> signatures_;
  std::map<InstanceKey, tree::Function *> instances_;
  std::deque<Instance> made_;
  std::unordered_map<const tree::Function *, Instance *> waiting_; ///< whose bodies are not checked yet
  std::vector<Instance *> called_; ///< of these the ones that no one has taken up, in the order of their calls
  Instance *current_ = nullptr;    ///< whose body is being checked
  size_t nesting_ = 0;             ///< bodies that are being checked, one inside of the call of another
  std::set<const ast::Parameter *> openDefaults_; ///< that are being checked
  std::set<const ast::FnDecl *> endless_;         ///< reported: they call themselves with ever new types
};

} // namespace flow::sema

#pragma once
// Calls and pipes: who is called.

#include "compiler/sema/Part.h"

#include <deque>
#include <optional>
#include <unordered_map>

namespace flow::sema {

class Calls : Part {
public:
  using Part::Part;

  /// `nulls: last`: the variant's name, or a report that lists the variants.
  std::optional<std::string> option(const Argument &argument, std::initializer_list<const char *> variants);
  bool requireArguments(const CallSite &call, size_t least, size_t most, std::initializer_list<const char *> named);
  const Argument *namedArgument(const CallSite &call, const char *name) const;
  Expr *checkCall(const ast::CallExpr &call, const Type *expected);
  Expr *checkPipe(const ast::PipeExpr &pipe, const Type *expected);
  /// `_`
  Expr *checkPlaceholder(const ast::Expr &expr, const Type *expected);
  Expr *pipedAs(Expr *piped, const Type *expected);
  bool refuseTypeArguments(const CallSite &call);
  /// Whether the library has a function of the name that needs nothing before it.
  bool isLibraryName(const std::string &name);
  void reportUnknownFunction(const CallSite &call, const ast::Name &name);
  Expr *callBuiltin(const CallSite &call, const std::vector<BuiltinFunction> &overloads);
  Expr *callConversion(const CallSite &call, const Type *target);
  Expr *builtin(const char *name, std::vector<Expr *> arguments, Span span);

private:
  Expr *callMember(CallSite &site, const ast::MemberExpr &member, bool isPiped);
  Expr *callExpression(const CallSite &site, const ast::Expr &callee);
  Expr *callNamed(CallSite &call, const ast::Name &name);
  Expr *callDeclared(CallSite &call, const ast::Name &name);
  Expr *callOfLanguage(const CallSite &call, const std::string &name);
  bool reportForOtherValues(const CallSite &call, const ast::Name &name);
  void addFunctionRemedy(diag::Emitter::Builder &builder, const ast::Name &name, bool isMethodCall);
  Expr *foreignAggregate(const CallSite &call, const std::string &name);
  Expr *foreignInSpace(const CallSite &call, const ast::NameExpr &space, const ast::MemberExpr &member);
  Expr *callOnFrame(CallSite &call, const std::string &name);
  bool isOfCollection(const CallSite &call);
  Expr *callOfLibrary(CallSite &call, const ast::Name &name);
  struct BuiltinChoice;
  bool checkBuiltinArguments(BuiltinChoice &choice, const BuiltinFunction &candidate,
                             const std::vector<const Argument *> &matched, std::vector<Expr *> &values,
                             bool &isComplete);
  bool considerOverload(BuiltinChoice &choice, const BuiltinFunction &candidate);
  Expr *callForOneType(const BuiltinChoice &choice);
  void reportNoOverload(const BuiltinChoice &choice);
  Expr *defaultOf(const BuiltinParameter &parameter, Span span);
  Expr *makeBuiltin(const BuiltinChoice &choice, const std::vector<Expr *> &arguments);
  bool isForOtherValues(const CallSite &call, const BuiltinFunction &function, const std::vector<const Type *> &types);
  void reportNotCallable(const Local &local, const ast::Name &name);
  Expr *callIsNull(const CallSite &call);
  Expr *callWrapping(const CallSite &call, ir::Op op);
  bool hasOwnType(const ast::Expr &expr);
  bool libraryTakes(const Type *first, const std::string &name);
  bool isForLibrary(CallSite &call, const ast::FnDecl &mine);
  const ast::FnDecl *ofOtherIntegers(CallSite &call, const std::vector<BuiltinFunction> &overloads);
  Expr *callCast(const CallSite &call);

  struct PipedValue { ///< on its way into a call
    const ast::CallExpr *target = nullptr;
    Expr *value = nullptr;
  };
  PipedValue piped_;
  std::deque<ast::Argument> madeArguments_;                           ///< of calls that are written in another form
  std::unordered_map<const Expr *, const ast::Expr *> pipedLiterals_; ///< numbers that a pipe brings
};

} // namespace flow::sema

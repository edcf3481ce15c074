#pragma once
// Calls and pipes: who is called.

#include "compiler/sema/Part.h"

#include <deque>
#include <optional>
#include <unordered_map>

namespace flow::sema {

/// How far a value is from a parameter of a built-in function: 0 equal, more by widening, none when it does not fit.
std::optional<int> overloadDistance(const Type *from, const Type *to);

class Calls : Part {
public:
  using Part::Part;

  /// `nulls: last`: the variant's name, or a report that lists the variants.
  std::optional<std::string> option(const Argument &argument, std::initializer_list<const char *> variants);
  bool requireArguments(const CallSite &call, size_t least, size_t most, std::initializer_list<const char *> named);
  const Argument *namedArgument(const CallSite &call, const char *name) const;
  Expr *checkCall(const ast::CallExpr &call, const Type *expected);
  Expr *checkPipe(const ast::PipeExpr &pipe, const Type *expected);
  /// The expression, whose call `target` gets the value as if it were piped into it.
  Expr *checkPipedInto(const ast::CallExpr &target, Expr *value, const ast::Expr &expr, const Type *expected);
  /// `_`
  Expr *checkPlaceholder(const ast::Expr &expr, const Type *expected);
  Expr *pipedAs(Expr *piped, const Type *expected);
  bool refuseTypeArguments(const CallSite &call);
  /// Whether the library has a function of the name that needs nothing before it.
  bool isLibraryName(const std::string &name);
  /// Whether the name of a function that the program and the library have means the library's, where it is used as a
  /// value and a first argument of the type arrives.
  bool isForLibrary(const std::string &name, const ast::FnDecl &mine, const Type *first);
  /// Whether what is written, whose type its context says, may become a value of the type. It may where only the
  /// analysis could tell.
  bool mayBecome(const ast::Expr &expr, const Type *type);
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
  std::string otherTakers(const std::string &name);
  void reportNoOverload(const BuiltinChoice &choice);
  Expr *defaultOf(const BuiltinParameter &parameter, Span span);
  Expr *makeBuiltin(const BuiltinChoice &choice, const std::vector<Expr *> &arguments);
  bool isRefused(const tree::Builtin &call, const BuiltinFunction &function);
  bool isForOtherValues(const CallSite &call, const BuiltinFunction &function, const std::vector<const Type *> &types);
  void reportUnknownArgument(const CallSite &call, const Argument &argument, std::initializer_list<const char *> named,
                             bool isShort);
  void reportWithoutFrame(const CallSite &call, const ast::Name &verb);
  void reportNotCallable(const Local &local, const ast::Name &name);
  Expr *callIsNull(const CallSite &call);
  Expr *callWrapping(const CallSite &call, ir::Op op);
  bool hasOwnType(const ast::Expr &expr);
  bool mayTake(const ast::FnDecl &mine, const Type *from);
  bool isKnownToLibrary(const std::string &name);
  bool languageTakes(const Type *first, const std::string &name);
  bool anyTypeTakes(const Type *first, const std::string &name);
  bool libraryTakes(const Type *first, const std::string &name);
  bool isOfManyValues(const ast::Expr &expr);
  bool isForAggregate(const CallSite &call, const ast::FnDecl &mine);
  /// Whether the call means the library's function although the program declares one of that name.
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

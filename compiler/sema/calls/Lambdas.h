#pragma once
// Functions as values.

#include "compiler/sema/Part.h"

#include <map>
#include <unordered_map>

namespace flow::sema {

class Lambdas : Part {
public:
  using Part::Part;

  /// The function that makes the values of the closure type.
  tree::Function *functionOf(const Type *closure) const { return closures_.at(closure); }
  Expr *checkLambda(const ast::LambdaExpr &lambda, const Type *expected);
  Expr *checkFunctionBody(const ast::Expr &body, const Type *expected);
  Local *visibleFrom(FunctionState &state, size_t scope, Local *local);
  Expr *captureColumn(FunctionState &state, uint32_t side, uint32_t index, Span span);
  /// The function `callee` (a name, or a member of a namespace) as a value.
  Expr *functionValue(const ast::Expr &callee, const ast::FnDecl *decl, const Type *expected);
  /// Whether the argument is a function whose parameters take their types from where it is passed.
  ArgumentRank rankOf(const Argument &argument);
  ArgumentRank rankOf(const ast::Expr &expr);
  /// The value as it is stored: a closure becomes an object.
  Expr *stored(Expr *value);
  tree::Function *storedFunction(const Type *closure);
  Expr *callValue(const CallSite &call, Expr *callee, const std::string &name);
  bool isNamespace(std::string_view name);
  /// Where `base.member` is not there since a value has the name of a namespace; else empty.
  std::string hiddenNamespaceRemedy(std::string_view base);

private:
  void checkLambdaInside(const ast::LambdaExpr &lambda, const Type *asked, std::vector<Capture> &captures,
                         tree::Function &function);
  Expr *closureOf(tree::Function &function, const std::vector<Capture> &captures);
  bool declareLambdaParameters(const ast::LambdaExpr &lambda, const Type *expected, tree::Function &function);
  void reportUnknownParameter(const ast::Parameter &parameter);
  const Type *asDeclared(const ast::FnDecl &decl, const Type *asked);
  bool reportOtherParameters(const ast::Expr &callee, const ast::FnDecl &decl, const std::string &name,
                             const Type *asked);
  bool requireArguments(const CallSite &call, const Type *type, const std::string &name);
  Expr *callStored(Expr *callee, std::vector<Expr *> arguments, Span span);
  Expr *callClosure(Expr *callee, std::vector<Expr *> arguments, Span span);
  Expr *callWith(Expr *callee, const std::vector<Expr *> &values, const std::string &name, Span span);
  Expr *checkLambdaBody(const ast::LambdaExpr &lambda, const tree::Function &function, const Type *result);

  std::unordered_map<const Type *, tree::Function *> closures_;        ///< the function of a closure
  std::unordered_map<const Type *, tree::Function *> storedFunctions_; ///< see storedFunction
  std::map<std::tuple<const ast::FnDecl *, std::string, const Type *>, const Type *> namedClosures_;
  ast::Module made_; ///< lambdas around named functions that are used as values
};

} // namespace flow::sema

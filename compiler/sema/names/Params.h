#pragma once
// The params of the program with the values of the command line.

#include "compiler/sema/Part.h"

#include <map>
#include <optional>

namespace flow::sema {

class Params : Part {
public:
  using Part::Part;

  void bindParams();

private:
  using ParamArguments = std::map<std::string, std::vector<ParamArgument>>; ///< by flag

  void reportNegation(const ast::ParamDecl &named, const ast::ParamDecl &negated);
  void bindParam(const ast::ParamDecl &decl, ParamArguments &given);
  bool bindGiven(tree::Param &param, Local &local, ParamArguments &given);
  void bindDefault(tree::Param &param, Local &local);
  void bindListParam(const ast::ParamDecl &decl, Local &local, const std::vector<ParamArgument> *given);
  void computeDefault(const ast::ParamDecl &decl, Local &local, Expr *value);
  Expr *failureOfParam(const ast::ParamDecl &decl, const Type *type);
  std::optional<ir::Constant> parseParamText(const ast::ParamDecl &decl, const Type *type, const std::string &text);
};

} // namespace flow::sema

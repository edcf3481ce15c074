#pragma once
// The types that syntax names, and what type parameters stand for.

#include "compiler/sema/Part.h"

#include <map>
#include <set>
#include <utility>

namespace flow::sema {

class TypeNames : Part {
public:
  using Part::Part;

  const Type *resolveType(const ast::Type &type);
  const Type *resolveTypeExpr(const ast::Expr &expr);
  const Type *decimalOfExprs(const std::vector<const ast::Expr *> &arguments, Span span);
  const Type *declaredType(const ast::Decl &decl, const std::vector<const Type *> &arguments);
  void reportBoundAsParameter(const std::vector<ast::TypeParameter> &parameters, const ast::TypeParameter &parameter);
  std::vector<const Type *> parameterTypes(const std::vector<ast::TypeParameter> &parameters);
  TypeScope scopeOf(const std::vector<ast::TypeParameter> &parameters, const std::vector<const Type *> &meanings) const;
  bool checkTypeArguments(const TypeArguments &arguments, const std::vector<ast::TypeParameter> &parameters,
                          const ast::Name &name, Span callSpan, const std::string &variant = {});
  bool checkBounds(const Type *type, const Type &parameter, const ast::TypeParameter &declared, const ast::Name &name,
                   Span span);
  bool giveTypeArguments(const CallSite &call, const std::vector<ast::TypeParameter> &parameters,
                         TypeArguments &arguments, const ast::Name &name);

private:
  const Type *typeNamed(const ast::Name &name, const std::vector<const Type *> &arguments, Span span);
  const Type *typeInSpace(const ast::Name &space, const ast::Name &name, const std::vector<const Type *> &arguments,
                          Span span);
  const Type *typeOfDecl(const ast::Decl &decl, const std::vector<const Type *> &arguments, Span span);
  std::vector<types::Field> resolveFields(const std::vector<ast::FieldDecl> &declared);
  bool expectTypeArguments(const ast::Name &name, size_t expected, size_t given, Span span);
  const Type *decimalType(unsigned precision, unsigned scale, Span span);
  const Type *resolveDeclared(const ast::Decl &decl, const std::vector<const Type *> &arguments, const Type *&known);
  const Type *recursiveType(const ast::Decl &decl, const std::vector<const Type *> &arguments);
  const Type *refuseLarge(const ast::Decl &decl, const Type *type);
  const Type *reportEndless(const ast::Decl &decl);
  const Type *reportGrowing(const ast::Decl &decl);
  void reportUnknownType(const std::string &name, Span span);

  /// With what the type parameters stand for; null while it is being resolved.
  std::map<std::pair<const ast::Decl *, std::vector<const Type *>>, const Type *> declaredTypes_;
  std::vector<const ast::Decl *> openTypes_; ///< that are being resolved
  std::set<const ast::Decl *> endlessTypes_; ///< reported: they contain themselves, or too much
};

} // namespace flow::sema

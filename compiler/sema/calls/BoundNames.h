#pragma once
// The names that a part of a program binds.

#include "compiler/ast/Walk.h"

#include <set>
#include <string>

namespace flow::sema {

/// The names that a body binds anywhere. Which of them are visible where does not matter here: a name that is bound
/// nowhere is unknown in any case.
class BoundNames : public ast::Walker {
public:
  std::set<std::string, std::less<>> names;

  using ast::Walker::enter;
  bool enter(const ast::Expr &expr) override {
    if (const auto *lambda = ast::dynCast<const ast::LambdaExpr>(&expr))
      for (const ast::Parameter &parameter : lambda->parameters) names.insert(parameter.name.text);
    if (const auto *handled = ast::dynCast<const ast::CatchExpr>(&expr)) names.insert(handled->error.text);
    return true;
  }
  void enter(const ast::Pattern &pattern) override {
    if (const auto *bind = ast::dynCast<const ast::BindPattern>(&pattern)) names.insert(bind->name.text);
    if (const auto *rest = ast::dynCast<const ast::RestPattern>(&pattern)) names.insert(rest->name.text);
    if (const auto *variant = ast::dynCast<const ast::VariantPattern>(&pattern))
      for (const ast::Name &field : variant->names) names.insert(field.text);
    if (const auto *record = ast::dynCast<const ast::RecordPattern>(&pattern))
      for (const ast::RecordPatternField &field : record->fields) names.insert(field.name.text);
  }
};

} // namespace flow::sema

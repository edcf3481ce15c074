#pragma once
// Blocks `test` and examples of docstrings.

#include "compiler/sema/Part.h"

#include <functional>

namespace flow::sema {

class Tests : Part {
public:
  using Part::Part;

  void checkTests();

private:
  /// A test whose statements `check` makes.
  tree::Test &addTest(std::string name, Span span, const std::function<void(tree::Test &)> &check);
  void checkExample(const modules::DocExample &example);
  void checkExampleStmt(const ast::Stmt &stmt, bool isPrinted, std::vector<tree::Stmt *> &out);
};

} // namespace flow::sema

#pragma once
// A call of a function of the program, while it is checked.

#include "compiler/sema/calls/Instances.h"

namespace flow::sema {

struct Instances::UserCall {
  const CallSite &call;
  const ast::FnDecl &decl;
  const Signature &signature;
  TypeArguments meanings;
  std::vector<const Argument *> matched; ///< for each parameter; null: its default
  std::vector<const Type *> asked;       ///< the types of the parameters; null where any is taken

  const ast::Parameter &parameter(size_t i) const { return decl.parameters[i]; }
};

} // namespace flow::sema

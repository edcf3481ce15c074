// The part of the library that is written in Flow (stdlib/*.flow): which of its functions a call means, and what only
// its files may write.
#include "compiler/ir/OpTyping.h"
#include "compiler/sema/Checker.h"
#include "compiler/types/AggregateTyping.h"

namespace flow::sema {

using diag::Code;

/// The name by which functions of the library say that they take such a value first.
static std::string_view kindOf(const Type *type) {
  switch (type->kind) {
  case TypeKind::List: return "List";
  case TypeKind::Map: return "Map";
  case TypeKind::Set: return "Set";
  case TypeKind::Record: return type->name;
  default: break;
  }
  if (type->isInt()) return "i64";
  return type->isStringLike() ? "str" : "";
}

ModuleNames &Checker::libraryNames(const ast::Module &module) {
  auto [at, isNew] = libraryModules_.try_emplace(&module, nullptr);
  if (isNew) {
    at->second = &imported_.emplace_back();
    at->second->syntax = &module;
    at->second->file = sources_.name(module.file);
    at->second->isLibrary = true;
    collectDeclarations(*at->second);
  }
  return *at->second;
}

const ast::FnDecl *Checker::libraryFunction(std::string_view kind, std::string_view name) {
  const ast::Module *module = standard_.moduleWith(kind, name);
  return module ? libraryNames(*module).functions.at(std::string(name)) : nullptr;
}

/// The call of a function of the library that is made for its first argument; null when there is none.
Expr *Checker::callLibrary(CallSite &call, const std::string &name) {
  if (!standard_.hasMethod(name) || call.positional.empty()) return nullptr;
  const ast::Argument *syntax = call.positional[0].syntax;
  bool isPlace = syntax && syntax->kind == ast::ArgumentKind::Inout; // `push(&xs, x)`
  Expr *first = isPlace ? check(*syntax->value) : checkArgument(call.positional[0]);
  if (first->type->is(TypeKind::Error)) return first;
  if (!isPlace) call.positional[0].piped = first; // checked once, whoever takes it
  std::string_view kind = kindOf(first->type->plain());
  if (kind.empty()) return nullptr;
  const ast::FnDecl *decl = libraryFunction(kind, name);
  return decl ? callUser(call, *decl) : nullptr;
}

/// `math.prod(xs)`, `random.seeded(7)`: null when no file of the library has it.
Expr *Checker::callLibrarySpace(CallSite &call, const ast::Name &space, const ast::Name &name) {
  const ast::FnDecl *decl = libraryFunction(space.text, name.text);
  if (!decl) return nullptr;
  call.name = &name;
  return callUser(call, *decl);
}

/// `op.list_sort(xs)`: the operation `list.sort` of Fn IR.
Expr *Checker::callOperation(const CallSite &call, const ast::Name &name) {
  std::string spelling = name.text;
  spelling[spelling.find('_')] = '.';
  std::optional<ir::Op> op = ir::opSpelled(spelling);
  FLOW_CHECK(op.has_value(), "stdlib: no operation ", spelling);
  auto *node = program_->make<tree::Operation>(nullptr, call.span);
  node->op = *op;
  std::vector<const Type *> operands;
  for (const Argument &argument : call.positional) {
    node->operands.push_back(checkArgument(argument));
    operands.push_back(node->operands.back()->type);
    if (operands.back()->is(TypeKind::Error)) return node->operands.back();
  }
  node->type = ir::impliedType(*op, operands, 0, types_);
  FLOW_CHECK(node->type != nullptr, "stdlib: operands of ", spelling);
  usesHost(call.span, "making a list");
  return node;
}

/// `Sum[T]`: the type of a sum of values of T, as for columns.
const Type *Checker::sumType(const Type *element) {
  if (element->is(TypeKind::Parameter)) return types_.error(); // of a signature: known when T is
  const Type *sum = types::aggregateType(abi::AggregateKind::Sum, element, false, types_);
  return sum ? sum : types_.error();
}

/// `fail Empty("why")`: the kind, when it is one; null otherwise.
const ast::Argument *Checker::libraryFailure(const ast::Expr &value, abi::FailureKind &kind) const {
  const auto *call = state_.module->isLibrary ? ast::dynCast<const ast::CallExpr>(&value) : nullptr;
  const auto *name = call ? ast::dynCast<const ast::NameExpr>(call->callee) : nullptr;
  if (!name) return nullptr;
#define FLOW_FAILURE(Name, Message)                                                                                    \
  if (name->name.text == #Name) {                                                                                      \
    kind = abi::FailureKind::Name;                                                                                     \
    return &call->arguments[0];                                                                                        \
  }
#include "runtime/abi/Failures.def"
  return nullptr;
}

} // namespace flow::sema

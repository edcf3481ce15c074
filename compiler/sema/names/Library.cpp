// The part of the library that is written in Flow (stdlib/*.flow): which of its functions a call means, and what only
// its files may write.
#include "compiler/sema/names/Library.h"

#include "compiler/ir/OpTyping.h"
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/calls/Instances.h"
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/names/Modules.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/values/Variants.h"
#include "compiler/sema/verbs/Rows.h"
#include "compiler/types/AggregateTyping.h"

namespace flow::sema {

using diag::Code;

/// The name by which functions of the library say that they take such a value first.
std::string_view Library::kindOf(const Type *type) {
  switch (type->kind) {
  case TypeKind::List: return "List";
  case TypeKind::Map: return "Map";
  case TypeKind::Set: return "Set";
  case TypeKind::Record:
    if (checker_.variants().isOfLibrary(type)) return type->name;
    break;
  default: break;
  }
  if (type->isInt()) return "i64";
  if (type->is(TypeKind::Path)) return "Path";
  if (type->is(TypeKind::Bytes)) return "bytes";
  return type->isStringLike() ? "str" : "";
}

ModuleNames &Library::libraryNames(const ast::Module &module) {
  auto [at, isNew] = modules_.try_emplace(&module, nullptr);
  if (isNew) {
    at->second = &checker_.modules().add();
    at->second->syntax = &module;
    at->second->file = checker_.sources().name(module.file);
    at->second->isLibrary = true;
    checker_.modules().collectDeclarations(*at->second);
  }
  return *at->second;
}

const ast::FnDecl *Library::libraryFunction(std::string_view kind, std::string_view name) {
  const ast::Module *module = checker_.standard().moduleWith(kind, name);
  return module ? libraryNames(*module).functions.at(std::string(name)) : nullptr;
}

bool Library::hasMethodOf(const Type *first, std::string_view name) {
  std::string_view kind = kindOf(first);
  if (kind.empty() || !checker_.standard().hasMethod(name)) return false;
  if (kind == "List") return functionOfList(first->element(), name) != nullptr;
  bool isRange = first == checker_.expressions().rangeType();
  const Type *element = isRange ? types_.i64() : first->is(TypeKind::Set) ? first->element() : nullptr;
  bool hasElements = element && functionOfList(element, name);
  return hasElements || libraryFunction(kind, name) || (kind == "Path" && libraryFunction("str", name));
}

/// Whether the second argument is a function.
bool Library::takesFunction(const CallSite &call) {
  if (call.positional.size() != 2) return false;
  const ast::Argument *second = call.positional[1].syntax;
  if (!second || !second->value || mayBeVariant(*second->value)) return false;
  return checker_.lambdas().rankOf(*second->value) == ArgumentRank::Lambda;
}

/// The call of a function of the library that is made for its first argument; null when there is none.
Expr *Library::callLibrary(CallSite &call, const std::string &name) {
  if (!checker_.standard().hasMethod(name) || call.positional.empty()) return nullptr;
  const ast::Argument *syntax = call.positional[0].syntax;
  bool isPlace = syntax && syntax->kind == ast::ArgumentKind::Inout; // `push(&xs, x)`
  Expr *first = isPlace ? check(*syntax->value) : checkArgument(call.positional[0]);
  if (first->type->is(TypeKind::Error)) return first;
  if (!isPlace) call.positional[0].piped = first; // checked once, whoever takes it
  std::string_view kind = kindOf(first->type->plain());
  if (kind.empty()) return nullptr;
  const ast::FnDecl *decl =
      kind == "List" ? functionOfList(first->type->plain()->element(), name) : libraryFunction(kind, name);
  if (const ast::FnDecl *other = decl && takesFunction(call) ? libraryFunction(kind, name + "_if") : nullptr)
    decl = other; // `xs.count(fn(x) => x > 1)`
  if (!decl && kind == "Path") decl = libraryFunction("str", name);
  if (!decl && !isPlace) decl = functionOfElements(call, first, name);
  return decl ? checker_.instances().callUser(call, *decl) : nullptr;
}

/// Lists of durations and of sizes have some functions of their own, as their sum is no number, and lists of 64-bit
/// integers, whose sum may not fit an i64.
const ast::FnDecl *Library::functionOfList(const Type *element, std::string_view name) {
  bool hasOwn = element->is(TypeKind::Duration) || element->is(TypeKind::Size) || element->is(TypeKind::I64) ||
                element->is(TypeKind::U64);
  const ast::FnDecl *own = hasOwn ? libraryFunction("List[" + text(element) + "]", name) : nullptr;
  return own ? own : libraryFunction("List", name);
}

/// What lists have, a set and a range have too: the function that takes the list of their elements, which becomes the
/// first argument of the call. Null when there is none.
const ast::FnDecl *Library::functionOfElements(CallSite &call, Expr *first, const std::string &name) {
  bool hasElements = first->type->is(TypeKind::Set) || first->type == checker_.expressions().rangeType();
  const Type *element = first->type->is(TypeKind::Set) ? first->type->element() : types_.i64();
  const ast::FnDecl *decl = hasElements ? functionOfList(element, name) : nullptr;
  if (!decl || decl->parameters[0].isInout) return nullptr;
  Expr *list = callMethod("to_list", first, call.positional[0].span);
  if (list->type->is(TypeKind::Error)) return nullptr;
  call.positional[0].piped = list;
  return decl;
}

/// `first.name()`, which the library has.
Expr *Library::callMethod(const char *name, Expr *first, Span span) {
  CallSite site;
  site.span = span;
  site.name = &checker_.makeName(name, span);
  site.positional.push_back({nullptr, first, first->span});
  return callLibrary(site, name);
}

/// `path.name`: a function of paths that takes nothing else, written as a member; null when there is none.
Expr *Library::pathMember(Expr *path, const ast::MemberExpr &expr) {
  if (!path->type->plain()->is(TypeKind::Path)) return nullptr;
  const ast::FnDecl *decl = libraryFunction("Path", expr.name.text);
  if (!decl || decl->parameters.size() != 1) return nullptr;
  CallSite site;
  site.span = expr.span;
  site.name = &expr.name;
  site.positional.push_back({nullptr, path, expr.base->span});
  return checker_.instances().callUser(site, *decl);
}

/// `math.prod(xs)`, `random.seeded(7)`: null when no file of the library has it.
Expr *Library::callLibrarySpace(CallSite &call, const ast::Name &space, const ast::Name &name) {
  const ast::FnDecl *decl = libraryFunction(space.text, name.text);
  if (!decl) return nullptr;
  call.name = &name;
  bool takesGenerator = space.text == "random" && !decl->parameters.empty() && decl->parameters[0].isInout;
  const ast::Argument *first = call.positional.empty() ? nullptr : call.positional[0].syntax;
  if (takesGenerator && !(first && first->kind == ast::ArgumentKind::Inout)) {
    report(Code::MissingArgument, call.span, "`random." + name.text + "` takes its numbers from a generator")
        .help("make one first: `var rng = random.seeded(7)`, then `rng." + name.text + "(..)`");
    return error(call.span);
  }
  return checker_.instances().callUser(call, *decl);
}

/// `op.list_sort(xs)`: the operation `list.sort` of Fn IR, or a line of Functions.def that is the library's own.
Expr *Library::callOperation(const CallSite &call, const ast::Name &name) {
  std::string spelling = name.text;
  spelling[spelling.find('_')] = '.';
  std::optional<ir::Op> op = ir::opSpelled(spelling);
  if (!op) {
    const auto &overloads = checker_.functions().named("op." + name.text);
    FLOW_CHECK(!overloads.empty(), "stdlib: no operation ", spelling);
    CallSite site = call;
    site.name = &name;
    return checker_.calls().callBuiltin(site, overloads);
  }
  auto *node = program_.make<tree::Operation>(nullptr, call.span);
  node->op = *op;
  std::vector<const Type *> operands;
  for (const Argument &argument : call.positional) {
    node->operands.push_back(checkArgument(argument));
    operands.push_back(node->operands.back()->type);
    if (operands.back()->is(TypeKind::Error)) return node->operands.back();
  }
  node->type = ir::impliedType(*op, operands, 0, types_);
  FLOW_CHECK(node->type != nullptr, "stdlib: operands of ", spelling);
  return node;
}

/// `Sum[T]`: the type of a sum of values of T, as for columns.
const Type *Library::sumType(const Type *element) {
  if (element->is(TypeKind::Parameter)) return types_.error(); // of a signature: known when T is
  const Type *sum = types::aggregateType(abi::AggregateKind::Sum, element, false, types_);
  return sum ? sum : types_.error();
}

/// `fail Empty("why")`: the kind, when it is one; null otherwise.
const ast::Argument *Library::libraryFailure(const ast::Expr &value, abi::FailureKind &kind) const {
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

#include "compiler/sema/remedies/ForeignNames.h"

#include "compiler/types/Type.h"

namespace flow::sema {

using types::Type;
using types::TypeKind;

const char *foreignNameHelp(std::string_view name) {
#define FLOW_FOREIGN_NAME(Word, Help)                                                                                  \
  if (name == Word) return Help;
#include "compiler/sema/remedies/ForeignNames.def"
  return nullptr;
}

const char *foreignFunctionHelp(std::string_view name) {
#define FLOW_FOREIGN_FUNCTION(Word, Help)                                                                              \
  if (name == Word) return Help;
#include "compiler/sema/remedies/ForeignFunctions.def"
  return nullptr;
}

const char *foreignVerbHelp(std::string_view name) {
#define FLOW_FOREIGN_VERB(Word, Help)                                                                                  \
  if (name == Word) return Help;
#include "compiler/sema/remedies/ForeignVerbs.def"
  return foreignFunctionHelp(name);
}

ForeignType foreignType(std::string_view name) {
#define FLOW_FOREIGN_TYPE(Word, Type, Help)                                                                            \
  if (name == Word) return {Type, Help};
#include "compiler/sema/remedies/ForeignNames.def"
  return {};
}

const char *foreignArgumentOfVerb(std::string_view name) {
#define FLOW_FOREIGN_ARGUMENT(Word, Help)                                                                              \
  if (name == Word) return Help;
#include "compiler/sema/remedies/ForeignCalls.def"
  return nullptr;
}

const char *foreignArgumentHelp(std::string_view function, std::string_view name) {
#define FLOW_FOREIGN_ARGUMENT_OF(Function, Word, Help)                                                                 \
  if (function == Function && name == Word) return Help;
#include "compiler/sema/remedies/ForeignCalls.def"
  return nullptr;
}

static std::string_view kindOf(const Type *type) {
  if (type->isNumeric()) return "number";
  if (type->isFunction()) return "function";
  switch (type->kind) {
  case TypeKind::List: return "List";
  case TypeKind::Map: return "Map";
  case TypeKind::Set: return "Set";
  case TypeKind::Str: return "str";
  case TypeKind::Record: return "record";
  case TypeKind::Frame:
  case TypeKind::Grouped: return "frame";
  default: return "";
  }
}

const char *foreignCallHelp(std::string_view function, const Type *first) {
  return foreignCallHelp(function, kindOf(first->plain()));
}

const char *changingCallHelp(const ast::Expr &expr) {
  if (const auto *paren = ast::dynCast<const ast::ParenExpr>(&expr)) return changingCallHelp(*paren->inner);
  if (const auto *pipe = ast::dynCast<const ast::PipeExpr>(&expr)) return changingCallHelp(*pipe->right);
  const auto *call = ast::dynCast<const ast::CallExpr>(&expr);
  const auto *name = call ? ast::dynCast<const ast::NameExpr>(call->callee) : nullptr;
  const auto *member = call ? ast::dynCast<const ast::MemberExpr>(call->callee) : nullptr;
  std::string_view function;
  if (name) function = name->name.text;
  if (member) function = member->name.text;
#define FLOW_CHANGING_CALL(Function, Help)                                                                             \
  if (function == Function) return Help;
#include "compiler/sema/remedies/ForeignCalls.def"
  return nullptr;
}

const char *foreignCallHelp(std::string_view function, std::string_view kind) {
#define FLOW_FOREIGN_CALL(Function, Kind, Help)                                                                        \
  if (function == Function && kind == Kind) return Help;
#include "compiler/sema/remedies/ForeignCalls.def"
  return nullptr;
}

} // namespace flow::sema

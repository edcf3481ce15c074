#pragma once
// What people call things who come from another language or library (ForeignNames.def, ForeignFunctions.def,
// ForeignVerbs.def, ForeignCalls.def).

#include "compiler/ast/Ast.h"

#include <string_view>

namespace flow::types {
class Type;
}

namespace flow::sema {

/// What Flow writes instead of the value `name`, or null.
const char *foreignNameHelp(std::string_view name);
/// What Flow writes instead of the variant `name` in a pattern, or null.
const char *foreignVariantHelp(std::string_view name);
/// What Flow writes instead of the function or member `name`, or null.
const char *foreignFunctionHelp(std::string_view name);
/// What Flow writes instead of the verb `name` of frames, or null.
const char *foreignVerbHelp(std::string_view name);
/// What Flow writes instead of the named argument of a verb, or null.
const char *foreignArgumentOfVerb(std::string_view name);
/// What Flow writes instead of the named argument of that function, or null.
const char *foreignArgumentHelp(std::string_view function, std::string_view name);
/// What is meant by a call of a function that there is with other arguments than it takes, or null.
const char *foreignCallHelp(std::string_view function, const types::Type *first);
/// The same for a first argument of a kind such as `function`, whose type is not known yet.
const char *foreignCallHelp(std::string_view function, std::string_view kind);
/// What to write instead where the value of the expression is asked for, but it calls what gives none; or null.
const char *changingCallHelp(const ast::Expr &expr);
/// The same for a function by its name, such as `sort`.
const char *changingFunctionHelp(std::string_view function);

} // namespace flow::sema

#pragma once
// Reads the text that FnPrinter writes. Only the form is checked here; FnVerifier checks what it means.

#include "compiler/base/TextCursor.h"
#include "compiler/ir/Fn.h"

namespace flow::ir {

/// The module, or nothing, and `error` says the line and what is wrong with it.
std::optional<Module> parseModule(std::string_view text, types::TypeContext &context, std::string &error);

/// From where the cursor stands to its end, or to the first plan (PlanParser.h); a mistake is then in the cursor.
std::optional<Module> parseModule(TextCursor &cursor, types::TypeContext &context);

/// Slots and blocks as printBody writes them, up to and with a `}`; the parameters are there. False after
/// a mistake.
bool parseBody(TextCursor &cursor, types::TypeContext &context, const Module *module, Function &function);

/// After `builtin`: `@` and the id of a function; false when none stands here.
bool acceptBuiltin(TextCursor &cursor, uint32_t &index);

std::optional<uint32_t> functionNamed(const Module &module, std::string_view name);

/// A constant of the given type, as constantText writes it; false when none stands here.
bool acceptConstant(TextCursor &cursor, const Type *type, Constant &constant);

} // namespace flow::ir

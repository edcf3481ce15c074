#pragma once
// The exact spelling of types in the text of the IRs. It differs from what users write (types::text) in
// two things: a named record is followed by its fields, `Point{ x: f64, y: f64 }`, so that the text alone
// gives the type back; an enum, and a record that holds others of its type, are named only, `enum Tree[i64]`,
// `record Node`, and the text of a module says once what they are made of (ir/FnPrinter.h). What several modules
// declare by one name has a number, `Point#1{ x: f64 }`. A field whose name is not an identifier stands in backquotes,
// with the escapes of TextCursor.

#include "compiler/base/TextCursor.h"
#include "compiler/types/Type.h"

namespace flow::types {

/// The name of a scalar kind, or of Error, Never and None; null for the compound ones.
const char *scalarName(TypeKind kind);

std::string exactText(const Type *type);

/// Reads what exactText wrote; on a mistake it is reported to the cursor, and the result is null.
const Type *parseType(TextCursor &cursor, TypeContext &context);

} // namespace flow::types

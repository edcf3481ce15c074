#include "compiler/types/RecordNames.h"

namespace flow::types {

bool haveSameFieldNames(const Type *a, const Type *b) {
  if (!a->is(TypeKind::Record) || !b->is(TypeKind::Record) || a->fields.size() != b->fields.size()) return false;
  bool areNamed = !a->name.empty() && !b->name.empty();
  if (areNamed && (!areOfOneDeclaration(a, b) || a->arguments != b->arguments)) return false;
  for (size_t i = 0; i < a->fields.size(); ++i)
    if (a->fields[i].name != b->fields[i].name) return false;
  return true;
}

bool isSameButForNames(const Type *a, const Type *b) {
  if (a == b) return true;
  if (a->is(TypeKind::Record)) {
    if (!haveSameFieldNames(a, b)) return false;
    for (size_t i = 0; i < a->fields.size(); ++i)
      if (!isSameButForNames(a->fields[i].type, b->fields[i].type)) return false;
    return true;
  }
  bool holdsParts = a->isOptional() || a->is(TypeKind::List) || a->is(TypeKind::Map) || a->is(TypeKind::Set) ||
                    a->is(TypeKind::Tuple);
  if (!holdsParts || a->kind != b->kind || a->parts.size() != b->parts.size()) return false;
  for (size_t i = 0; i < a->parts.size(); ++i)
    if (!isSameButForNames(a->parts[i], b->parts[i])) return false;
  return true;
}

} // namespace flow::types

#include "compiler/types/Representation.h"

#include "compiler/types/Layout.h"
#include "compiler/types/TypeText.h"

namespace flow::types {

static std::string textOfParts(const std::vector<const Type *> &parts) {
  std::string text;
  for (const Type *part : parts) text += (text.empty() ? "" : ", ") + representationText(part);
  return text;
}

std::string representationText(const Type *type) {
  if (type->isText()) return "text";
  if (type->isColumnScalar() || type->is(TypeKind::Months)) {
    const char *const kNames[] = {"bool", "8", "16", "32", "64", "128", "float", "double", "pointer"};
    return kNames[static_cast<size_t>(layoutOf(type).leaves[0].kind)];
  }
  switch (type->kind) {
  case TypeKind::Optional: return representationText(type->parts[0]) + "?";
  case TypeKind::List: return "[" + representationText(type->parts[0]) + "]";
  case TypeKind::Tuple: return "(" + textOfParts(type->parts) + ")";
  case TypeKind::Record: // one that leads to itself has no end
    return type->isRecursiveRecord() ? exactText(type) : "{" + textOfParts(type->components()) + "}";
  default: return exactText(type);
  }
}

bool liesAlike(const Type *a, const Type *b) { return a == b || representationText(a) == representationText(b); }

} // namespace flow::types

#include "compiler/ast/ForeignTypes.h"

namespace flow::ast {

ForeignType foreignType(std::string_view name) {
#define FLOW_FOREIGN_TYPE(Word, Type, Help)                                                                            \
  if (name == Word) return {Type, Help};
#include "compiler/ast/ForeignTypes.def"
  return {};
}

} // namespace flow::ast

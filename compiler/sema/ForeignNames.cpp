#include "compiler/sema/ForeignNames.h"

namespace flow::sema {

const char *foreignNameHelp(std::string_view name) {
#define FLOW_FOREIGN_NAME(Word, Help)                                                                                  \
  if (name == Word) return Help;
#include "compiler/sema/ForeignNames.def"
  return nullptr;
}

const char *foreignFunctionHelp(std::string_view name) {
#define FLOW_FOREIGN_FUNCTION(Word, Help)                                                                              \
  if (name == Word) return Help;
#include "compiler/sema/ForeignNames.def"
  return nullptr;
}

} // namespace flow::sema

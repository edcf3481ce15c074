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

const char *foreignVerbHelp(std::string_view name) {
#define FLOW_FOREIGN_VERB(Word, Help)                                                                                  \
  if (name == Word) return Help;
#include "compiler/sema/ForeignNames.def"
  return foreignFunctionHelp(name);
}

ForeignType foreignType(std::string_view name) {
#define FLOW_FOREIGN_TYPE(Word, Type, Help)                                                                            \
  if (name == Word) return {Type, Help};
#include "compiler/sema/ForeignNames.def"
  return {};
}

const char *foreignArgumentHelp(std::string_view name) {
#define FLOW_FOREIGN_ARGUMENT(Word, Help)                                                                              \
  if (name == Word) return Help;
#include "compiler/sema/ForeignNames.def"
  return nullptr;
}

} // namespace flow::sema

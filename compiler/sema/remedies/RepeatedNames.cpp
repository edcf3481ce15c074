#include "compiler/sema/remedies/RepeatedNames.h"

#include "compiler/sema/calls/Arguments.h"

#include <algorithm>

namespace flow::sema {

bool RepeatedNames::isRepeated(diag::Code code, const std::string &name, Span span) {
  auto [found, isNew] = uses_.try_emplace({code, span.file, name}, Uses{span, {}});
  Uses &uses = found->second;
  if (isNew || uses.first == span) return false;
  if (std::ranges::find(uses.later, span) == uses.later.end()) uses.later.push_back(span);
  return true;
}

void RepeatedNames::show(diag::Emitter &emitter) const {
  constexpr size_t kShown = 2;
  for (const auto &[key, uses] : uses_) {
    diag::Code code = std::get<diag::Code>(key);
    for (size_t i = 0; i < std::min(uses.later.size(), kShown); ++i)
      emitter.addPlace(code, uses.first, {uses.later[i], "and here"});
    if (uses.later.size() > kShown)
      emitter.addNote(code, uses.first,
                      "`" + std::get<std::string>(key) + "` is used in " +
                          counted(uses.later.size() - kShown, "more place"));
  }
}

} // namespace flow::sema

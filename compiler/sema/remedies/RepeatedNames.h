#pragma once
// Names that mean nothing are reported once in a file: a misspelt declaration is one mistake, however often the name is
// used. Further uses are shown at the first report.

#include "compiler/diag/Diagnostic.h"

#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace flow::sema {

class RepeatedNames {
public:
  /// Whether the name was reported in this file; then this use belongs to that report.
  bool isRepeated(diag::Code code, const std::string &name, Span span);
  /// Adds the uses to the reports.
  void show(diag::Emitter &emitter) const;

private:
  struct Uses {
    Span first;
    std::vector<Span> later;
  };
  std::map<std::tuple<diag::Code, uint32_t, std::string>, Uses> uses_; ///< by code, file and name
};

} // namespace flow::sema

#include "compiler/diag/Explain.h"

namespace flow::diag {

namespace {

struct Page {
  uint16_t number;
  std::string_view text;
};

constexpr Page kPages[] = {
#include "generated/ExplainPages.inc"
};

constexpr std::string_view findPage(uint16_t number) {
  for (const Page &page : kPages)
    if (page.number == number) return page.text;
  return {};
}

} // namespace

std::string_view explainPage(Code code) { return findPage(numberOf(code)); }

} // namespace flow::diag

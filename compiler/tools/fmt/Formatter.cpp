#include "compiler/tools/fmt/Formatter.h"

#include "compiler/base/LargeStack.h"
#include "compiler/tools/fmt/DocPrinter.h"
#include "compiler/tools/fmt/Format.h"

namespace flow::fmt {

std::string formatModule(const ast::Module &module, const SourceManager &sources) {
  std::string out;
  runOnLargeStack([&] { out = printDoc(*Formatter(module, sources).module()); });
  return out;
}

Formatter::Formatter(const ast::Module &module, const SourceManager &sources)
    : module_(module), sources_(sources), text_(sources.text(module.file)), comments_(module, text_) {}

const Doc *Formatter::module() {
  std::vector<Element> elements;
  for (const ast::Item &each : module_.items) elements.push_back({spanOf(each), [this, &each] { return item(each); }});
  return sequence(elements, 0, static_cast<uint32_t>(text_.size()), "\n");
}

const Doc *Formatter::join(const Docs &docs, const Doc *separator) {
  Docs result;
  for (const Doc *doc : docs) {
    if (!result.empty()) result.push_back(separator);
    result.push_back(doc);
  }
  return concat(std::move(result));
}

const Doc *Formatter::verbatim(Span span) {
  comments_.dropWithin(span);
  std::string copy;
  for (char each : sources_.text(span))
    if (each != '\r') copy += each;
  return text(std::move(copy));
}

uint32_t Formatter::find(char character, uint32_t offset, uint32_t end) const {
  for (; offset < end; ++offset) {
    if (text_[offset] == character) return offset;
    if (text_.substr(offset, 2) != "//") continue;
    while (offset + 1 < end && text_[offset + 1] != '\n') ++offset;
  }
  return end;
}

} // namespace flow::fmt

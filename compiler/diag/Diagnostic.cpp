#include "compiler/diag/Diagnostic.h"

#include "compiler/diag/Explain.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>
#include <numeric>
#include <tuple>

namespace flow::diag {

namespace {

struct CodeEntry {
  uint16_t number;
  Severity severity;
  const char *title;
};

constexpr CodeEntry kCodes[] = {
#define FLOW_DIAGNOSTIC(Name, Number, Level, Title) {Number, Severity::Level, Title},
#include "compiler/diag/Diagnostics.def"
};

const CodeEntry &entryOf(Code code) { return kCodes[static_cast<size_t>(code)]; }

} // namespace

std::string codeText(Code code) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "F%04u", static_cast<unsigned>(entryOf(code).number));
  return text.data();
}

Severity severityOf(Code code) { return entryOf(code).severity; }

const char *titleOf(Code code) { return entryOf(code).title; }

std::optional<Code> codeFromText(std::string_view text) {
  for (size_t index = 0; index != std::size(kCodes); ++index) {
    std::string code = codeText(static_cast<Code>(index));
    if (text == code || (text.size() == code.size() && text[0] == 'f' && text.substr(1) == code.substr(1)))
      return static_cast<Code>(index);
  }
  return std::nullopt;
}

std::vector<Code> allCodes() {
  std::vector<Code> codes;
  for (size_t index = 0; index != std::size(kCodes); ++index) codes.push_back(static_cast<Code>(index));
  return codes;
}

uint16_t numberOf(Code code) { return entryOf(code).number; }

Emitter::Builder::~Builder() {
  if (emitter_) emitter_->add(std::move(diagnostic_));
}

Emitter::Builder &Emitter::Builder::label(std::string text) {
  diagnostic_.primary.text = std::move(text);
  return *this;
}

Emitter::Builder &Emitter::Builder::also(Span span, std::string text) {
  diagnostic_.secondary.push_back({span, std::move(text)});
  return *this;
}

Emitter::Builder &Emitter::Builder::note(std::string text) {
  diagnostic_.notes.push_back(std::move(text));
  return *this;
}

Emitter::Builder &Emitter::Builder::help(std::string text) {
  diagnostic_.helps.push_back(std::move(text));
  return *this;
}

Emitter::Builder &Emitter::Builder::fix(Span span, std::string replacement, std::string help) {
  diagnostic_.fixes.push_back({span, std::move(replacement)});
  return help.empty() ? *this : this->help(std::move(help));
}

Emitter::Builder Emitter::report(Code code, Span span, std::string message) {
  Diagnostic diagnostic;
  diagnostic.code = code;
  diagnostic.message = std::move(message);
  diagnostic.primary.span = span;
  return {*this, std::move(diagnostic)};
}

void Emitter::add(Diagnostic diagnostic) {
  if (errors_ >= kMaxErrors) return;
  bool repeated = std::ranges::any_of(diagnostics_, [&](const Diagnostic &known) {
    return known.code == diagnostic.code && known.primary.span == diagnostic.primary.span &&
           known.message == diagnostic.message;
  });
  if (repeated) return;
  if (severityOf(diagnostic.code) == Severity::Error) ++errors_;
  diagnostics_.push_back(std::move(diagnostic));
}

std::vector<Diagnostic> Emitter::sorted() const {
  std::vector<size_t> order(diagnostics_.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::sort(order, {}, [&](size_t index) {
    Span at = diagnostics_[index].primary.span;
    return std::tuple(at.file, at.begin, index);
  });
  std::vector<Diagnostic> result;
  for (size_t index : order) result.push_back(diagnostics_[index]);
  return result;
}

Diagnostic *Emitter::find(Code code, Span primary) {
  auto found = std::ranges::find_if(
      diagnostics_, [&](const Diagnostic &each) { return each.code == code && each.primary.span == primary; });
  return found == diagnostics_.end() ? nullptr : &*found;
}

void Emitter::addPlace(Code code, Span primary, Label place) {
  if (Diagnostic *diagnostic = find(code, primary)) diagnostic->secondary.push_back(std::move(place));
}

void Emitter::addNote(Code code, Span primary, std::string note) {
  if (Diagnostic *diagnostic = find(code, primary)) diagnostic->notes.push_back(std::move(note));
}

bool Emitter::hasReport(Span span) const {
  return std::ranges::any_of(diagnostics_, [&](const Diagnostic &each) { return each.primary.span == span; });
}

} // namespace flow::diag

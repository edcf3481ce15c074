#pragma once
// What the compiler and the runtime tell a user: a code, a message that stands alone, labelled places, notes
// and a fix. Codes are listed in Diagnostics.def; a Diagnostic is plain data, rendered by TextRenderer or
// JsonRenderer.

#include "compiler/base/Span.h"

#include <cstdint>
#include <string>
#include <vector>

namespace flow::diag {

enum class Severity : uint8_t { Error, Warning };

/// One per line of Diagnostics.def, named as there: Code::UnknownColumn is `F0312`.
enum class Code : uint16_t {
#define FLOW_DIAGNOSTIC(Name, Number, Level, Title) Name,
#include "compiler/diag/Diagnostics.def"
};

/// The code as users see it, such as "F0312".
std::string codeText(Code code);
Severity severityOf(Code code);

struct Label {
  Span span;
  std::string text; ///< may be empty: only the underline is drawn
};

/// A sure edit that mends the program: replace `span` by `text`.
struct Fix {
  Span span;
  std::string text;
};

struct Diagnostic {
  Code code{};
  std::string message; ///< lower case, no full stop, stands alone
  Label primary;       ///< where; span.file == kNoFile when there is no place in a source
  std::vector<Label> secondary;
  std::vector<std::string> notes;
  std::vector<std::string> helps;
  std::vector<Fix> fixes;
};

/// Collects the diagnostics of a compilation: drops exact repeats and anything after `kMaxErrors` errors.
class Emitter {
public:
  static constexpr size_t kMaxErrors = 200;

  /// Builder for one diagnostic; it is kept when the builder dies.
  class Builder {
  public:
    Builder(Emitter &emitter, Diagnostic diagnostic)
        : emitter_(&emitter), diagnostic_(std::move(diagnostic)) {}
    Builder(Builder &&other) noexcept : emitter_(other.emitter_), diagnostic_(std::move(other.diagnostic_)) {
      other.emitter_ = nullptr;
    }
    Builder(const Builder &) = delete;
    ~Builder();
    Builder &label(std::string text);           ///< text under the primary span
    Builder &also(Span span, std::string text); ///< a further labelled place
    Builder &note(std::string text);
    Builder &help(std::string text);
    Builder &fix(Span span, std::string replacement, std::string help = {}); ///< a help only when it has words

  private:
    Emitter *emitter_;
    Diagnostic diagnostic_;
  };

  Builder report(Code code, Span span, std::string message);
  void add(Diagnostic diagnostic);

  bool hasErrors() const { return errors_ > 0; }
  size_t errorCount() const { return errors_; }
  /// Whether something was reported of exactly this place.
  bool hasReport(Span span) const;
  const std::vector<Diagnostic> &diagnostics() const { return diagnostics_; }
  /// Adds to the diagnostic of the code at the place `primary`, if there is one.
  void addPlace(Code code, Span primary, Label place);
  void addNote(Code code, Span primary, std::string note);
  /// In order of their places: file, then offset; stable.
  std::vector<Diagnostic> sorted() const;

private:
  Diagnostic *find(Code code, Span primary);

  std::vector<Diagnostic> diagnostics_;
  size_t errors_ = 0;
};

} // namespace flow::diag

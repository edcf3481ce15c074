#include "compiler/diag/TextRenderer.h"

#include "compiler/diag/SnippetLayout.h"

#include <algorithm>

namespace flow::diag {

namespace {

class Renderer {
public:
  Renderer(const Diagnostic &diagnostic, const SourceManager &sources, TextOptions options)
      : diagnostic_(diagnostic), sources_(sources), options_(options),
        error_(severityOf(diagnostic.code) == Severity::Error) {}

  std::string run() {
    put((error_ ? "error[" : "warning[") + codeText(diagnostic_.code) + "]", Style::Primary);
    put(": " + diagnostic_.message, Style::Heading);
    out_ += '\n';
    if (diagnostic_.primary.span.valid()) addSnippets();
    for (const std::string &note : diagnostic_.notes) addRemark("note", note);
    for (const std::string &help : diagnostic_.helps) addRemark("help", help);
    return std::move(out_);
  }

private:
  void put(const std::string &text, Style style) {
    const char *escape = escapeOf(style);
    if (!options_.color || !*escape) {
      out_ += text;
      return;
    }
    out_ += escape + text + "\033[0m";
  }

  const char *escapeOf(Style style) const {
    switch (style) {
    case Style::Plain: return "";
    case Style::Primary: return error_ ? "\033[1;31m" : "\033[1;33m";
    case Style::Secondary:
    case Style::Gutter: return "\033[1;34m";
    case Style::Heading: return "\033[1m";
    case Style::Help: return "\033[1;36m";
    }
    return "";
  }

  /// The labels of one file, the primary one first.
  std::vector<SnippetLabel> labelsOf(uint32_t file) const {
    std::vector<SnippetLabel> labels;
    const Label &primary = diagnostic_.primary;
    if (primary.span.file == file) labels.push_back({primary.span, primary.text, true});
    for (const Label &label : diagnostic_.secondary)
      if (label.span.file == file) labels.push_back({label.span, label.text, false});
    return labels;
  }

  void addSnippets() {
    std::vector<uint32_t> files{diagnostic_.primary.span.file};
    for (const Label &label : diagnostic_.secondary)
      if (label.span.valid() && std::ranges::find(files, label.span.file) == files.end())
        files.push_back(label.span.file);
    std::vector<std::vector<SnippetRow>> snippets;
    uint32_t lastLine = 1;
    for (uint32_t file : files) {
      snippets.push_back(layoutSnippet(sources_, file, labelsOf(file)));
      for (const SnippetRow &row : snippets.back()) lastLine = std::max(lastLine, row.line);
    }
    gutter_ = std::to_string(lastLine).size();
    for (size_t index = 0; index != files.size(); ++index) {
      addPlace(labelsOf(files[index]).front().span, index == 0);
      for (const SnippetRow &row : snippets[index]) addRow(row);
    }
  }

  void addPlace(Span span, bool first) {
    LineColumn at = sources_.begin(span);
    put(std::string(gutter_, ' ') + (first ? "-->" : ":::"), Style::Gutter);
    out_ += " " + std::string(sources_.name(span.file)) + ":" + std::to_string(at.line) + ":" +
            std::to_string(at.column) + "\n";
  }

  void addRow(const SnippetRow &row) {
    std::string number = row.line != 0 ? std::to_string(row.line) : "";
    std::string gutter = row.gap ? "..." : std::string(gutter_ - number.size(), ' ') + number + " |";
    if (row.gap && !row.pieces.empty() && gutter.size() < gutter_ + 2) gutter.resize(gutter_ + 2, ' ');
    put(gutter, Style::Gutter);
    if (!row.pieces.empty()) out_ += ' ';
    for (const StyledText &piece : row.pieces) put(piece.text, piece.style);
    out_ += '\n';
  }

  void addRemark(const char *kind, const std::string &text) {
    put(kind, Style::Help);
    out_ += ": " + text + "\n";
  }

  const Diagnostic &diagnostic_;
  const SourceManager &sources_;
  TextOptions options_;
  bool error_;
  size_t gutter_ = 1;
  std::string out_;
};

} // namespace

std::string renderText(const Diagnostic &diagnostic, const SourceManager &sources, TextOptions options) {
  return Renderer(diagnostic, sources, options).run();
}

} // namespace flow::diag

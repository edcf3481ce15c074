#include "compiler/tools/fmt/DocPrinter.h"

#include "compiler/base/SourceManager.h"
#include "compiler/tools/fmt/CommentColumns.h"

#include <algorithm>

namespace flow::fmt {

namespace {

struct Command {
  uint32_t indent;
  bool flat;
  const Doc *doc;
  const Doc *next = nullptr; ///< for a line of a fill: what stands behind it
};

class Printer {
public:
  std::string run(const Doc &doc) {
    commands_.push_back({0, false, &doc});
    while (!commands_.empty()) {
      Command command = commands_.back();
      commands_.pop_back();
      print(command);
    }
    endLine(0);
    return alignComments(out_, comments_);
  }

private:
  void print(const Command &command) {
    const Doc &doc = *command.doc;
    switch (doc.kind) {
    case Doc::Kind::Text: return write(doc.text);
    case Doc::Kind::Line: return line(command);
    case Doc::Kind::Concat:
      for (size_t index = doc.parts.size(); index-- > 0;) push(command, command.flat, doc.parts[index]);
      return;
    case Doc::Kind::Indent: commands_.push_back({command.indent + kIndentWidth, command.flat, doc.parts[0]}); return;
    case Doc::Kind::Group: return push(command, isFlat(command, doc.parts[0]), doc.parts[0]);
    case Doc::Kind::Broken: return push(command, command.flat, doc.parts[0]->parts[0]);
    case Doc::Kind::IfBroken: return push(command, command.flat, doc.parts[command.flat ? 1 : 0]);
    case Doc::Kind::Comment: return comment(command);
    case Doc::Kind::Suffix: suffixes_.push_back(doc.text); return;
    case Doc::Kind::BreakGroup: return;
    case Doc::Kind::Hug: return hug(command);
    case Doc::Kind::Below: return below(command);
    case Doc::Kind::Fill: return fill(command);
    }
  }

  void push(const Command &like, bool flat, const Doc *doc) { commands_.push_back({like.indent, flat, doc}); }

  bool isFlat(const Command &command, const Doc *doc) {
    return command.flat || (!doc->hard && fits({{command.indent, true, doc}}));
  }

  void line(const Command &command) {
    // In a fill the content behind the line comes next on the stack, so it is measured as what follows.
    bool flat = command.next ? fits({{command.indent, true, command.doc}}) : command.flat;
    if (flat) return write(command.doc->text);
    endLine(command.indent);
    if (command.doc->blank) out_ += '\n', ++line_;
    out_.append(command.indent, ' ');
    column_ = command.indent;
  }

  // The line is empty here. Comments that wait for its end come first, each on a line of its own.
  void comment(const Command &command) {
    for (const std::string &waiting : suffixes_) {
      out_ += waiting + '\n';
      out_.append(command.indent, ' ');
      ++line_;
    }
    suffixes_.clear();
    write(command.doc->text);
    lineIsComment_ = true;
  }

  void hug(const Command &command) {
    const Doc *hugging = command.doc->parts[0];
    bool flat = isFlat(command, hugging);
    bool hugs = flat || fits({{command.indent, false, hugging}});
    push(command, flat, hugs ? hugging : command.doc->parts[1]);
  }

  void below(const Command &command) {
    const Doc *doc = command.doc->parts[0];
    write(" ");
    if (isFlat(command, doc)) return push(command, true, doc);
    // Measured as if the next line were this one already.
    uint32_t column = column_, indent = command.indent + kIndentWidth;
    column_ = indent;
    bool moves = !doc->hard && fits({{indent, true, doc}});
    column_ = column;
    if (!moves) return push(command, false, doc);
    endLine(indent);
    out_.append(indent, ' ');
    column_ = indent;
    commands_.push_back({indent, true, doc});
  }

  void fill(const Command &command) {
    const auto &parts = command.doc->parts;
    for (size_t index = parts.size(); index-- > 0;) {
      push(command, true, parts[index]);
      if (index % 2 == 1) commands_.back().next = parts[index + 1];
    }
  }

  void write(const std::string &text) {
    out_ += text;
    size_t newline = text.rfind('\n');
    if (newline == std::string::npos) {
      column_ += countCodePoints(text);
      return;
    }
    for (char each : text) line_ += each == '\n';
    column_ = countCodePoints(std::string_view(text).substr(newline + 1));
  }

  /// Ends the line, with the comments that wait for its end; more than one of them go on in lines of their
  /// own.
  void endLine(uint32_t nextIndent) {
    trim();
    uint32_t indent = std::max(indentOfLine(), nextIndent);
    for (size_t index = 0; index != suffixes_.size(); ++index) {
      bool alone = out_.empty() || out_.back() == '\n';
      bool below = index > 0 || lineIsComment_;
      if (below) out_ += '\n', ++line_;
      if (below || alone)
        out_.append(indent, ' ');
      else
        comments_.push_back({out_.size(), line_, column_, indentOfLine()});
      out_ += suffixes_[index];
    }
    suffixes_.clear();
    lineIsComment_ = false;
    if (!out_.empty()) out_ += '\n', ++line_;
    column_ = 0;
  }

  uint32_t indentOfLine() const {
    size_t begin = out_.rfind('\n') + 1; // npos + 1 is 0
    return static_cast<uint32_t>(std::min(out_.find_first_not_of(' ', begin), out_.size()) - begin);
  }

  void trim() {
    while (!out_.empty() && out_.back() == ' ') out_.pop_back(), --column_;
  }

  /// Whether what is at hand, and what follows it up to the next possible newline, fits on the line.
  /// `measured` is a stack: the last one stands first.
  bool fits(std::vector<Command> measured) const {
    int64_t room = int64_t{kLineWidth} - column_;
    size_t rest = commands_.size();
    bool measuring = true; // false in what follows
    while (room >= 0) {
      if (measured.empty()) {
        if (rest == 0) return true;
        measured.push_back(commands_[--rest]);
        measuring = false;
      }
      Command command = measured.back();
      measured.pop_back();
      const Doc &doc = *command.doc;
      switch (doc.kind) {
      case Doc::Kind::Comment: return true;
      case Doc::Kind::Text: {
        size_t newline = doc.text.find('\n');
        room -= countCodePoints(std::string_view(doc.text).substr(0, newline));
        if (newline != std::string::npos) return room >= 0;
        break;
      }
      case Doc::Kind::Line:
        if (!command.flat || command.next) return true;
        room -= static_cast<int64_t>(doc.text.size());
        break;
      case Doc::Kind::Concat:
        for (size_t index = doc.parts.size(); index-- > 0;) measured.push_back({0, command.flat, doc.parts[index]});
        break;
      case Doc::Kind::Fill:
        for (size_t index = doc.parts.size(); index-- > 0;) {
          measured.push_back({0, command.flat, doc.parts[index]});
          if (index % 2 == 1 && !command.flat) measured.back().next = doc.parts[index + 1];
        }
        break;
      case Doc::Kind::Below:
        if (!command.flat && !measuring) return true;
        --room;
        measured.push_back({0, command.flat, doc.parts[0]});
        break;
      case Doc::Kind::Indent: measured.push_back({0, command.flat, doc.parts[0]}); break;
      case Doc::Kind::Group:
      case Doc::Kind::Hug:
        measured.push_back({0, command.flat || (measuring && !doc.parts[0]->hard), doc.parts[0]});
        break;
      case Doc::Kind::Broken: measured.push_back({0, command.flat, doc.parts[0]->parts[0]}); break;
      case Doc::Kind::IfBroken: measured.push_back({0, command.flat, doc.parts[command.flat ? 1 : 0]}); break;
      case Doc::Kind::Suffix:
      case Doc::Kind::BreakGroup: break;
      }
    }
    return false;
  }

  std::vector<Command> commands_; ///< a stack
  std::string out_;
  uint32_t line_ = 0;
  uint32_t column_ = 0;
  bool lineIsComment_ = false;
  std::vector<std::string> suffixes_;
  std::vector<LineComment> comments_;
};

} // namespace

std::string printDoc(const Doc &doc) { return Printer().run(doc); }

} // namespace flow::fmt

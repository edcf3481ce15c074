#include "compiler/diag/SnippetLayout.h"

#include "compiler/diag/DisplayText.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace flow::diag {

namespace {

/// Lines longer than this are cut around what is underlined.
constexpr uint32_t kLineColumns = 200;
/// A label over more lines than this shows its first and last lines only.
constexpr uint32_t kHeadLines = 3;
constexpr uint32_t kTailLines = 2;

/// One row under construction: cells of one character each, and a text behind them.
class Canvas {
public:
  void put(size_t column, char character, Style style) {
    if (column >= cells_.size()) cells_.resize(column + 1, {' ', Style::Plain});
    cells_[column] = {character, style};
  }
  void fill(size_t begin, size_t end, char character, Style style) {
    for (size_t column = begin; column < end; ++column) put(column, character, style);
  }
  /// Places a text at a column; nothing may stand behind it.
  void text(size_t column, std::string text, Style style) {
    if (column > cells_.size()) cells_.resize(column, {' ', Style::Plain});
    tail_ = {std::move(text), style};
  }
  SnippetRow row(uint32_t line = 0) {
    SnippetRow row;
    row.line = line;
    for (auto [character, style] : cells_) {
      if (row.pieces.empty() || row.pieces.back().style != style) row.pieces.push_back({"", style});
      row.pieces.back().text += character;
    }
    if (!tail_.text.empty()) row.pieces.push_back(tail_);
    trim(row);
    return row;
  }

private:
  static void trim(SnippetRow &row) {
    while (!row.pieces.empty()) {
      std::string &text = row.pieces.back().text;
      text.erase(text.find_last_not_of(' ') + 1);
      if (!text.empty()) return;
      row.pieces.pop_back();
    }
  }

  std::vector<std::pair<char, Style>> cells_;
  StyledText tail_;
};

Style styleOf(bool primary) { return primary ? Style::Primary : Style::Secondary; }
char markOf(bool primary) { return primary ? '^' : '-'; }

/// A label where it is drawn. `depth` counts the bars left of it, 0 for one within a line.
struct Placed {
  uint32_t beginLine, endLine;
  uint32_t beginOffset, endOffset; ///< byte offsets in their lines
  bool primary;
  std::string text;
  uint32_t depth = 0;

  bool multiline() const { return beginLine != endLine; }
};

Placed place(const SourceManager &sources, uint32_t file, const SnippetLabel &label) {
  uint32_t size = static_cast<uint32_t>(sources.text(file).size());
  uint32_t begin = std::min(label.span.begin, size);
  uint32_t end = std::clamp(label.span.end, begin, size);
  uint32_t beginLine = sources.lineColumn(file, begin).line;
  // The last byte decides: a span that ends with a line break does not reach into the next line.
  uint32_t endLine = end > begin ? sources.lineColumn(file, end - 1).line : beginLine;
  return {beginLine,
          endLine,
          begin - sources.lineBegin(file, beginLine),
          end - sources.lineBegin(file, endLine),
          label.primary,
          label.text};
}

/// A source line cut to the columns [from, to) that are shown.
struct ShownLine {
  DisplayLine display;
  uint32_t from = 0;
  uint32_t to = 0;

  uint32_t column(uint32_t offset) const {
    return std::clamp(display.column(offset), from, to) - from + lead();
  }
  uint32_t lead() const { return from > 0 ? 3 : 0; }
  std::string text() const {
    std::string shown = display.text.substr(display.bytes[from], display.bytes[to] - display.bytes[from]);
    return (from > 0 ? "..." : "") + shown + (to < display.width() ? "..." : "");
  }
};

class Layout {
public:
  Layout(const SourceManager &sources, uint32_t file, const std::vector<SnippetLabel> &labels)
      : sources_(sources), file_(file) {
    for (const SnippetLabel &label : labels) labels_.push_back(place(sources, file, label));
    assignDepths();
  }

  std::vector<SnippetRow> run() {
    uint32_t previous = 0;
    for (uint32_t line : linesShown()) {
      if (previous != 0 && line > previous + 1) addGap(previous);
      addLine(line);
      previous = line;
    }
    return std::move(rows_);
  }

private:
  /// Bars of labels that overlap stand beside each other, the one that begins first on the left.
  void assignDepths() {
    std::vector<Placed *> bars;
    for (Placed &label : labels_)
      if (label.multiline()) bars.push_back(&label);
    std::ranges::sort(bars, {}, [](const Placed *bar) { return std::pair(bar->beginLine, bar); });
    for (size_t index = 0; index != bars.size(); ++index) {
      std::set<uint32_t> taken;
      for (size_t other = 0; other != index; ++other)
        if (bars[other]->endLine >= bars[index]->beginLine) taken.insert(bars[other]->depth);
      bars[index]->depth = 1;
      while (taken.contains(bars[index]->depth)) ++bars[index]->depth;
      margin_ = std::max(margin_, bars[index]->depth * 2);
    }
  }

  std::set<uint32_t> linesShown() const {
    std::set<uint32_t> lines;
    for (const Placed &label : labels_) {
      for (uint32_t line = label.beginLine; line <= label.endLine; ++line) {
        bool head = line<label.beginLine + kHeadLines, tail = line + kTailLines> label.endLine;
        if (head || tail) lines.insert(line);
        if (!head && !tail) line = label.endLine - kTailLines;
      }
    }
    // A gap of one line is worth showing.
    std::set<uint32_t> filled = lines;
    for (uint32_t line : lines)
      if (lines.contains(line + 2)) filled.insert(line + 1);
    return filled;
  }

  void addGap(uint32_t after) {
    Canvas canvas;
    drawBars(canvas, after, RowKind::Gap);
    SnippetRow row = canvas.row();
    row.gap = true;
    rows_.push_back(std::move(row));
  }

  enum class RowKind : uint8_t { Source, Below, Gap };

  /// The bars of labels that go on through a row that shows `line`, stands below it, or replaces the lines
  /// after it.
  void drawBars(Canvas &canvas, uint32_t line, RowKind kind) const {
    for (const Placed &label : labels_) {
      if (!label.multiline() || line < label.beginLine || line > label.endLine) continue;
      bool opened =
          line > label.beginLine || kind == RowKind::Gap || (kind == RowKind::Below && slash(label));
      bool closed = kind == RowKind::Gap && line == label.endLine;
      if (opened && !closed) canvas.put(label.depth * 2 - 2, '|', styleOf(label.primary));
    }
  }

  /// A label that begins with the first word of its line is opened by a slash in the margin, without a row of
  /// its own.
  bool slash(const Placed &label) const {
    std::string_view text = sources_.lineText(file_, label.beginLine);
    return text.substr(0, label.beginOffset).find_first_not_of(" \t") == std::string_view::npos;
  }

  ShownLine cut(uint32_t line) const {
    ShownLine shown{displayLine(sources_.lineText(file_, line))};
    shown.to = shown.display.width();
    if (shown.to <= kLineColumns) return shown;
    uint32_t first = shown.to;
    for (const Placed &label : labels_) {
      if (label.beginLine == line)
        first = std::min(first, shown.display.column(label.beginOffset));
      else if (label.endLine == line)
        first = std::min(first, shown.display.column(label.endOffset));
    }
    if (first == shown.to) first = 0;
    shown.from = first > kLineColumns / 2 ? first - kLineColumns / 2 : 0;
    shown.to = std::min(shown.to, shown.from + kLineColumns);
    // The second cell of a wide glyph has no place of its own: begin and end with whole ones.
    auto inside = [&](uint32_t column) {
      return column > 0 && shown.display.bytes[column] == shown.display.bytes[column - 1];
    };
    while (inside(shown.from)) --shown.from;
    while (inside(shown.to)) --shown.to;
    return shown;
  }

  void addLine(uint32_t line) {
    ShownLine shown = cut(line);
    Canvas canvas;
    drawBars(canvas, line, RowKind::Source);
    for (const Placed &label : labels_)
      if (label.multiline() && label.beginLine == line && slash(label))
        canvas.put(label.depth * 2 - 2, '/', styleOf(label.primary));
    canvas.text(margin_, shown.text(), Style::Plain);
    rows_.push_back(canvas.row(line));
    addUnderlines(line, shown);
    for (const Placed &label : labels_)
      if (label.multiline() && label.beginLine == line && !slash(label)) addCorner(label, line, shown, true);
    for (const Placed &label : labels_)
      if (label.multiline() && label.endLine == line) addCorner(label, line, shown, false);
  }

  struct Underline {
    uint32_t begin, end;
    const Placed *label;
  };

  std::vector<Underline> underlinesOf(uint32_t line, const ShownLine &shown) const {
    std::vector<Underline> underlines;
    for (const Placed &label : labels_) {
      if (label.multiline() || label.beginLine != line) continue;
      uint32_t begin = shown.column(label.beginOffset), end = shown.column(label.endOffset);
      underlines.push_back({margin_ + begin, margin_ + std::max(end, begin + 1), &label});
    }
    // Rightmost first; the primary one last among equals, so that it is drawn on top.
    std::ranges::sort(underlines, [](const Underline &a, const Underline &b) {
      return std::tuple(b.begin, a.label->primary, a.label) < std::tuple(a.begin, b.label->primary, b.label);
    });
    return underlines;
  }

  void addUnderlines(uint32_t line, const ShownLine &shown) {
    std::vector<Underline> underlines = underlinesOf(line, shown);
    if (underlines.empty()) return;
    Canvas canvas;
    drawBars(canvas, line, RowKind::Below);
    for (int pass = 0; pass != 2; ++pass)
      for (const Underline &underline : underlines)
        if (underline.label->primary == (pass == 1))
          canvas.fill(underline.begin, underline.end, markOf(pass == 1), styleOf(pass == 1));
    // The rightmost label follows its underline unless another one reaches into that room.
    std::vector<Underline> hanging = underlines;
    const Underline &last = underlines.front();
    bool alone = std::ranges::all_of(underlines, [&](const Underline &other) {
      return other.label == last.label || other.end <= last.begin;
    });
    if (alone) {
      canvas.text(last.end + 1, last.label->text, styleOf(last.label->primary));
      hanging.erase(hanging.begin());
    }
    std::erase_if(hanging, [](const Underline &underline) { return underline.label->text.empty(); });
    rows_.push_back(canvas.row());
    addHanging(line, hanging);
  }

  void addHanging(uint32_t line, const std::vector<Underline> &hanging) {
    if (hanging.empty()) return;
    auto bars = [&](Canvas &canvas, size_t from) {
      drawBars(canvas, line, RowKind::Below);
      for (size_t index = from; index < hanging.size(); ++index)
        canvas.put(hanging[index].begin, '|', styleOf(hanging[index].label->primary));
    };
    Canvas first;
    bars(first, 0);
    rows_.push_back(first.row());
    for (size_t index = 0; index != hanging.size(); ++index) {
      size_t next = index + 1;
      while (next < hanging.size() && hanging[next].begin == hanging[index].begin) ++next;
      Canvas canvas;
      bars(canvas, next);
      canvas.text(hanging[index].begin, hanging[index].label->text, styleOf(hanging[index].label->primary));
      rows_.push_back(canvas.row());
    }
  }

  /// The row that joins the bar of a label with its first or last character.
  void addCorner(const Placed &label, uint32_t line, const ShownLine &shown, bool begin) {
    Canvas canvas;
    drawBars(canvas, line, RowKind::Below);
    Style style = styleOf(label.primary);
    size_t bar = label.depth * 2 - 2;
    uint32_t offset = begin ? label.beginOffset : label.endOffset;
    size_t column = margin_ + shown.column(offset);
    if (!begin && column > margin_) --column;
    canvas.put(bar, begin ? ' ' : '|', style);
    canvas.fill(bar + 1, column, '_', style);
    canvas.put(column, markOf(label.primary), style);
    if (!begin) canvas.text(column + 2, label.text, style);
    rows_.push_back(canvas.row());
  }

  const SourceManager &sources_;
  uint32_t file_;
  std::vector<Placed> labels_;
  uint32_t margin_ = 0; ///< cells left of the text for bars
  std::vector<SnippetRow> rows_;
};

} // namespace

std::vector<SnippetRow> layoutSnippet(const SourceManager &sources, uint32_t file,
                                      const std::vector<SnippetLabel> &labels) {
  return Layout(sources, file, labels).run();
}

} // namespace flow::diag

#include "compiler/sema/TypesText.h"

#include <algorithm>

namespace flow::sema {

namespace {

struct Line {
  Span span;
  std::string what;
  bool isFrame = false; ///< of one span only the last: a verb may be made of several
  size_t number = 0;
};

std::string signatureOf(const tree::Function &function) {
  std::string signature = "fn " + function.name + "(";
  for (const tree::Local *parameter : function.parameters)
    signature += (parameter == function.parameters[0] ? "" : ", ") + parameter->name + ": " + text(parameter->type);
  signature += ")";
  bool givesNothing = !function.result || function.result->is(types::TypeKind::Unit);
  return givesNothing ? signature : signature + " -> " + text(function.result);
}

std::vector<Line> linesOf(const tree::Program &program, const SourceManager &sources) {
  std::vector<Line> lines;
  for (const tree::Param &param : program.params)
    lines.push_back({param.decl->name.span, "param " + param.decl->name.text + ": " + text(param.type)});
  std::vector<const tree::Local *> parameters;
  auto isParam = [&](Span span) {
    return std::ranges::any_of(program.params, [&](const tree::Param &param) { return param.decl->name.span == span; });
  };
  for (const tree::Function &function : program.functions) {
    if (function.result) lines.push_back({function.span, signatureOf(function)});
    parameters.insert(parameters.end(), function.parameters.begin(), function.parameters.end());
  }
  for (const tree::Local &local : program.locals()) {
    bool isParameter = std::ranges::find(parameters, &local) != parameters.end();
    if (local.name.empty() || isParameter || !local.type || isParam(local.span)) continue;
    lines.push_back({local.span, (local.isVar ? "var " : "let ") + local.name + ": " + text(local.type)});
  }
  for (const auto &expr : program.exprs())
    if (expr->kind == tree::ExprKind::Frame || expr->type->is(types::TypeKind::Grouped))
      lines.push_back({expr->span, shortText(sources, expr->span) + ": " + text(expr->type), true});
  for (const auto &[span, type] : program.columnExprs)
    lines.push_back({span, shortText(sources, span) + ": " + text(type)});
  return lines;
}

} // namespace

std::string shortText(const SourceManager &sources, Span span) {
  constexpr size_t kLongest = 60;
  std::string text;
  for (char byte : sources.text(span)) {
    bool isSpace = byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
    if (isSpace && (text.empty() || text.back() == ' ')) continue;
    text += isSpace ? ' ' : byte;
  }
  if (text.size() <= kLongest) return text;
  size_t end = kLongest;
  while (end > 0 && (text[end] & 0xC0) == 0x80) --end; // whole code points
  return text.substr(0, end) + "..";
}

std::string typesText(const tree::Program &program, const SourceManager &sources, uint32_t file) {
  std::vector<Line> lines = linesOf(program, sources);
  std::erase_if(lines, [&](const Line &line) { return line.span.file != file; });
  for (size_t i = 0; i < lines.size(); ++i) lines[i].number = i;
  auto place = [](const Line &line) {
    return std::tuple(line.span.file, line.span.begin, ~line.span.end, line.number);
  };
  std::ranges::sort(lines, {}, place);
  std::string out;
  std::string last;
  for (size_t i = 0; i < lines.size(); ++i) {
    const Line &line = lines[i];
    bool isReplaced = i + 1 < lines.size() && line.isFrame && lines[i + 1].isFrame && lines[i + 1].span == line.span;
    if (!line.span.valid() || isReplaced) continue;
    LineColumn at = sources.begin(line.span);
    std::string where = std::to_string(at.line) + ":" + std::to_string(at.column);
    where.resize(std::max<size_t>(where.size() + 1, 8), ' ');
    // A function that is checked again for other types has the same expressions again, often of the same types.
    if (std::string printed = where + line.what + "\n"; printed != last) out += last = std::move(printed);
  }
  return out;
}

} // namespace flow::sema

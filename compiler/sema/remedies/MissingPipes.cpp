#include "compiler/sema/remedies/MissingPipes.h"

#include "compiler/ast/Walk.h"
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/verbs/Frames.h"
#include "compiler/sema/verbs/Verbs.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;

/// Where the line behind the offset begins with the name of a verb of frames; 0: with something else.
static uint32_t verbBehind(std::string_view source, size_t offset) {
  bool isNewLine = false;
  while (offset < source.size()) {
    if (source[offset] == '\n') isNewLine = true;
    if (source.substr(offset).starts_with("//")) offset = std::min(source.find('\n', offset), source.size());
    if (offset == source.size() || !std::isspace(static_cast<unsigned char>(source[offset]))) break;
    if (source[offset] == '\n') isNewLine = true;
    ++offset;
  }
  size_t end = offset;
  while (end < source.size() && (std::isalnum(static_cast<unsigned char>(source[end])) || source[end] == '_')) ++end;
  const Verb *verb = findVerb(source.substr(offset, end - offset));
  return isNewLine && verb && verb->takesFrame ? static_cast<uint32_t>(offset) : 0;
}

bool MissingPipes::isVerbBehind(Span statement) const {
  return verbBehind(checker_.sources().text(statement.file), statement.end) != 0;
}

void MissingPipes::endLine(Span statement, Expr *frame, Local *name) {
  if (!name) name = std::exchange(name_, nullptr);
  Line line{frame, statement, name, 0};
  line.next = verbBehind(checker_.sources().text(statement.file), statement.end);
  if (line.next == 0) return reportUnused(line);
  last_ = line;
}

void MissingPipes::endStatements() {
  if (last_.frame) reportUnused(std::exchange(last_, {}));
}

void MissingPipes::reportUnused(const Line &line) {
  if (line.name || isReported(line.frame)) return;
  report(Code::UnusedPipeline, line.statement, "nothing uses this frame, so it would never run")
      .help("end it with `|> show()` or `|> write_csv(..)`, or name it with `let`");
}

/// The call that is evaluated first: of `f(a).g() |> h()` it is `f(a)`.
static const ast::CallExpr *headOf(const ast::Expr &expr) {
  if (const auto *pipe = ast::dynCast<const ast::PipeExpr>(&expr)) return headOf(*pipe->left);
  if (const auto *member = ast::dynCast<const ast::MemberExpr>(&expr)) return headOf(*member->base);
  const auto *call = ast::dynCast<const ast::CallExpr>(&expr);
  const ast::CallExpr *inner = call && call->callee ? headOf(*call->callee) : nullptr;
  return inner ? inner : call;
}

Expr *MissingPipes::goOn(const ast::Expr &expr, const Type *expected) {
  Line line = std::exchange(last_, {});
  name_ = nullptr;
  if (!line.frame) return nullptr;
  const ast::CallExpr *head = headOf(expr);
  const auto *verb = head ? ast::dynCast<const ast::NameExpr>(head->callee) : nullptr;
  if (!verb || verb->span.begin != line.next || !lacksFrame(*head)) {
    reportUnused(line);
    return nullptr;
  }
  report(Code::UnusedPipeline, verb->span, "a `|>` is missing before `" + verb->name.text + "`")
      .label("a line of its own, which the frame does not flow into")
      .also(line.statement.atEnd(), "the frame")
      .fix(verb->span.atBegin(), "|> ", "write `|> " + verb->name.text + "(..)`");
  Expr *value = checker_.calls().checkPipedInto(*head, line.frame, expr, expected);
  if (line.name) line.name->type = value->type->isFrame() ? value->type : types_.error();
  name_ = line.name;
  return value;
}

Expr *MissingPipes::checkForeignPipe(const ast::BinaryExpr &expr, const Type *expected) {
  if (expr.op != ast::BinaryOperator::BitOr && expr.op != ast::BinaryOperator::ShiftRight) return nullptr;
  const auto *call = ast::dynCast<const ast::CallExpr>(expr.right);
  const auto *name = call ? ast::dynCast<const ast::NameExpr>(call->callee) : nullptr;
  const Verb *verb = name ? findVerb(name->name.text) : nullptr;
  if (!verb || !verb->takesFrame || !lacksFrame(*call)) return nullptr;
  report(Code::BadPipe, expr.opSpan, "a pipe is written `|>`").fix(expr.opSpan, "|>", "write `|>`");
  Expr *frame = checker_.check(*expr.left);
  if (frame->type->is(TypeKind::Error)) return frame;
  return checker_.calls().checkPipedInto(*call, frame, *call, expected);
}

bool MissingPipes::holdsColumn(const ast::Expr &expr) {
  class Finder : public ast::Walker {
  public:
    bool isFound = false;
    using ast::Walker::enter;
    bool enter(const ast::Expr &each) override {
      isFound |= each.kind == ast::Kind::ColumnExpr;
      const auto *call = ast::dynCast<const ast::CallExpr>(&each);
      const auto *name = call ? ast::dynCast<const ast::NameExpr>(call->callee) : nullptr;
      bool isVerb = name && findVerb(name->name.text);
      return !isFound && !isVerb && each.kind != ast::Kind::PipeExpr && each.kind != ast::Kind::LambdaExpr;
    }
  };
  Finder finder;
  finder.walk(&expr);
  return finder.isFound;
}

/// Whether the call of a verb has no frame among its arguments, or only the second one of a verb of two.
bool MissingPipes::lacksFrame(const ast::CallExpr &call) const {
  static constexpr std::string_view kOfTwo[] = {"join", "left_join", "semi_join", "anti_join", "union", "concat"};
  const std::string &name = ast::as<ast::NameExpr>(*call.callee).name.text;
  Symbol symbol = checker_.scopes().lookup(name, /*isCalled=*/true);
  if (symbol.fn || symbol.local) return false;
  auto isPositional = [](const ast::Argument &argument) { return argument.name.empty(); };
  auto first = std::ranges::find_if(call.arguments, isPositional);
  if (first == call.arguments.end()) return true;
  if (std::ranges::find(kOfTwo, name) != std::end(kOfTwo))
    return std::ranges::count_if(call.arguments, isPositional) == 1 && first->value->kind != ast::Kind::ListExpr;
  if (first->kind != ast::ArgumentKind::Value) return false;
  const ast::Expr &value = *first->value;
  if (const auto *local = ast::dynCast<const ast::NameExpr>(&value)) {
    const Local *known = checker_.scopes().lookup(local->name.text).local;
    return known && known->type->isInt(); // take(n)
  }
  bool isOfTexts = !checker_.functions().named(name).empty() || checker_.standard().hasMethod(name); // len("abc")
  bool isText = value.kind == ast::Kind::StringLiteral && !isOfTexts;
  return value.kind == ast::Kind::IntLiteral || isText || holdsColumn(value);
}

} // namespace flow::sema

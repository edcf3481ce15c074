// `match`, `if let` and `while let`: arms of patterns, which together take every value.
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/patterns/Matches.h"
#include "compiler/sema/patterns/Patterns.h"
#include "compiler/sema/patterns/Usefulness.h"
#include "compiler/sema/statements/Statements.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/verbs/Rows.h"

namespace flow::sema {

using diag::Code;
using tree::Pattern;
using tree::PatternKind;

/// "`A`, `B` and `none`": what arms leave out of the type.
static std::string missingText(const Missing &missing, const Type *type) {
  const Type *plain = type->plain();
  bool isNested =
      plain->is(TypeKind::Tuple) || plain->is(TypeKind::Record) || plain->is(TypeKind::List) || plain->isEnum();
  if (missing.isExample && !isNested) { // of a scalar
    bool leavesNone = missing.patterns[0] == "none";
    const std::string &example = missing.patterns.back();
    return std::string(leavesNone ? "`none` and " : "") + "further values of " + text(plain) +
           (example == "_" ? "" : ", such as `" + example + "`");
  }
  std::string list;
  for (size_t i = 0; i < missing.patterns.size(); ++i) {
    bool isLast = i + 1 == missing.patterns.size() && missing.patterns.size() < kMaxMissing;
    list += (i == 0 ? "`" : isLast ? " and `" : ", `") + missing.patterns[i] + "`";
  }
  if (missing.patterns.size() == kMaxMissing) list += " and more";
  return (missing.isExample ? "values such as " : "") + list;
}

bool Matches::requireAllTaken(const std::vector<const Pattern *> &rows, const Type *type, Span span, const char *what) {
  if (type->isEnum() && type->variants.empty()) return false; // reported where it is declared
  Missing missing = missingPatterns(rows, type);
  if (missing.empty()) return true;
  std::string which = "this " + std::string(what) + " of " + text(type);
  auto builder = report(Code::NotExhaustive, span,
                        missing.isUnknown ? which + " has too many cases to tell whether it takes all of them"
                                          : which + " leaves out " + missingText(missing, type));
  bool isOne = missing.patterns.size() == 1 && missing.patterns[0] != "_" && !missing.isExample && !missing.isUnknown;
  if (std::string_view(what) != "`match`")
    builder.help("a pattern that does not take every value stands in `match` or `if let`");
  else
    builder.help(isOne ? "add the arm `" + missing.patterns[0] + " => ..`, or one for the rest: `_ => ..`"
                       : std::string("add an arm for the rest: `_ => ..`"));
  return false;
}

void Matches::warnUnreachable(const std::vector<const Pattern *> &rows, const Pattern &pattern) {
  auto warn = [&](const Pattern &unreachable, const char *what) {
    report(Code::UnreachableArm, unreachable.span, std::string("nothing reaches this ") + what)
        .label("the patterns before it take all of its values");
  };
  if (!isReachable(rows, pattern)) return warn(pattern, "arm");
  if (pattern.kind != PatternKind::Alternatives) return;
  std::vector<const Pattern *> before = rows;
  for (const Pattern *alternative : pattern.parts) {
    if (!isReachable(before, *alternative)) warn(*alternative, "alternative");
    before.push_back(alternative);
  }
}

Expr *Matches::checkSubject(const ast::Expr &syntax) {
  Expr *subject = check(syntax);
  const Type *type = subject->type;
  if (type->isFrame() || type->is(TypeKind::Grouped)) {
    report(Code::TypeMismatch, syntax.span, "a frame cannot be matched")
        .help("match what it holds: `collect()` makes a list of its rows");
    return error(syntax.span);
  }
  if (!type->is(TypeKind::Unit) && !type->is(TypeKind::Never) && !type->is(TypeKind::None)) return subject;
  report(Code::TypeMismatch, syntax.span, "this gives no value to match");
  return error(syntax.span);
}

Expr *Matches::checkArmBody(const ast::MatchArm &arm, const Type *expected) {
  const auto *value = ast::dynCast<const ast::ExprStmt>(arm.body);
  tree::EffectRange effects;
  if (value) return checker_.statements().checkTail(*value->expr, expected, effects);
  auto *body = program_.make<tree::Block>(types_.unit(), arm.span);
  checker_.statements().checkStmt(*arm.body, body->statements);
  return body;
}

Expr *Matches::checkMatch(const ast::MatchExpr &expr, const Type *expected) {
  Expr *subject = checkSubject(*expr.subject);
  if (subject->type->is(TypeKind::Error)) return subject;
  auto *node = program_.make<tree::Match>(types_.never(), expr.span);
  node->subject = subject;
  std::vector<const Pattern *> rows; // the arms without guards
  std::vector<Expr *> before;        // what the arms give
  const Type *type = types_.never();
  bool isFine = true, isPresent = false; // isPresent: an arm before takes `none`
  const Type *taken = expr.isWhole ? subject->type : types_.error(); // else nobody knows what is left for an arm
  for (const ast::MatchArm &syntax : expr.arms) {
    checker_.scopes().pushScope();
    PatternNames names;
    tree::MatchArm &arm = node->arms.emplace_back();
    arm.pattern = checker_.patterns().checkPattern(*syntax.pattern, taken, names);
    if (arm.pattern) {
      warnUnreachable(rows, *arm.pattern);
      checker_.patterns().bindPresent(*arm.pattern, *arm.pattern, rows);
      if (!syntax.guard) rows.push_back(arm.pattern);
    }
    if (syntax.guard) arm.guard = checker_.rows().checkCondition(*syntax.guard, row_, "a guard");
    arm.body = isPresent ? checkPresent(*expr.subject, [&] { return checkArmBody(syntax, expected); })
                         : checkArmBody(syntax, expected);
    isPresent |= arm.pattern && arm.pattern->kind == PatternKind::None && !syntax.guard;
    if (arm.pattern) checker_.patterns().warnOfVariants(*syntax.pattern, *arm.pattern);
    checker_.scopes().popScope();
    const Type *given = arm.body->type;
    isFine &= arm.pattern && !given->is(TypeKind::Error) && !(arm.guard && arm.guard->type->is(TypeKind::Error));
    const Type *common =
        isUnasked(expected) ? types_.unit() : checker_.conversions().branchType(type, before, arm.body);
    if (!given->is(TypeKind::Never)) before.push_back(arm.body);
    if (!common) {
      report(Code::BranchTypes, syntax.span,
             "this arm gives " + text(given) + ", but the ones before it give " + text(type))
          .help("all arms must give the same type");
      return error(expr.span);
    }
    type = common;
  }
  isFine &= expr.isWhole;
  if (!isFine || !requireAllTaken(rows, subject->type, expr.subject->span, "`match`")) return error(expr.span);
  node->type = type;
  bool hasValue = !type->is(TypeKind::Unit) && !type->is(TypeKind::Never);
  for (tree::MatchArm &arm : node->arms)
    if (hasValue)
      arm.body = coerce(checker_.conversions().literalsAs(arm.body, type), type, arm.body->span, "this arm");
  return node;
}

/// `none`, also among alternatives: `none | 0`.
static bool takesNone(const ast::Pattern &pattern) {
  if (const auto *several = ast::dynCast<const ast::AlternativePattern>(&pattern))
    return std::ranges::any_of(several->alternatives, [](const ast::Pattern *each) { return takesNone(*each); });
  const auto *literal = ast::dynCast<const ast::LiteralPattern>(&pattern);
  return literal && literal->value->kind == ast::Kind::NoneLiteral;
}

/// `let PATTERN = value` as a condition: of an optional it asks whether there is a value that fits, unless the pattern
/// takes `none`.
Pattern *Matches::checkLetCondition(const ast::Condition &condition, Expr *&subject, const char *what) {
  subject = checkSubject(*condition.value);
  PatternNames names;
  const Type *type = subject->type;
  bool isOfPresent = type->isOptional() && !takesNone(*condition.pattern);
  Pattern *pattern = checker_.patterns().checkPattern(*condition.pattern, isOfPresent ? type->plain() : type, names);
  if (!pattern) return nullptr;
  if (isOfPresent) return checker_.patterns().somePattern(pattern, type);
  if (!missingPatterns({pattern}, type).empty()) return pattern;
  report(Code::NeverNone, condition.pattern->span,
         "this pattern takes every " + text(type) + ", so `" + what + "` tests nothing")
      .also(condition.value->span, "never none")
      .help("use `let`, or a pattern that does not take every value");
  return nullptr;
}

Expr *Matches::checkIfLet(const ast::IfExpr &expr, const Type *expected) {
  auto *node = program_.make<tree::Match>(types_.unit(), expr.span);
  node->arms.resize(2);
  checker_.scopes().pushScope();
  node->arms[0].pattern = checkLetCondition(expr.condition, node->subject, "if let");
  Expr *thenExpr = check(*expr.thenBlock, expected);
  checker_.scopes().popScope();
  const Pattern *pattern = node->arms[0].pattern;
  auto checkElse = [&] { return check(*expr.elseBranch, expected); };
  bool isPresent = pattern && pattern->kind == PatternKind::None; // elsewhere
  Expr *elseExpr = !expr.elseBranch ? nullptr
                   : isPresent      ? checkPresent(*expr.condition.value, checkElse)
                                    : checkElse();
  const Type *type = checker_.expressions().joinBranches(expr, thenExpr, elseExpr, expected);
  if (!node->arms[0].pattern || type->is(TypeKind::Error)) return error(expr.span);
  node->type = type;
  node->arms[0].body = thenExpr;
  node->arms[1].pattern = checker_.patterns().makePattern(PatternKind::Any, node->subject->type, expr.span);
  node->arms[1].body = elseExpr ? elseExpr : program_.make<tree::Block>(types_.unit(), expr.span);
  return node;
}

/// A loop without end whose body leaves it when the pattern does not fit.
void Matches::checkWhileLet(const ast::WhileStmt &loop, std::vector<tree::Stmt *> &out) {
  auto *stmt = program_.makeStmt(tree::StmtKind::While, loop.span);
  stmt->value = constant(types_.boolean(), loop.span, static_cast<__int128>(1));
  auto *match = program_.make<tree::Match>(types_.unit(), loop.span);
  match->arms.resize(2);
  checker_.scopes().pushScope();
  match->arms[0].pattern = checkLetCondition(loop.condition, match->subject, "while let");
  auto *body = program_.make<tree::Block>(types_.unit(), loop.body->span);
  match->arms[0].body = body;
  checker_.statements().checkLoopBody(*loop.body, *body);
  checker_.scopes().popScope();
  if (!match->arms[0].pattern) return;
  auto *leave = program_.make<tree::Leave>(types_.never(), loop.span);
  leave->leave = ast::LeaveKind::Break;
  match->arms[1].pattern = checker_.patterns().makePattern(PatternKind::Any, match->subject->type, loop.span);
  match->arms[1].body = leave;
  stmt->body = program_.make<tree::Block>(types_.unit(), loop.span);
  auto *test = program_.makeStmt(tree::StmtKind::Expression, loop.span);
  test->value = match;
  stmt->body->statements.push_back(test);
  out.push_back(stmt);
}

} // namespace flow::sema

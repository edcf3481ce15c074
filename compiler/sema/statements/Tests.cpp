// Tests: `test` blocks, and examples in doc comments. Each is host code of its own, which sees what a function sees:
// declarations, params and constants, but no other variable of the file.
#include "compiler/sema/statements/Tests.h"

#include "compiler/sema/calls/Instances.h"
#include "compiler/sema/names/Modules.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/remedies/MissingPipes.h"
#include "compiler/sema/statements/Statements.h"
#include "compiler/sema/types/Conversions.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;
using modules::DocExample;

void Tests::checkTests() {
  std::map<std::string_view, const ast::TestDecl *> known;
  for (const ast::Item &item : checker_.modules().main().syntax->items) {
    const auto *decl = ast::dynCast<const ast::TestDecl>(item.decl);
    if (!decl) continue;
    auto [at, isNew] = known.try_emplace(decl->name, decl);
    if (!isNew)
      report(Code::DuplicateName, decl->title, "two tests are called \"" + decl->name + "\"")
          .also(at->second->title, "first declared here")
          .help("tests are chosen and reported by their names: give each its own");
    addTest(decl->name, decl->title, [&](tree::Test &test) {
      for (const ast::Stmt *stmt : decl->body->statements) checker_.statements().checkStmt(*stmt, test.statements);
      checker_.missingPipes().endStatements();
    });
  }
  for (size_t i = 0; checker_.input().examples && i < checker_.input().examples->size(); ++i)
    checkExample((*checker_.input().examples)[i]);
  std::ranges::sort(program_.tests, {}, [](const tree::Test &test) { return test.span.begin; });
}

tree::Test &Tests::addTest(std::string name, Span span, const std::function<void(tree::Test &)> &check) {
  tree::Test &test = program_.tests.emplace_back();
  test.name = std::move(name);
  test.span = span;
  Aside aside(checker_.surroundings());
  state_.module = &checker_.modules().main();
  state_.isTest = true;
  state_.result = types_.unit();
  state_.depth = 1;
  state_.firstScope = checker_.scopes().depth();
  checker_.scopes().pushScope();
  check(test);
  checker_.instances().checkCalled();
  checker_.scopes().popScope();
  return test;
}

// ---- examples

namespace {

/// The words of a comment: no slashes, not the blank behind them.
std::string wordsOf(const ast::Comment &comment) {
  std::string_view words = std::string_view(comment.text).substr(2);
  if (words.starts_with(' ')) words.remove_prefix(1);
  return std::string(words.substr(0, words.find_last_not_of(" \t\r") + 1));
}

/// What the comments of an example say about its statements: the comment behind a statement on its last line, or, when
/// there is none, the lines of comments directly below it.
class ExpectedOutput {
public:
  ExpectedOutput(const DocExample &example, const SourceManager &sources) : example_(example), sources_(sources) {}

  std::vector<tree::ExpectedLine> of(const ast::Stmt &stmt) const {
    uint32_t line = sources_.lineColumn(stmt.span.file, stmt.span.end).line;
    std::vector<tree::ExpectedLine> lines;
    for (const ast::Comment &comment : example_.syntax->comments) {
      if (comment.span.begin < stmt.span.end || !comment.text.starts_with("//")) continue;
      uint32_t at = sources_.begin(comment.span).line;
      bool isBehind = at == line && lines.empty();
      bool isBelow = comment.ownLine && at == line + 1 + lines.size();
      if (!isBehind && !isBelow) break;
      lines.push_back({comment.span, wordsOf(comment)});
      if (isBehind) break;
    }
    return lines;
  }

private:
  const DocExample &example_;
  const SourceManager &sources_;
};

constexpr std::string_view kFails = "fails: ";

} // namespace

/// An expression, whose value is printed when the example says what it is.
void Tests::checkExampleStmt(const ast::Stmt &stmt, bool isPrinted, std::vector<tree::Stmt *> &out) {
  const auto *expression = isPrinted ? ast::dynCast<const ast::ExprStmt>(&stmt) : nullptr;
  if (!expression) return checker_.statements().checkStmt(stmt, out);
  Expr *value = check(*expression->expr);
  const Type *type = value->type;
  bool hasValue = !type->is(TypeKind::Unit) && !type->is(TypeKind::Never) && !type->is(TypeKind::Error);
  if (hasValue && !checker_.conversions().requireText(value, stmt.span)) return;
  auto *made = program_.makeStmt(hasValue ? tree::StmtKind::Print : tree::StmtKind::Expression, stmt.span);
  if (hasValue) {
    auto *printed = program_.make<tree::ToText>(types_.str(), stmt.span);
    printed->operand = coerce(value, checker_.conversions().settled(type), stmt.span, "this");
    made->message = printed;
  } else {
    made->value = value;
  }
  out.push_back(made);
}

/// One test of all statements but those that fail, and one for each of these, with what stands before it.
void Tests::checkExample(const DocExample &example) {
  const std::string prefix = example.about.empty() ? "" : example.about + ", ";
  ExpectedOutput expected(example, checker_.sources());
  std::vector<const ast::Stmt *> statements;
  for (const ast::Item &item : example.syntax->items) {
    if (item.stmt)
      statements.push_back(item.stmt);
    else
      notBuilt(item.decl->span, "a declaration in an example");
  }
  size_t errors = emitter_.errorCount(), unused = checker_.scopes().unusedCount();
  auto addUntil = [&](std::string name, Span span, const ast::Stmt *failing) {
    addTest(std::move(name), span, [&](tree::Test &test) {
      for (const ast::Stmt *stmt : statements) {
        std::vector<tree::ExpectedLine> lines = expected.of(*stmt);
        bool fails = !lines.empty() && lines[0].text.starts_with(kFails);
        if (fails && stmt != failing) continue;
        state_.isExample = true;
        bool isPrinted = fails || (!lines.empty() && stmt->kind == ast::Kind::ExprStmt);
        checkExampleStmt(*stmt, isPrinted, test.statements);
        if (fails) {
          test.failure = lines[0].text.substr(kFails.size());
          return;
        }
        bool isLoop = stmt->kind == ast::Kind::ForStmt || stmt->kind == ast::Kind::WhileStmt;
        bool isTold = failing != nullptr; // by the test of all statements
        if ((isPrinted || isLoop) && !isTold) test.output.insert(test.output.end(), lines.begin(), lines.end());
      }
    });
  };
  addUntil(prefix + "example at line " + std::to_string(example.line), example.fence, nullptr);
  for (const ast::Stmt *stmt : statements) {
    std::vector<tree::ExpectedLine> lines = expected.of(*stmt);
    if (lines.empty() || !lines[0].text.starts_with(kFails) || emitter_.errorCount() != errors) continue;
    addUntil(prefix + "failure at line " + std::to_string(checker_.sources().begin(stmt->span).line), stmt->span, stmt);
  }
  checker_.scopes().forgetUnused(unused);
}

} // namespace flow::sema

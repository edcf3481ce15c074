// A file that the program reads and also writes: when it is compiled, the file is not there yet, or is that of another
// run.
#include "compiler/ast/Walk.h"
#include "compiler/sema/verbs/Files.h"

namespace flow::sema {

/// The text of a literal without `${..}`, or nothing.
static std::optional<std::string> textOf(const ast::Expr *expr) {
  const auto *literal = expr ? ast::dynCast<const ast::StringLiteral>(expr) : nullptr;
  if (!literal || literal->parts.size() != 1 || literal->parts[0].expr) return std::nullopt;
  return literal->parts[0].text;
}

namespace {
/// The first call that writes a file of that path.
class Writer : public ast::Walker {
public:
  explicit Writer(std::string path) : path_(std::move(path)) {}
  const ast::Expr *found() const { return found_; }

  using ast::Walker::enter;
  bool enter(const ast::Expr &expr) override {
    const auto *call = ast::dynCast<const ast::CallExpr>(&expr);
    if (found_ || !call || !writesFile(*call->callee)) return !found_;
    for (const ast::Argument &argument : call->arguments)
      if (textOf(argument.value) == path_) found_ = call;
    return true;
  }

private:
  static bool writesFile(const ast::Expr &callee) {
    const auto *name = ast::dynCast<const ast::NameExpr>(&callee);
    const auto *member = ast::dynCast<const ast::MemberExpr>(&callee);
    std::string_view text = name ? name->name.text : member ? std::string_view(member->name.text) : "";
    return text == "write_csv" || text == "write_parquet" || text == "write_text";
  }

  std::string path_;
  const ast::Expr *found_ = nullptr;
};
} // namespace

void noteWrittenFile(Checker &checker, const CallSite &call, diag::Emitter::Builder &builder) {
  const ast::Argument *argument = call.positional[0].syntax;
  std::optional<std::string> path = textOf(argument ? argument->value : nullptr);
  if (!path) return;
  Writer writer(*path);
  for (const modules::Module &module : checker.input().graph.modules)
    if (module.syntax) writer.walk(*module.syntax);
  if (!writer.found()) return;
  builder.also(writer.found()->span, "the program writes it, when it runs");
  builder.note("the columns of a file whose path is known are looked up before, while the program is compiled");
  builder.help("let a function give the path, and state the row: `fn made() -> Path => \"" + *path + "\"`, `" +
               call.name->text + "[{ a: i64 }](made())`");
}

} // namespace flow::sema

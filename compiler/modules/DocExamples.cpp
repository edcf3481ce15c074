#include "compiler/modules/DocExamples.h"

#include "compiler/parse/Parser.h"

namespace flow::modules {

namespace {

constexpr std::string_view kFence = "```";

/// The lines of one example, while they are gathered.
struct Block {
  Span fence;
  std::vector<Span> code;
};

std::string_view trimmed(std::string_view text) {
  size_t begin = text.find_first_not_of(" \t\r");
  return begin == std::string_view::npos ? "" : text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin);
}

/// The name that a declaration or statement gives to something; empty when there is none.
std::string nameOf(const ast::Item &item) {
  if (!item.decl) return "";
  const ast::Decl &decl = *item.decl;
  switch (decl.kind) {
  case ast::Kind::FnDecl: return ast::as<ast::FnDecl>(decl).name.text;
  case ast::Kind::ParamDecl: return ast::as<ast::ParamDecl>(decl).name.text;
  case ast::Kind::SchemaDecl: return ast::as<ast::SchemaDecl>(decl).name.text;
  case ast::Kind::TypeDecl: return ast::as<ast::TypeDecl>(decl).name.text;
  case ast::Kind::EnumDecl: return ast::as<ast::EnumDecl>(decl).name.text;
  case ast::Kind::ErrorDecl: return ast::as<ast::ErrorDecl>(decl).name.text;
  case ast::Kind::ActorDecl: return ast::as<ast::ActorDecl>(decl).name.text;
  case ast::Kind::ModelDecl: return ast::as<ast::ModelDecl>(decl).name.text;
  case ast::Kind::StageDecl: return ast::as<ast::StageDecl>(decl).name.text;
  case ast::Kind::LetDecl: {
    const auto *name = ast::dynCast<const ast::BindPattern>(ast::as<ast::LetDecl>(decl).let->pattern);
    return name ? name->name.text : "";
  }
  default: return "";
  }
}

/// Goes through the doc comments of a module in order.
class ExampleFinder {
public:
  ExampleFinder(const SourceManager &sources, const ast::Module &module, diag::Emitter &emitter)
      : sources_(sources), module_(module), emitter_(emitter) {}

  std::vector<DocExample> run() {
    uint32_t lastLine = 0;
    for (const ast::Comment &comment : module_.comments) {
      if (!comment.doc || !comment.ownLine) continue;
      uint32_t line = sources_.begin(comment.span).line;
      if (line != lastLine + 1) leaveOpen(); // another comment
      lastLine = line;
      addLine(comment);
    }
    leaveOpen();
    return std::move(found_);
  }

private:
  void addLine(const ast::Comment &comment) {
    constexpr uint32_t kSlashes = 3;
    Span code{comment.span.file, comment.span.begin + kSlashes, comment.span.end};
    std::string_view words = trimmed(sources_.text(code));
    if (isOpen_ && words.starts_with(kFence)) return close();
    if (isOpen_) return block_.code.push_back(code);
    if (!words.starts_with(kFence)) return;
    auto begin = comment.span.begin + static_cast<uint32_t>(comment.text.find(kFence));
    isOpen_ = true;
    isFlow_ = trimmed(words.substr(kFence.size())) == "flow";
    documents_ = comment.documents;
    block_ = {{comment.span.file, begin, begin + static_cast<uint32_t>(words.size())}, {}};
  }

  void close() {
    if (isOpen_ && isFlow_ && !block_.code.empty()) {
      DocExample &example = found_.emplace_back();
      example.fence = block_.fence;
      example.line = sources_.begin(block_.fence).line;
      example.about = documents_ ? documented() : "";
      example.syntax = parse::parseParts(sources_, block_.code, emitter_);
    }
    isOpen_ = false;
  }

  /// The comment ends before the fence that closes the example.
  void leaveOpen() {
    if (isOpen_ && isFlow_)
      emitter_.report(diag::Code::SyntaxError, block_.fence, "nothing closes this example")
          .help("it ends at a line of its own: /// ```");
    isOpen_ = false;
  }

  /// What the comment at hand stands before, or in.
  std::string documented() const {
    for (const ast::Item &item : module_.items) {
      Span span = item.decl ? item.decl->span : item.stmt->span;
      if (span.end > block_.fence.end) return nameOf(item);
    }
    return "";
  }

  const SourceManager &sources_;
  const ast::Module &module_;
  diag::Emitter &emitter_;
  std::vector<DocExample> found_;
  Block block_;
  bool isOpen_ = false;
  bool isFlow_ = false;    ///< of the open block
  bool documents_ = false; ///< its comment belongs to a declaration
};

} // namespace

std::vector<DocExample> findDocExamples(const SourceManager &sources, const ast::Module &module,
                                        diag::Emitter &emitter) {
  return ExampleFinder(sources, module, emitter).run();
}

} // namespace flow::modules

#include "compiler/parse/Parser.h"

#include "compiler/base/LargeStack.h"
#include "compiler/parse/AstBuilder.h"
#include "compiler/parse/BrokenItems.h"
#include "compiler/parse/Scanner.h"
#include "compiler/parse/SourceCheck.h"
#include "compiler/parse/SyntaxErrors.h"
#include "compiler/parse/TokenFilter.h"
#include "runtime/abi/Check.h"

#include <algorithm>

namespace flow::parse {

namespace {

/// Source text to the tokens of the parser; comments go to the module. False: reported, nothing to parse.
bool tokenize(std::string_view text, ast::Module &module, diag::Emitter &emitter, std::vector<Token> &tokens) {
  if (!checkSource(module.file, text, emitter)) return false;
  ScannedText scanned = Scanner(module.file, text, emitter).scan();
  module.comments = std::move(scanned.comments);
  return TokenFilter(module.file, text, scanned.tokens, emitter).run(tokens);
}

/// The generated parser, made to forget the parse tree of an element once it has become a part of ours: else
/// the trees of a large file would take hundreds of times its size.
class ElementParser : public Grammar {
public:
  using Grammar::Grammar;
  void forgetTree() { _tracker.reset(); }
};

void parseTokens(std::string_view text, const std::vector<Token> &tokens, ast::Module &module, diag::Emitter &emitter,
                 size_t firstReport) {
  TokenList list(tokens, text);
  SyntaxMessages messages(module.file, text, emitter);
  auto errors = std::make_shared<SyntaxErrors>(list, messages);
  ElementParser parser(&list);
  parser.removeErrorListeners();
  parser.setErrorHandler(errors);
  AstBuilder builder(module, text, emitter);
  BrokenItems broken(list, emitter, firstReport, builder.lists());
  while (tokenOf(list.LT(1)).type != kEndOfFile) {
    size_t begin = list.index(), firstItem = module.items.size();
    builder.add(parser.topItem());
    parser.forgetTree();
    errors->leaveTopItem(begin);
    broken.add(begin, list.index(), firstItem);
  }
  builder.finish();
  broken.markIn(module);
}

} // namespace

static std::unique_ptr<ast::Module> parseText(uint32_t file, std::string_view text, diag::Emitter &emitter) {
  auto module = std::make_unique<ast::Module>();
  module->file = file;
  std::vector<Token> tokens;
  size_t firstReport = emitter.diagnostics().size();
  if (!tokenize(text, *module, emitter, tokens)) {
    module->leftOut.isEmpty = false;
    module->leftOut.hidesRest = true;
    return module;
  }
  runOnLargeStack([&] { parseTokens(text, tokens, *module, emitter, firstReport); });
  return module;
}

std::unique_ptr<ast::Module> parseModule(const SourceManager &sources, uint32_t file, diag::Emitter &emitter) {
  return parseText(file, sources.text(file), emitter);
}

std::unique_ptr<ast::Module> parsePart(const SourceManager &sources, Span part, diag::Emitter &emitter) {
  // Blanks before it keep the offsets as they are.
  std::string text(part.begin, ' ');
  text += sources.text(part);
  return parseText(part.file, text, emitter);
}

std::unique_ptr<ast::Module> parseParts(const SourceManager &sources, const std::vector<Span> &parts,
                                        diag::Emitter &emitter) {
  FLOW_CHECK(!parts.empty(), "no parts to parse");
  uint32_t file = parts[0].file;
  std::string text(sources.text(file).substr(0, parts.back().end));
  uint32_t at = 0;
  for (const Span &part : parts) {
    std::replace_if(text.begin() + at, text.begin() + part.begin, [](char c) { return c != '\n'; }, ' ');
    at = part.end;
  }
  return parseText(file, text, emitter);
}

namespace {

class AmbiguityCounter : public antlr4::BaseErrorListener {
public:
  size_t count = 0;

  void reportAmbiguity(antlr4::Parser *, const antlr4::dfa::DFA &, size_t, size_t, bool, const antlrcpp::BitSet &,
                       antlr4::atn::ATNConfigSet *) override {
    ++count;
  }
  void reportAttemptingFullContext(antlr4::Parser *, const antlr4::dfa::DFA &, size_t, size_t, const antlrcpp::BitSet &,
                                   antlr4::atn::ATNConfigSet *) override {
    ++count;
  }
};

} // namespace

size_t countAmbiguities(const SourceManager &sources, uint32_t file) {
  ast::Module module;
  module.file = file;
  diag::Emitter emitter;
  AmbiguityCounter counter;
  std::vector<Token> tokens;
  std::string_view text = sources.text(file);
  if (!tokenize(text, module, emitter, tokens)) return 0;
  runOnLargeStack([&] {
    TokenList list(tokens, text);
    Grammar parser(&list);
    parser.removeErrorListeners();
    parser.addErrorListener(&counter);
    parser.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(
        antlr4::atn::PredictionMode::LL_EXACT_AMBIG_DETECTION);
    parser.module();
  });
  return counter.count;
}

std::string dumpTokens(const SourceManager &sources, uint32_t file, diag::Emitter &emitter) {
  ast::Module module;
  module.file = file;
  std::string_view text = sources.text(file);
  std::vector<Token> tokens;
  std::string out;
  if (!tokenize(text, module, emitter, tokens)) return out;
  for (const Token &token : tokens) {
    LineColumn at = sources.lineColumn(file, token.begin);
    out += std::to_string(at.line) + ":" + std::to_string(at.column) + " " + std::string(tokenName(token.type));
    std::string_view written = text.substr(token.begin, token.end - token.begin);
    if (written.find('\n') == std::string_view::npos && !written.empty()) out += " " + std::string(written);
    out += '\n';
  }
  return out;
}

} // namespace flow::parse

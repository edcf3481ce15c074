#pragma once
// Source text to syntax tree: the front door of this folder. ANTLR does not show here.

#include "compiler/ast/Ast.h"
#include "compiler/base/SourceManager.h"
#include "compiler/diag/Diagnostic.h"

#include <memory>
#include <string>

namespace flow::parse {

/// A source file has at most this many bytes.
constexpr size_t kMaxSourceBytes = size_t{16} << 20;

/// The tree of a file. Never null; after syntax errors it holds what could be understood. May be called from
/// any thread.
std::unique_ptr<ast::Module> parseModule(const SourceManager &sources, uint32_t file, diag::Emitter &emitter);

/// Warns of comments that look like a division of Python: `let x = 5 // 2`. The text is that of the module.
void warnOfDivisions(std::string_view text, const ast::Module &module, diag::Emitter &emitter);

/// The tree of a part of the file, from one byte offset to another: whole items. Spans are those of the file.
std::unique_ptr<ast::Module> parsePart(const SourceManager &sources, Span part, diag::Emitter &emitter);

/// The same of several parts of one file, in order; what lies between them counts as blanks and line ends.
std::unique_ptr<ast::Module> parseParts(const SourceManager &sources, const std::vector<Span> &parts,
                                        diag::Emitter &emitter);

/// How often ANTLR, told to look for every ambiguity, reports one, or needs more than its fast mode to decide. For
/// tests: it must be 0 for every file.
size_t countAmbiguities(const SourceManager &sources, uint32_t file);

/// The tokens as the parser sees them, one a line: place, name, text. For `flowc emit tokens`.
std::string dumpTokens(const SourceManager &sources, uint32_t file, diag::Emitter &emitter);

} // namespace flow::parse

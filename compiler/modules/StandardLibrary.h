#pragma once
// The functions of the library that are written in Flow: stdlib/*.flow, compiled in. What a program uses of it is
// parsed, and nothing else.

#include "compiler/ast/Ast.h"
#include "compiler/base/SourceManager.h"
#include "compiler/diag/Diagnostic.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace flow::modules {

/// The text of a source by the name that the SourceManager has for it: a file, or one of the library ("std:list.flow").
std::optional<std::string> sourceAt(const std::string &name);

/// Whether the text is that of a file of the library.
bool isOfLibrary(std::string_view text);

class StandardLibrary {
public:
  StandardLibrary(SourceManager &sources, diag::Emitter &emitter);

  /// The declaration of the public function, parsed; null when there is none. One name may be declared for several
  /// kinds of first arguments: `kind` is the name of its type ("List", "Map", "i64"), or empty for any. Some lists have
  /// kinds of their own besides: "List[duration]", "List[size]", "List[i64]", "List[u64]". The functions of a namespace
  /// have its name as their kind: ("math", "prod").
  const ast::Module *moduleWith(std::string_view kind, std::string_view function);
  /// The file of a namespace ("random"), parsed; null when there is none.
  const ast::Module *space(std::string_view name);
  /// Whether there is a function of that name for some first argument.
  bool hasMethod(std::string_view function) const { return methods_.count(function) != 0; }
  /// The kinds of first arguments that functions of that name take: "List", "Map".
  std::vector<std::string_view> kindsOf(std::string_view function) const;
  /// Whether there is a function of that name at all, besides those of namespaces.
  bool hasFunction(std::string_view function) const { return hasMethod(function) || functions_.count({"", function}); }
  /// Names of all public functions, for suggestions.
  std::vector<std::string_view> names() const;

private:
  struct File {
    std::string_view name, text;
    uint32_t source = 0;  ///< in the SourceManager, once something in it is used
    bool isWhole = false; ///< its functions need each other, or a type: all of it is parsed
    std::unique_ptr<ast::Module> module;
  };
  struct Function {
    size_t file = 0;
    uint32_t begin = 0, end = 0; ///< bytes of its declaration
    std::unique_ptr<ast::Module> module;
  };
  void index(size_t file);
  uint32_t sourceOf(File &file);
  const ast::Module *wholeFile(File &file);

  SourceManager &sources_;
  diag::Emitter &emitter_;
  std::vector<File> files_;
  std::vector<Function> declared_;
  std::map<std::pair<std::string_view, std::string_view>, size_t> functions_; ///< (kind, name): which one
  std::set<std::string_view> methods_;
};

} // namespace flow::modules

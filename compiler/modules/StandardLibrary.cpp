#include "compiler/modules/StandardLibrary.h"

#include "compiler/modules/SourceFile.h"
#include "compiler/parse/Parser.h"
#include "runtime/abi/Check.h"

namespace flow::modules {

static constexpr struct {
  const char *name, *text;
} kFiles[] = {
#include "generated/StandardLibrary.inc"
};

/// What the name of a source begins with that is none of the user's files.
static constexpr std::string_view kPrefix = "std:";

std::optional<std::string> sourceAt(const std::string &name) {
  for (const auto &file : kFiles)
    if (name == std::string(kPrefix) + file.name + ".flow") return file.text;
  std::string problem;
  return readSource(name, problem);
}

bool isOfLibrary(std::string_view text) {
  for (const auto &file : kFiles)
    if (text == file.text) return true;
  return false;
}

static bool isWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// The word that the text begins with.
static std::string_view wordOf(std::string_view text) {
  size_t length = 0;
  while (length < text.size() && isWordCharacter(text[length])) ++length;
  return text.substr(0, length);
}

StandardLibrary::StandardLibrary(SourceManager &sources, diag::Emitter &emitter)
    : sources_(sources), emitter_(emitter) {
  for (const auto &file : kFiles) {
    std::string_view text = file.text;
    bool isWhole = text.find("\nfn ") != std::string_view::npos || text.find("\npub type ") != std::string_view::npos;
    files_.push_back({file.name, text, 0, isWhole, nullptr});
    index(files_.size() - 1);
  }
}

static bool isNamespace(std::string_view file) {
  for (std::string_view name : {"math", "random", "json", "fs", "time"})
    if (name == file) return true;
  return false;
}

/// Finds the lines that begin with `pub fn`, without parsing: this happens in every run of the compiler.
void StandardLibrary::index(size_t file) {
  static constexpr std::string_view kBegin = "\npub fn ";
  std::string_view text = files_[file].text;
  for (size_t at = text.find(kBegin); at != std::string_view::npos; at = text.find(kBegin, at)) {
    size_t end = std::min(text.find("\n\n///", at), text.size());
    declared_.push_back({file, static_cast<uint32_t>(at + 1), static_cast<uint32_t>(end), nullptr});
    size_t number = declared_.size() - 1;
    at += kBegin.size();
    std::string_view name = wordOf(text.substr(at));
    size_t open = text.find('(', at);
    std::string_view parameter = text.substr(open + 1, text.find_first_of(",)\n", open) - open - 1);
    size_t colon = parameter.find(": ");
    std::string_view kind = colon == std::string_view::npos ? "" : wordOf(parameter.substr(colon + 2));
    if (kind.size() == 1) kind = ""; // a type parameter: of any type
    for (std::string_view own : {"List[duration]", "List[size]", "List[i64]", "List[u64]"})
      if (kind == "List" && parameter.substr(colon + 2).starts_with(own)) kind = own;
    bool isSpace = isNamespace(files_[file].name);
    if (isSpace) functions_[{files_[file].name, name}] = number;
    if (isSpace && (kind.empty() || text.find("\npub type " + std::string(kind) + " ") == std::string_view::npos))
      continue; // no method of a type of this file
    functions_[{kind, name}] = number;
    if (!kind.empty()) methods_.insert(name);
  }
}

const ast::Module *StandardLibrary::moduleWith(std::string_view kind, std::string_view name) {
  auto found = functions_.find({kind, name});
  if (found == functions_.end()) return nullptr;
  Function &function = declared_[found->second];
  File &file = files_[function.file];
  if (file.isWhole) return wholeFile(file);
  if (!function.module) {
    size_t errors = emitter_.errorCount();
    function.module = parse::parsePart(sources_, {sourceOf(file), function.begin, function.end}, emitter_);
    FLOW_CHECK_EQ(emitter_.errorCount(), errors, "stdlib/", file.name, ".flow: ", name, " does not parse");
  }
  return function.module.get();
}

const ast::Module *StandardLibrary::space(std::string_view name) {
  for (File &file : files_)
    if (isNamespace(name) && file.name == name) return wholeFile(file);
  return nullptr;
}

uint32_t StandardLibrary::sourceOf(File &file) {
  if (!file.source)
    file.source = sources_.add(std::string(kPrefix) + std::string(file.name) + ".flow", std::string(file.text));
  return file.source;
}

const ast::Module *StandardLibrary::wholeFile(File &file) {
  if (!file.module) {
    size_t errors = emitter_.errorCount();
    file.module = parse::parseModule(sources_, sourceOf(file), emitter_);
    FLOW_CHECK_EQ(emitter_.errorCount(), errors, "stdlib/", file.name, ".flow does not parse");
  }
  return file.module.get();
}

std::vector<std::string_view> StandardLibrary::kindsOf(std::string_view function) const {
  std::vector<std::string_view> kinds;
  for (const auto &[key, number] : functions_) {
    bool isKind = !key.first.empty() && !isNamespace(key.first) && !key.first.ends_with(']');
    if (key.second == function && isKind) kinds.push_back(key.first);
  }
  return kinds;
}

std::vector<std::string_view> StandardLibrary::names() const {
  std::vector<std::string_view> names;
  for (const auto &[key, file] : functions_)
    if (names.empty() || names.back() != key.second) names.push_back(key.second);
  return names;
}

} // namespace flow::modules

#include "compiler/modules/ModuleGraph.h"

#include "compiler/modules/SourceFile.h"
#include "compiler/parse/Parser.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

namespace flow::modules {

using diag::Code;

namespace {

/// Tells files apart, whatever their paths say.
using FileId = std::pair<uint64_t, uint64_t>;

class Loader {
public:
  Loader(SourceManager &sources, diag::Emitter &emitter) : sources_(sources), emitter_(emitter) {}

  ModuleGraph run(uint32_t file) {
    load(file, std::string(sources_.name(file)));
    return std::move(graph_);
  }

private:
  struct Open { // a module whose imports are being loaded
    FileId id;
    const Module *module;
    const ast::ImportDecl *import; ///< at hand
  };

  static std::optional<FileId> idOf(const std::string &path) {
    struct stat info;
    if (stat(path.c_str(), &info) != 0) return std::nullopt;
    return FileId(info.st_dev, info.st_ino);
  }

  Module *load(uint32_t file, const std::string &path);
  Module *imported(const ast::ImportDecl &import);
  void reportNoModule(const ast::ImportDecl &import, const std::string &name);
  void reportCycle(size_t first);
  std::string nameOf(const Module &module) const {
    return std::filesystem::path(sources_.name(module.file)).filename().string();
  }

  SourceManager &sources_;
  diag::Emitter &emitter_;
  ModuleGraph graph_;
  std::map<FileId, Module *> known_;
  std::vector<Open> open_;
};

Module *Loader::load(uint32_t file, const std::string &path) {
  Module &module = graph_.modules.emplace_back();
  module.file = file;
  module.syntax = parse::parseModule(sources_, file, emitter_);
  graph_.isWhole &= module.syntax->leftOut.isEmpty;
  graph_.isCheckable &= !module.syntax->leftOut.hidesRest;
  std::erase_if(module.syntax->items, [](const ast::Item &item) { return item.isBroken; });
  parse::warnOfDivisions(sources_.text(file), *module.syntax, emitter_);
  FileId id = idOf(path).value_or(FileId());
  known_[id] = &module;
  open_.push_back({id, &module, nullptr});
  for (const ast::Item &item : module.syntax->items) {
    const auto *import = ast::dynCast<const ast::ImportDecl>(item.decl);
    if (!import) continue;
    uint32_t end = import->span.end; // `import lib/file`: what follows was reported
    if (emitter_.hasReport({import->span.file, end, end + 1})) continue;
    open_.back().import = import;
    module.imports[import] = imported(*import);
  }
  open_.pop_back();
  return &module;
}

/// What needs no import in Flow, or null.
static const char *foreignModuleHelp(std::string_view name) {
#define FLOW_FOREIGN_MODULE(Word, Help)                                                                                \
  if (name == Word) return Help;
#include "compiler/modules/ForeignModules.def"
  return nullptr;
}

void Loader::reportNoModule(const ast::ImportDecl &import, const std::string &name) {
  auto report = emitter_.report(Code::BadImport, import.sourceSpan, "there is no module `" + name + "`");
  if (const char *help = foreignModuleHelp(import.path[0].text))
    report.help(help);
  else
    report.label("the library's modules begin with `std.`")
        .help("a file is imported by its path: `import \"./" + import.path.back().text + ".flow\"`");
}

/// The module that is imported by the innermost open one, or null after a report.
Module *Loader::imported(const ast::ImportDecl &import) {
  if (import.file.empty() && import.path.empty()) {
    if (!emitter_.hasErrors()) // a text that does not end was reported
      emitter_.report(Code::BadImport, import.sourceSpan, "the path of the file is empty")
          .help("a file is imported by its path: `import \"./lib.flow\"`");
    return nullptr;
  }
  if (import.file.empty()) {
    std::string name;
    for (const ast::Name &part : import.path) name += (name.empty() ? "" : ".") + part.text;
    bool isOfLibrary = import.path[0].text == "std" && import.path.size() > 1;
    if (isOfLibrary && import.path[1].text == "ml")
      emitter_.report(Code::NotBuilt, import.sourceSpan, "the module `" + name + "` is not built yet")
          .label("parses, but this version does not have it");
    else if (isOfLibrary)
      emitter_.report(Code::BadImport, import.sourceSpan, "the library has no module `" + name + "`")
          .help("`fs json math random time` need no import: `math.sqrt(x)`");
    else
      reportNoModule(import, name);
    return nullptr;
  }
  std::filesystem::path importer(sources_.name(open_.back().module->file));
  std::string path = (importer.parent_path() / import.file).lexically_normal().string();
  std::optional<FileId> id = idOf(path);
  if (id)
    for (size_t i = 0; i < open_.size(); ++i)
      if (open_[i].id == *id) {
        reportCycle(i);
        return nullptr;
      }
  if (auto found = id ? known_.find(*id) : known_.end(); found != known_.end()) return found->second;
  std::string problem;
  std::optional<std::string> text = readSource(path, problem);
  if (!text) {
    auto builder = emitter_.report(Code::BadImport, import.sourceSpan, "cannot import `" + path + "`: " + problem);
    builder.label("relative to the folder of this file");
    if (!import.file.ends_with(".flow") && idOf(path + ".flow"))
      builder.fix(import.sourceSpan, "\"" + import.file + ".flow\"", "did you mean `\"" + import.file + ".flow\"`?");
    return nullptr;
  }
  return load(sources_.add(path, std::move(*text)), path);
}

/// The module that is open at `first` is imported again, by way of all that are open since.
void Loader::reportCycle(size_t first) {
  std::string circle = nameOf(*open_[first].module);
  for (size_t i = first + 1; i < open_.size(); ++i) circle += " -> " + nameOf(*open_[i].module);
  circle += " -> " + nameOf(*open_[first].module);
  auto builder =
      emitter_.report(Code::ImportCycle, open_.back().import->span, "these imports go in a circle: " + circle);
  builder.label("imports `" + nameOf(*open_[first].module) + "` again");
  for (size_t i = first; i + 1 < open_.size(); ++i)
    builder.also(open_[i].import->span, "imports `" + nameOf(*open_[i + 1].module) + "`");
  builder.help("move what both need into a file of its own");
}

} // namespace

ModuleGraph loadModules(SourceManager &sources, uint32_t file, diag::Emitter &emitter) {
  return Loader(sources, emitter).run(file);
}

} // namespace flow::modules

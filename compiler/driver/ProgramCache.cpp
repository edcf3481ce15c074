#include "compiler/driver/ProgramCache.h"

#include "compiler/base/BuildId.h"
#include "compiler/driver/DiagnosticBytes.h"
#include "compiler/modules/StandardLibrary.h"
#include "runtime/abi/PlanBytes.h"

#include <unistd.h>
#include <xxhash.h>

#include <cstdlib>

namespace flow::tree {
FLOW_FIELDS(ExpectedLine, span, text)
} // namespace flow::tree
namespace flow::codegen {
FLOW_FIELDS(CodeImage::Group, key, entry, functions, slots, sites)
FLOW_FIELDS(CodeImage, groups, kernels, ir)
} // namespace flow::codegen

namespace flow::driver {

FLOW_FIELDS(WatchedPath, path, files)
FLOW_FIELDS(KeptTest, name, span, symbol, output, failure)
FLOW_FIELDS(KeptProgram, imports, files, warnings, tests, plans, sites, code)

static std::string hashOf(std::string_view text) {
  XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return abi::toBytes(std::pair<uint64_t, uint64_t>{hash.high64, hash.low64});
}

/// Relative paths in the program begin there.
static std::string workingDirectory() {
  char *path = getcwd(nullptr, 0);
  std::string text = path ? path : "";
  std::free(path);
  return text;
}

ProgramCache::ProgramCache(const Invocation &invocation, const Front &front) : isUsed_(!invocation.timePasses) {
  abi::ByteWriter key(key_);
  key.write(buildId());
  key.write(codegen::machineText()); // homes may be shared between machines
  key.write(invocation.command);
  key.write(invocation.passes);
  key.write(workingDirectory());
  key.write(std::string(front.sources.name(front.file)));
  key.write(hashOf(front.sources.text(front.file)));
  key.write(invocation.programArguments);
}

std::optional<KeptProgram> ProgramCache::find(Front &front) const {
  if (!isUsed_) return std::nullopt;
  std::optional<std::string> entry = entries_.load(key_);
  if (!entry) return std::nullopt;
  auto program = abi::fromBytes<KeptProgram>(*entry);
  if (!program) return std::nullopt;
  for (const WatchedPath &file : program->files)
    if (watch(file.path) != file) return std::nullopt;
  std::vector<std::string> texts;
  for (const auto &[path, hash] : program->imports) {
    std::optional<std::string> text = modules::sourceAt(path);
    if (!text || hashOf(*text) != hash) return std::nullopt;
    texts.push_back(std::move(*text));
  }
  for (size_t i = 0; i < texts.size(); ++i) front.sources.add(program->imports[i].first, std::move(texts[i]));
  for (abi::PlanSpec &plan : program->plans) plan.sites = program->sites;
  return program;
}

void ProgramCache::keep(const Front &front, KeptProgram program) const {
  if (!isUsed_ || !front.filesSeen) return;
  program.files = *front.filesSeen;
  program.warnings = front.emitter.sorted();
  for (uint32_t file = 1; file <= front.sources.fileCount(); ++file)
    if (file != front.file)
      program.imports.emplace_back(front.sources.name(file), hashOf(front.sources.text(file)));
  for (abi::PlanSpec &plan : program.plans) plan.sites.clear();
  entries_.store(key_, abi::toBytes(program));
}

} // namespace flow::driver

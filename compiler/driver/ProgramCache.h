#pragma once
// Programs that were checked before, by content: what a compilation found and made, kept on disk until the source, an
// import, the flags, a file that was asked for its columns, or flowc itself is another. Only programs without errors
// are kept; their warnings are printed again.

#include "compiler/codegen/Codegen.h"
#include "compiler/driver/FileWatch.h"
#include "compiler/driver/Front.h"
#include "runtime/abi/Plan.h"
#include "runtime/base/DiskCache.h"

namespace flow::driver {

/// A test, whose code is the function of that symbol.
struct KeptTest {
  std::string name;
  Span span;
  std::string symbol;
  std::vector<tree::ExpectedLine> output; ///< as in tree::Test
  std::string failure;
};

struct KeptProgram {
  std::vector<std::pair<std::string, std::string>> imports; ///< path and hash, in the order in which they were read
  std::vector<WatchedPath> files;                           ///< that gave the columns
  std::vector<diag::Diagnostic> warnings;

  std::vector<KeptTest> tests; ///< of `test`

  // Of `run` and `test`; `check` makes none of it.
  std::vector<abi::PlanSpec> plans; ///< without their sites
  std::vector<abi::Site> sites;
  codegen::CodeImage code;
};

class ProgramCache {
public:
  /// For the source that `front` has just loaded.
  ProgramCache(const Invocation &invocation, const Front &front);

  /// The program if it was kept and still holds; then the imports are among the sources of `front`.
  std::optional<KeptProgram> find(Front &front) const;
  /// Keeps it, with the imports, files and warnings of `front`; not when a file has changed just now, or has no state.
  void keep(const Front &front, KeptProgram program) const;

private:
  bool isUsed_; ///< timing passes needs them to run
  std::string key_;
  DiskCache entries_{"programs"};
};

/// The objects of codegen, on disk.
class StoredObjects : public codegen::ObjectCache {
public:
  std::optional<std::string> load(const std::string &key) override { return entries_.load(key); }
  void store(const std::string &key, std::string_view object) override { entries_.store(key, object); }

private:
  DiskCache entries_{"objects"};
};

} // namespace flow::driver

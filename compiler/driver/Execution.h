#pragma once
// One run of a program in this process: of its main statements, or of a test.

#include "compiler/codegen/Codegen.h"
#include "compiler/driver/Front.h"
#include "compiler/driver/ProgramCache.h"
#include "runtime/abi/Plan.h"
#include "runtime/base/Status.h"

namespace flow::driver {

/// What runs: made just now, or kept from an earlier run.
struct Executable {
  std::vector<abi::PlanSpec> plans;
  std::vector<abi::Site> sites;
  std::unique_ptr<codegen::CompiledModule> code;
};

struct RunEnd {
  Status status;
  std::string kind;           ///< of the failure, as `err.kind` of a caught one
  bool isInterrupted = false; ///< by Ctrl-C, which was said
};

RunEnd execute(const Invocation &invocation, const SourceManager &sources, const Executable &program,
               codegen::CompiledModule::Main entry);

/// The failure as a diagnostic, at its place in the source.
diag::Diagnostic diagnosticOf(const Failure &failure, const std::vector<abi::Site> &sites,
                              const SourceManager &sources);

/// How programs are compiled that run in this process.
codegen::CodegenOptions codegenOptions(const Invocation &invocation, StoredObjects &objects);

} // namespace flow::driver

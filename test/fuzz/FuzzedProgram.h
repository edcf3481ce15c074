#pragma once
// The way of a fuzzer's input through the compiler, up to where fuzzers differ.

#include "compiler/base/SourceManager.h"
#include "compiler/lower/Lowering.h"
#include "compiler/types/Type.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace flow::fuzz {

/// A program from its text on, with made-up files: every path is a file with one column of each common type.
struct FuzzedProgram {
  SourceManager sources;
  types::TypeContext types;
  std::optional<lower::LoweredProgram> lowered; ///< after the passes, which verify the IRs, and with its stages

  /// Up to the diagnostics, which are rendered; without any it is lowered, and its plans cut into pipelines.
  FuzzedProgram(const uint8_t *data, size_t size);
};

} // namespace flow::fuzz

#pragma once
// The lines of a file by offset, for many questions: each counts on from the nearest place that is known. Thread-safe.

#include "runtime/frame/io/InputFile.h"

#include <map>
#include <mutex>

namespace flow::frame {

class LineNumbers {
public:
  /// The number of the line (from 1) that holds the byte at `offset`.
  Result<uint64_t> lineOf(const InputFile &file, uint64_t offset);

private:
  std::mutex mutex_;
  std::map<uint64_t, uint64_t> known_{{0, 1}}; // line by offset; sparse
};

} // namespace flow::frame

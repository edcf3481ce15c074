#pragma once
// The files that a path names, and what its folders say about them.

#include "runtime/base/Status.h"

#include <string>

namespace flow::frame {

/// The files that a path names, sorted by name: itself; those that match when it is a pattern (`*`, `?`, `[a-z]`); and
/// of a folder with sub-folders such as `year=2024`, the files in those, at any depth. Files whose names begin with `.`
/// or `_` do not count there.
Result<std::vector<std::string>> expandPath(const std::string &path);

/// A part `year=2024` of a path that the program has left open: a pattern or a folder stands for it.
struct PathPart {
  std::string name;
  std::string value; ///< with `%20` and its like decoded
  bool isNull = false;
};
/// Those parts of `file`, one of the files of `path`, in their order.
std::vector<PathPart> openParts(const std::string &path, const std::string &file);

} // namespace flow::frame

#pragma once
// The source files that the paths of a command line name.

#include <optional>
#include <string>
#include <vector>

namespace flow::testrun {

/// Files as they are given, and of folders the `.flow` files in them, at any depth, sorted by path; what begins with a
/// dot does not count there. Each file once. Nothing, and the reason in `problem`, when a path is not there or cannot
/// be read.
std::optional<std::vector<std::string>> findSources(const std::vector<std::string> &paths, std::string &problem);

} // namespace flow::testrun

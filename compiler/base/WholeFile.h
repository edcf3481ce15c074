#pragma once
// Writing a file so that nobody ever sees a part of it.

#include <string>

namespace flow {

/// Writes the text beside `path` and renames it then: the file has all of it, or is as it was. It keeps the permissions
/// of one that was there. False, and the reason in `problem`, when that fails.
bool writeWhole(const std::string &path, const std::string &text, std::string &problem);

} // namespace flow

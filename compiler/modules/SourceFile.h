#pragma once
// Reading the text of a source file.

#include <optional>
#include <string>

namespace flow::modules {

/// The text, at most one byte more than the parser takes (which then refuses it); nothing, and the reason in `problem`,
/// when it cannot be read.
std::optional<std::string> readSource(const std::string &path, std::string &problem);

} // namespace flow::modules

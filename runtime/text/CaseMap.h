#pragma once
// Upper and lower case of all of Unicode, as Python has them: a sharp s becomes SS, a sigma at the end of a
// word the final one. Not by language: a Turkish i is as any other.

#include <string>
#include <string_view>

namespace flow::text {

/// Of `part`, which is a part of `whole`: what stands around it may matter.
void appendUpper(std::string &out, std::string_view whole, std::string_view part);
void appendLower(std::string &out, std::string_view whole, std::string_view part);

} // namespace flow::text

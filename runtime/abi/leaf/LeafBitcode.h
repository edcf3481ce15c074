#pragma once
// The bitcode of Leaf.cpp, as it was embedded while building (also build/<preset>/leaf.bc). It has no target
// CPU of its own, so that it can be inlined into code for any; codegen loads it lazily and links what a
// module needs.

#include <string_view>

namespace flow::abi {

std::string_view leafBitcode();

} // namespace flow::abi

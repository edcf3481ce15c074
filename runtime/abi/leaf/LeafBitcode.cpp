#include "runtime/abi/leaf/LeafBitcode.h"

__asm__(".section .rodata\n"
        ".balign 8\n"
        ".globl flow_leaf_bitcode_begin\n"
        ".hidden flow_leaf_bitcode_begin\n"
        "flow_leaf_bitcode_begin:\n"
        ".incbin \"" FLOW_LEAF_BITCODE "\"\n"
        ".globl flow_leaf_bitcode_end\n"
        ".hidden flow_leaf_bitcode_end\n"
        "flow_leaf_bitcode_end:\n"
        ".byte 0\n"
        ".previous\n");

extern "C" const char flow_leaf_bitcode_begin[];
extern "C" const char flow_leaf_bitcode_end[];

namespace flow::abi {

std::string_view leafBitcode() {
  return {flow_leaf_bitcode_begin, static_cast<size_t>(flow_leaf_bitcode_end - flow_leaf_bitcode_begin)};
}

} // namespace flow::abi

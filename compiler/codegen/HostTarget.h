#pragma once
// The machine that code is made for: this one. Names only, so that finding a cached object needs nothing of
// LLVM's targets.

#include <string>

namespace flow::codegen {

struct HostTarget {
  std::string triple;
  std::string cpu;      ///< as LLVM names it
  std::string features; ///< what it has or lacks unlike others of its name: "-amx-tile,+x87"
};

/// Asked for once in the process.
const HostTarget &hostTarget();

} // namespace flow::codegen

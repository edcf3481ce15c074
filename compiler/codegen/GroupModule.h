#pragma once
// What the object of a group of functions is made of, apart from its program: a module with the group's functions, and
// nothing in it that an edit elsewhere changes. Functions and sites have numbers of their own.

#include "compiler/codegen/FunctionGroups.h"

namespace flow::codegen {

struct GroupModule {
  /// The members of the group, then copies of what is always inlined, then the other functions that these call, which
  /// have no bodies. Each is named as in the source, and by its number here.
  ir::Module module;
  std::vector<FunctionFacts> facts; ///< of its functions, as the whole program has them
  uint32_t members = 0;             ///< so many functions are members
  uint32_t bodies = 0;              ///< so many have bodies
  bool hasEntry = false;            ///< the first function is what the host calls
  bool runsSeldom = false;
  std::vector<uint32_t> functions; ///< by function: its number in the program
  std::vector<uint32_t> sites;     ///< by site: its number in the program

  bool isMember(uint32_t function) const { return function < members; }
  /// It is in another group, and called through a slot.
  bool isElsewhere(uint32_t function) const { return function >= bodies; }
};

GroupModule extractGroup(const ir::Module &program, const std::vector<FunctionFacts> &facts,
                         const FunctionGroup &group);

/// The symbol of a function that other groups may call, and of the slot through which one of another group is called.
std::string functionSymbol(const ir::Function &function);
std::string slotSymbol(const ir::Function &function);
/// The symbol of the table of `GroupModule::sites`, u32; the loader fills it.
constexpr std::string_view kSitesSymbol = "flow.sites";

} // namespace flow::codegen

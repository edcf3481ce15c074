#pragma once
// Which uses of lists make a second reference to one, and which only move it or look at it. A list object that ever had
// two references is marked as shared when the program runs (runtime/abi/ListObject.h) and is copied before it is
// changed; so this may err on the side of sharing, never on the other.
//
//  - Results of list operations and of calls are new references. Storing, returning or passing one moves it when that
//  is
//    its only use.
//  - `load; set or push; store` of one slot is a change in place: nobody sees the list between the load and the store.
//  - What was loaded from a slot and is still looked at after the slot has changed is another reference.

#include "compiler/ir/Fn.h"

#include <set>

namespace flow::codegen {

class ListOwnership {
public:
  explicit ListOwnership(const ir::Function &function);

  /// Some value or local of the function has a list in it.
  static bool concerns(const ir::Function &function);
  /// The use makes a second reference to the lists in the operand.
  bool shares(const ir::Instruction &user, ir::ValueId operand) const;
  /// A ListSet or ListPush whose first operand nobody looks at afterwards.
  bool consumes(const ir::Instruction &instruction) const { return consumers_.count(&instruction) != 0; }
  /// A Load whose value outlives what the slot has now.
  bool outlivesSlot(const ir::Instruction &load) const { return lasting_.count(&load) != 0; }

private:
  struct Place {
    uint32_t block = 0, index = 0;
  };
  struct Use {
    Place place;
    const ir::Instruction *user;
  };

  void findUses();
  void findConsumers(const ir::Block &block);
  bool isConsumer(const ir::Block &block, size_t at) const;
  void findLasting();
  bool outlives(const ir::Block &block, Place load) const;
  bool isMoved(ir::ValueId value) const;

  const ir::Function &function_;
  std::vector<const ir::Instruction *> definitions_; // by ValueId; null for parameters
  std::vector<Place> places_;                        // by ValueId, of the definition
  std::vector<std::vector<Use>> uses_;               // by ValueId
  std::set<const ir::Instruction *> consumers_, lasting_;
};

bool hasList(const types::Type *type);

} // namespace flow::codegen

#include "compiler/opt/OutlineLoops.h"

#include "compiler/ir/Components.h"
#include "compiler/ir/FnMayFail.h"
#include "compiler/opt/ControlFlow.h"

#include <algorithm>
#include <map>
#include <set>

namespace flow::opt {

using ir::Block;
using ir::BlockId;
using ir::Function;
using ir::Instruction;
using ir::Op;
using ir::ValueId;
using types::Type;

namespace {

/// Blocks that only the header leads into, and that only lead to the exit.
struct Region {
  std::set<BlockId> blocks;
  BlockId header = ir::kNoBlock, exit = ir::kNoBlock;
};

class RegionFinder {
public:
  explicit RegionFinder(const Function &function) : function_(function), predecessors_(function.blocks.size()) {
    for (BlockId block = 0; block < function.blocks.size(); ++block)
      for (BlockId next : successors(block)) predecessors_[next].push_back(block);
  }

  std::vector<Region> run() const {
    std::vector<std::vector<uint32_t>> edges;
    for (BlockId block = 0; block < function_.blocks.size(); ++block) edges.push_back(successors(block));
    ir::Components components = ir::findComponents(edges);
    std::map<uint32_t, Region> found;
    for (BlockId block = 0; block < function_.blocks.size(); ++block) {
      bool isLoop = components.sizes[components.of[block]] > 1 || std::ranges::count(edges[block], block) != 0;
      if (isLoop) found[components.of[block]].blocks.insert(block);
    }
    std::vector<Region> regions;
    for (auto &[component, region] : found)
      if (complete(region)) regions.push_back(std::move(region));
    return regions;
  }

private:
  std::vector<uint32_t> successors(BlockId block) const {
    std::vector<uint32_t> next;
    for (const ir::Target &target : function_.blocks[block].instructions.back().targets) next.push_back(target.block);
    if (function_.blocks[block].handler != ir::kNoBlock) next.push_back(function_.blocks[block].handler);
    return next;
  }

  std::set<BlockId> exitsOf(const Region &region) const {
    std::set<BlockId> exits;
    for (BlockId block : region.blocks)
      for (BlockId next : successors(block))
        if (!region.blocks.contains(next)) exits.insert(next);
    return exits;
  }

  /// A way out of the loop that ends there, or goes to where another one goes.
  bool belongsTo(const Region &region, const std::set<BlockId> &exits, BlockId block) const {
    auto isInside = [&](BlockId from) { return region.blocks.contains(from); };
    if (!std::ranges::all_of(predecessors_[block], isInside)) return false;
    std::vector<uint32_t> next = successors(block);
    return next.empty() ? function_.blocks[block].instructions.back().op != Op::Return
                        : next.size() == 1 && next[0] != block && exits.contains(next[0]);
  }

  /// Whether the region has one way in and one way out, and no handlers.
  bool complete(Region &region) const {
    for (BlockId block : region.blocks) {
      auto isOutside = [&](BlockId from) { return !region.blocks.contains(from); };
      if (block != 0 && std::ranges::none_of(predecessors_[block], isOutside)) continue;
      if (block == 0 || region.header != ir::kNoBlock) return false;
      region.header = block;
    }
    std::set<BlockId> exits = exitsOf(region);
    for (bool grows = true; grows && exits.size() > 1;) {
      auto more = std::ranges::find_if(exits, [&](BlockId exit) { return belongsTo(region, exits, exit); });
      grows = more != exits.end();
      if (grows) region.blocks.insert(*more);
      exits = exitsOf(region);
    }
    if (exits.size() != 1 || region.header == ir::kNoBlock) return false;
    region.exit = *exits.begin();
    return std::ranges::all_of(region.blocks, [&](BlockId id) {
      const Block &block = function_.blocks[id];
      return block.handler == ir::kNoBlock && block.instructions[0].op != Op::FailureTake;
    });
  }

  const Function &function_;
  std::vector<std::vector<BlockId>> predecessors_;
};

template <typename F, typename Visit> void forEachUse(F &instruction, Visit visit) {
  for (auto &operand : instruction.operands) visit(operand);
  if (instruction.guard != ir::kNoValue) visit(instruction.guard);
  for (auto &target : instruction.targets)
    for (auto &argument : target.arguments) visit(argument);
}

bool usesSlot(const Instruction &instruction) { return instruction.op == Op::Load || instruction.op == Op::Store; }

/// Moves one region into a function.
class Outlining {
public:
  Outlining(Function &main, const Region &region, types::TypeContext &types)
      : main_(main), region_(region), types_(types) {}

  /// The function, which will have that number in the module.
  Function run(uint32_t number, std::string name) {
    made_.name = std::move(name);
    made_.blocks.emplace_back(); // the entry, filled last
    findValues();
    findSlots();
    takeBlocks();
    fillEntry();
    callFromHeader(number);
    return std::move(made_);
  }

private:
  void findValues();
  void findSlots();
  ValueId valueOf(ValueId old);
  void takeBlocks();
  void leaveThrough(ir::Target &target);
  void fillEntry();
  void callFromHeader(uint32_t number);
  ValueId mainValue(const Type *type) { return main_.newValue(type); }

  Function &main_;
  const Region &region_;
  types::TypeContext &types_;
  Function made_;
  std::map<BlockId, BlockId> blocks_;  ///< of main to those made
  std::map<ValueId, ValueId> values_;  ///< the same
  std::map<uint32_t, uint32_t> slots_; ///< the same
  std::map<ValueId, const Instruction *> constants_;
  std::set<ValueId> inside_; ///< values that the region defines
  std::vector<ValueId> taken_, given_; ///< values of main that the function takes besides the header's, and gives
  std::vector<uint32_t> takenSlots_;   ///< slots of main that are used outside, too
  std::vector<uint32_t> givenSlots_;   ///< those that change, and are read outside
};

void Outlining::findValues() {
  std::set<ValueId> taken, given;
  for (BlockId id : region_.blocks) {
    for (const ir::BlockParameter &parameter : main_.blocks[id].parameters) inside_.insert(parameter.value);
    for (const Instruction &instruction : main_.blocks[id].instructions)
      if (instruction.result != ir::kNoValue) inside_.insert(instruction.result);
  }
  for (BlockId id = 0; id < main_.blocks.size(); ++id)
    for (const Instruction &instruction : main_.blocks[id].instructions) {
      if (instruction.op == Op::Const) constants_[instruction.result] = &instruction;
      bool isInside = region_.blocks.contains(id);
      forEachUse(instruction, [&](ValueId value) {
        if (isInside != inside_.contains(value)) (isInside ? taken : given).insert(value);
      });
    }
  // Constants are made anew: the optimizer wants to see them.
  for (ValueId value : taken)
    if (!constants_.contains(value)) taken_.push_back(value);
  given_.assign(given.begin(), given.end());
}

void Outlining::findSlots() {
  std::set<uint32_t> inside, outside, storedInside, loadedOutside;
  for (BlockId id = 0; id < main_.blocks.size(); ++id)
    for (const Instruction &instruction : main_.blocks[id].instructions) {
      if (!usesSlot(instruction)) continue;
      bool isInside = region_.blocks.contains(id);
      (isInside ? inside : outside).insert(instruction.index);
      if (isInside && instruction.op == Op::Store) storedInside.insert(instruction.index);
      if (!isInside && instruction.op == Op::Load) loadedOutside.insert(instruction.index);
    }
  for (uint32_t slot : inside) {
    slots_[slot] = static_cast<uint32_t>(made_.slots.size());
    made_.slots.push_back(main_.slots[slot]);
    if (outside.contains(slot)) takenSlots_.push_back(slot);
    if (storedInside.contains(slot) && loadedOutside.contains(slot)) givenSlots_.push_back(slot);
  }
}

ValueId Outlining::valueOf(ValueId old) {
  auto [at, isNew] = values_.try_emplace(old, ir::kNoValue);
  if (isNew) at->second = made_.newValue(main_.valueTypes[old]);
  return at->second;
}

/// Parameters come first: of the header, then what is taken, then slots.
void Outlining::takeBlocks() {
  const Block &header = main_.blocks[region_.header];
  for (const ir::BlockParameter &parameter : header.parameters) {
    made_.parameters.push_back(parameter.type);
    made_.newValue(parameter.type);
  }
  for (ValueId value : taken_) {
    made_.parameters.push_back(main_.valueTypes[value]);
    valueOf(value);
  }
  for (uint32_t slot : takenSlots_) {
    made_.parameters.push_back(main_.slots[slot].type);
    made_.newValue(main_.slots[slot].type);
  }
  for (const ir::BlockParameter &parameter : main_.blocks[region_.exit].parameters)
    made_.results.push_back(parameter.type);
  for (ValueId value : given_) made_.results.push_back(main_.valueTypes[value]);
  for (uint32_t slot : givenSlots_) made_.results.push_back(main_.slots[slot].type);
  for (BlockId id : region_.blocks) {
    blocks_[id] = static_cast<BlockId>(made_.blocks.size());
    made_.blocks.push_back(main_.blocks[id]);
  }
  for (BlockId id : region_.blocks) {
    std::vector<Instruction> instructions = made_.blocks[blocks_[id]].instructions;
    for (ir::BlockParameter &parameter : made_.blocks[blocks_[id]].parameters)
      parameter.value = valueOf(parameter.value);
    for (Instruction &instruction : instructions) {
      forEachUse(instruction, [&](ValueId &value) { value = valueOf(value); });
      if (instruction.result != ir::kNoValue) instruction.result = valueOf(instruction.result);
      if (usesSlot(instruction)) instruction.index = slots_.at(instruction.index);
      for (ir::Target &target : instruction.targets) leaveThrough(target);
    }
    made_.blocks[blocks_[id]].instructions = std::move(instructions);
  }
}

/// A way to the exit leads to a block that returns.
void Outlining::leaveThrough(ir::Target &target) {
  if (target.block != region_.exit) {
    target.block = blocks_.at(target.block);
    return;
  }
  Block block;
  Instruction last;
  last.op = Op::Return;
  last.operands = std::move(target.arguments);
  for (ValueId value : given_) last.operands.push_back(valueOf(value));
  for (uint32_t slot : givenSlots_) {
    Instruction &load = block.instructions.emplace_back();
    load.op = Op::Load;
    load.type = main_.slots[slot].type;
    load.index = slots_.at(slot);
    load.result = made_.newValue(load.type);
    last.operands.push_back(load.result);
  }
  block.instructions.push_back(std::move(last));
  target = {static_cast<BlockId>(made_.blocks.size()), {}};
  made_.blocks.push_back(std::move(block));
}

void Outlining::fillEntry() {
  std::vector<Instruction> &entry = made_.blocks[0].instructions;
  for (const auto &[old, value] : values_) {
    auto constant = constants_.find(old);
    if (constant == constants_.end() || inside_.contains(old)) continue;
    Instruction &made = entry.emplace_back(*constant->second);
    made.result = value;
  }
  size_t headers = main_.blocks[region_.header].parameters.size();
  for (size_t i = 0; i < takenSlots_.size(); ++i) {
    Instruction &store = entry.emplace_back();
    store.op = Op::Store;
    store.index = slots_.at(takenSlots_[i]);
    store.operands = {static_cast<ValueId>(headers + taken_.size() + i)};
  }
  Instruction &jump = entry.emplace_back();
  jump.op = Op::Jump;
  ir::Target &target = jump.targets.emplace_back();
  target.block = blocks_.at(region_.header);
  for (ValueId value = 0; value < headers; ++value) target.arguments.push_back(value);
}

/// The header keeps its parameters; nothing leads to the other blocks any more.
void Outlining::callFromHeader(uint32_t number) {
  Block &header = main_.blocks[region_.header];
  std::vector<Instruction> instructions;
  auto add = [&](Op op, const Type *type, std::vector<ValueId> operands, uint32_t index) -> Instruction & {
    Instruction &made = instructions.emplace_back();
    made.op = op;
    made.type = type;
    made.operands = std::move(operands);
    made.index = index;
    if (type) made.result = mainValue(type);
    return made;
  };
  std::vector<ValueId> arguments, results;
  for (const ir::BlockParameter &parameter : header.parameters) arguments.push_back(parameter.value);
  arguments.insert(arguments.end(), taken_.begin(), taken_.end());
  for (uint32_t slot : takenSlots_) arguments.push_back(add(Op::Load, main_.slots[slot].type, {}, slot).result);
  const Type *type = made_.results.empty()       ? nullptr
                     : made_.results.size() == 1 ? made_.results[0]
                                                 : types_.tuple(made_.results);
  ValueId result = add(Op::Call, type, std::move(arguments), number).result;
  if (made_.results.size() == 1) results = {result};
  for (uint32_t i = 0; made_.results.size() > 1 && i < made_.results.size(); ++i)
    results.push_back(add(Op::Field, made_.results[i], {result}, i).result);

  size_t exits = main_.blocks[region_.exit].parameters.size();
  for (size_t i = 0; i < givenSlots_.size(); ++i)
    add(Op::Store, nullptr, {results[exits + given_.size() + i]}, givenSlots_[i]);
  Instruction &jump = add(Op::Jump, nullptr, {}, 0);
  jump.targets = {{region_.exit, {results.begin(), results.begin() + static_cast<ptrdiff_t>(exits)}}};
  for (BlockId id : region_.blocks) {
    main_.blocks[id].instructions = {Instruction{}}; // `unreachable`
    if (id != region_.header) main_.blocks[id].parameters.clear();
  }
  header.instructions = std::move(instructions);
  std::map<ValueId, ValueId> given;
  for (size_t i = 0; i < given_.size(); ++i) given[given_[i]] = results[exits + i];
  for (Block &block : main_.blocks)
    for (Instruction &instruction : block.instructions)
      forEachUse(instruction, [&](ValueId &value) {
        if (auto found = given.find(value); found != given.end()) value = found->second;
      });
}

} // namespace

void outlineLoops(Program program) {
  std::vector<Function> made;
  std::vector<Function> &functions = program.module.functions;
  for (Function &function : functions) {
    if (!ir::isHostEntry(function.kind)) continue;
    size_t before = made.size();
    for (const Region &region : RegionFinder(function).run()) {
      auto number = static_cast<uint32_t>(functions.size() + made.size());
      std::string name = function.name + ".loop." + std::to_string(made.size() - before);
      made.push_back(Outlining(function, region, *program.module.types).run(number, std::move(name)));
    }
    if (made.size() != before) simplifyControlFlow(function);
  }
  if (made.empty()) return;
  std::move(made.begin(), made.end(), std::back_inserter(functions));
  ir::computeMayFail(program.module);
}

} // namespace flow::opt

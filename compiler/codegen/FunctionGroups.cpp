#include "compiler/codegen/FunctionGroups.h"

#include "compiler/ir/Components.h"

#include <xxhash.h>

#include <algorithm>
#include <tuple>

namespace flow::codegen {

using ir::Function;
using ir::Instruction;

std::string_view nameInSource(const Function &function) {
  std::string_view name = function.name;
  return name.substr(0, std::min(name.rfind('.'), name.size()));
}

namespace {

/// In instructions of Fn IR, with those of inlined callees. LLVM takes 5 to 10 ms for 100 of them, the quick way a
/// tenth of that; bringing an object into the process takes 0.1 ms.
constexpr uint32_t kMaxWeight = 400, kMaxSeldomWeight = 4000;
/// One of so many functions begins a new pack because of its name.
constexpr uint32_t kPack = 4, kSeldomPack = 32;
/// More runs than these are many.
constexpr uint32_t kFewRuns = 64, kManyRuns = UINT32_MAX;

/// Which blocks lie on a way that leads back to them.
std::vector<bool> blocksInLoops(const Function &function) {
  std::vector<std::vector<uint32_t>> successors(function.blocks.size());
  std::vector<bool> inLoop(function.blocks.size(), false);
  for (uint32_t i = 0; i < function.blocks.size(); ++i) {
    const ir::Block &block = function.blocks[i];
    for (const ir::Target &target : block.instructions.back().targets) successors[i].push_back(target.block);
    if (block.handler != ir::kNoBlock) successors[i].push_back(block.handler);
    if (std::ranges::find(successors[i], i) != successors[i].end()) inLoop[i] = true;
  }
  ir::Components components = ir::findComponents(successors);
  for (uint32_t i = 0; i < inLoop.size(); ++i)
    if (components.sizes[components.of[i]] > 1) inLoop[i] = true;
  return inLoop;
}

class Grouper {
public:
  Grouper(const ir::Module &module, const std::vector<FunctionFacts> &facts) : module_(module), facts_(facts) {}

  std::vector<FunctionGroup> run() {
    findCalls();
    countRuns();
    rankFunctions();
    findClusters();
    return packed();
  }

private:
  static constexpr uint32_t kNone = UINT32_MAX, kSeveral = UINT32_MAX - 1;
  struct Call {
    uint32_t callee;
    bool isFrequent; ///< in a loop, or nobody knows how often
  };
  /// Functions that stay together: later ones are called by those before them only.
  struct Cluster {
    FunctionGroup group;
    uint32_t weight = 0;
  };

  bool isCopied(uint32_t function) const {
    return module_.functions[function].kind == ir::FunctionKind::User && facts_[function].isAlwaysInlined();
  }
  void findCalls();
  void countRuns();
  void rankFunctions();
  void addCallees(uint32_t function, std::vector<uint32_t> &callees) const;
  void findClusters();
  bool runsSeldom(uint32_t component) const;
  uint32_t clusterFor(uint32_t component, uint32_t weight);
  void place(uint32_t component);
  bool beginsPack(const Cluster &cluster) const;
  std::pair<uint32_t, uint32_t> placeInSource(const Cluster &cluster) const;
  uint32_t firstRank(const FunctionGroup &group) const;
  std::vector<FunctionGroup> packed();

  const ir::Module &module_;
  const std::vector<FunctionFacts> &facts_;
  std::vector<std::vector<Call>> calls_; ///< by function, in the order of the text
  ir::Components components_;                ///< of functions
  std::vector<std::vector<uint32_t>> inComponent_;
  std::vector<uint32_t> runs_;                  ///< by function: at most so often, with every branch taken
  std::vector<uint32_t> ranks_;                 ///< by function: when it is first called; kNone: never
  std::vector<std::vector<uint32_t>> callees_;  ///< by function in a group: what it calls that is not copied
  std::vector<uint32_t> hosts_;                 ///< by component: the cluster that calls it, if it is one
  std::vector<Cluster> clusters_;
};

void Grouper::findCalls() {
  std::vector<std::vector<uint32_t>> successors(module_.functions.size());
  calls_.resize(module_.functions.size());
  for (uint32_t i = 0; i < calls_.size(); ++i) {
    const Function &function = module_.functions[i];
    if (function.kind == ir::FunctionKind::Stage) continue;
    std::vector<bool> inLoop = blocksInLoops(function);
    for (size_t block = 0; block < function.blocks.size(); ++block)
      for (const Instruction &instruction : function.blocks[block].instructions)
        if (ir::namesFunction(instruction.op)) {
          calls_[i].push_back({instruction.index, inLoop[block] || instruction.op != ir::Op::Call});
          successors[i].push_back(instruction.index);
        }
  }
  components_ = ir::findComponents(successors);
  inComponent_.resize(components_.sizes.size());
  for (uint32_t i = 0; i < calls_.size(); ++i) inComponent_[components_.of[i]].push_back(i);
}

void Grouper::countRuns() {
  runs_.assign(calls_.size(), 0);
  for (uint32_t i = 0; i < calls_.size(); ++i)
    if (ir::isHostEntry(module_.functions[i].kind)) runs_[i] = 1;
  for (auto component = inComponent_.rbegin(); component != inComponent_.rend(); ++component)
    for (uint32_t function : *component)
      for (const Call &call : calls_[function]) {
        uint32_t &runs = runs_[call.callee];
        bool isMany = call.isFrequent || component->size() > 1 || runs_[function] > kFewRuns;
        if (runs_[function] != 0) runs = isMany ? kManyRuns : std::min(runs, kFewRuns + 1) + runs_[function];
      }
}

/// In depth, as control goes.
void Grouper::rankFunctions() {
  ranks_.assign(calls_.size(), kNone);
  uint32_t next = 0;
  std::vector<uint32_t> pending;
  for (auto i = static_cast<uint32_t>(calls_.size()); i-- > 0;)
    if (ir::isHostEntry(module_.functions[i].kind)) pending.push_back(i);
  while (!pending.empty()) {
    uint32_t function = pending.back();
    pending.pop_back();
    if (ranks_[function] != kNone) continue;
    ranks_[function] = next++;
    for (auto call = calls_[function].rbegin(); call != calls_[function].rend(); ++call)
      if (ranks_[call->callee] == kNone) pending.push_back(call->callee);
  }
}

/// A function that is copied calls for whom it is copied into.
void Grouper::addCallees(uint32_t function, std::vector<uint32_t> &callees) const {
  std::vector<uint32_t> bodies{function};
  for (size_t i = 0; i < bodies.size(); ++i)
    for (const Call &call : calls_[bodies[i]]) {
      std::vector<uint32_t> &list = isCopied(call.callee) ? bodies : callees;
      if (std::ranges::find(list, call.callee) == list.end()) list.push_back(call.callee);
    }
}

bool Grouper::runsSeldom(uint32_t component) const {
  const std::vector<uint32_t> &functions = inComponent_[component];
  return functions.size() == 1 && runs_[functions[0]] <= kFewRuns && !facts_[functions[0]].hasLoop &&
         !facts_[functions[0]].recursive;
}

void Grouper::findClusters() {
  callees_.resize(calls_.size());
  hosts_.assign(inComponent_.size(), kNone);
  for (auto component = static_cast<uint32_t>(inComponent_.size()); component-- > 0;) {
    uint32_t first = inComponent_[component][0];
    if (ranks_[first] != kNone && !isCopied(first)) place(component);
  }
}

/// The cluster of all its callers if there is one and it fits, or else a new one.
uint32_t Grouper::clusterFor(uint32_t component, uint32_t weight) {
  bool seldom = runsSeldom(component);
  uint32_t host = hosts_[component];
  if (host < clusters_.size()) {
    const Cluster &cluster = clusters_[host];
    bool isSlowEntry = cluster.group.hasEntry && !seldom; // it is waited for
    if (cluster.group.runsSeldom == seldom && !isSlowEntry &&
        cluster.weight + weight <= (seldom ? kMaxSeldomWeight : kMaxWeight))
      return host;
  }
  Cluster &cluster = clusters_.emplace_back();
  cluster.group.runsSeldom = seldom;
  return static_cast<uint32_t>(clusters_.size() - 1);
}

void Grouper::place(uint32_t component) {
  std::vector<uint32_t> functions = inComponent_[component];
  std::ranges::sort(functions, {}, [&](uint32_t function) { return ranks_[function]; });
  uint32_t weight = 0;
  for (uint32_t function : functions) weight += facts_[function].weight;
  uint32_t number = clusterFor(component, weight);
  Cluster &cluster = clusters_[number];
  cluster.weight += weight;
  for (uint32_t function : functions) {
    cluster.group.hasEntry |= ir::isHostEntry(module_.functions[function].kind);
    cluster.group.members.push_back(function);
    addCallees(function, callees_[function]);
    for (uint32_t callee : callees_[function]) {
      uint32_t &host = hosts_[components_.of[callee]];
      host = host == kNone || host == number ? number : kSeveral;
    }
  }
}

/// Told by the name alone, which does not change when others do.
bool Grouper::beginsPack(const Cluster &cluster) const {
  std::string_view name = nameInSource(module_.functions[cluster.group.members[0]]);
  return XXH3_64bits(name.data(), name.size()) % (cluster.group.runsSeldom ? kSeldomPack : kPack) == 0;
}

/// Of the first failure in its first function.
std::pair<uint32_t, uint32_t> Grouper::placeInSource(const Cluster &cluster) const {
  for (const ir::Block &block : module_.functions[cluster.group.members[0]].blocks)
    for (const Instruction &instruction : block.instructions)
      if (instruction.site != 0 && instruction.site <= module_.sites.size()) {
        const abi::Site &site = module_.sites[instruction.site - 1];
        return {site.file, site.begin};
      }
  return {UINT32_MAX, UINT32_MAX};
}

uint32_t Grouper::firstRank(const FunctionGroup &group) const {
  uint32_t first = kNone;
  for (uint32_t member : group.members) first = std::min(first, ranks_[member]);
  return first;
}

std::vector<FunctionGroup> Grouper::packed() {
  std::ranges::sort(clusters_, {}, [&](const Cluster &cluster) {
    return std::make_tuple(placeInSource(cluster), firstRank(cluster.group));
  });
  std::vector<FunctionGroup> groups;
  struct Pack {
    size_t group = SIZE_MAX;
    uint32_t weight = 0;
  } packs[2];
  for (Cluster &cluster : clusters_) {
    std::vector<uint32_t> &members = cluster.group.members;
    Pack &pack = packs[cluster.group.runsSeldom];
    uint32_t most = cluster.group.runsSeldom ? kMaxSeldomWeight : kMaxWeight;
    if (!cluster.group.hasEntry && pack.group != SIZE_MAX && pack.weight + cluster.weight <= most &&
        !beginsPack(cluster)) {
      FunctionGroup &group = groups[pack.group];
      group.members.insert(group.members.end(), members.begin(), members.end());
      pack.weight += cluster.weight;
      continue;
    }
    if (!cluster.group.hasEntry) pack = {groups.size(), cluster.weight};
    groups.push_back(std::move(cluster.group));
  }
  std::ranges::sort(groups, {}, [&](const FunctionGroup &group) {
    return std::make_tuple(!group.hasEntry, firstRank(group));
  });
  return groups;
}

} // namespace

std::vector<FunctionGroup> groupFunctions(const ir::Module &module, const std::vector<FunctionFacts> &facts) {
  return Grouper(module, facts).run();
}

} // namespace flow::codegen

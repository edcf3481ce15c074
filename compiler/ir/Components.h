#pragma once
// Strongly connected components of a graph.

#include <cstdint>
#include <vector>

namespace flow::ir {

struct Components {
  std::vector<uint32_t> of;    ///< by node; an edge never leads to a component of a higher number
  std::vector<uint32_t> sizes; ///< by component
};

/// `successors` by node. Takes no stack, however long the ways in the graph are.
Components findComponents(const std::vector<std::vector<uint32_t>> &successors);

} // namespace flow::ir

#include "checked.h"

#include <memory>

struct Node;
using Tree = std::unique_ptr<Node>; // null is a leaf
struct Node {
  Tree left, right;
};

static Tree make(int64_t depth) {
  if (depth == 0) return nullptr;
  return std::make_unique<Node>(make(sub(depth, 1)), make(sub(depth, 1)));
}

static int64_t size(const Tree &tree) { return tree ? add(add(size(tree->left), size(tree->right)), 1) : 1; }

int main(int, char **argv) {
  int64_t n = std::atoll(argv[1]);
  Tree longLived = make(n);
  for (int64_t depth = 4; depth <= n; depth = add(depth, 4)) {
    int64_t count = int64_t(1) << add(sub(n, depth), 4), nodes = 0;
    for (int64_t i = 0; i < count; ++i) nodes = add(nodes, size(make(depth)));
    std::printf("%ld trees of depth %ld: %ld\n", count, depth, nodes);
  }
  std::printf("long lived tree of depth %ld: %ld\n", n, size(longLived));
}

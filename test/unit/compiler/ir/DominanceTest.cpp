#include "compiler/ir/Dominance.h"

#include "test/unit/compiler/ir/IrText.h"

namespace flow::ir {

TEST(Dominance, DiamondWithLoopAndDeadBlock) {
  types::TypeContext context;
  Module module = moduleOf("fn @f(%0: bool) {\n"
                           "b0:\n  branch %0, b1, b2\n"
                           "b1:\n  jump b3\n"
                           "b2:\n  branch %0, b2, b3\n"
                           "b3:\n  return\n"
                           "b4:\n  jump b3\n}\n",
                           context);
  Dominance dominance(module.functions[0]);
  EXPECT_TRUE(dominance.dominates(0, 3));
  EXPECT_TRUE(dominance.dominates(3, 3));
  EXPECT_FALSE(dominance.dominates(1, 3));
  EXPECT_FALSE(dominance.dominates(2, 3));
  EXPECT_FALSE(dominance.isReachable(4));
  EXPECT_FALSE(dominance.dominates(4, 3));
  EXPECT_EQ(dominance.predecessors(3).size(), 2u);
  EXPECT_EQ(dominance.reversePostorder().front(), 0u);
  EXPECT_EQ(dominance.reversePostorder().back(), 3u);
}

} // namespace flow::ir

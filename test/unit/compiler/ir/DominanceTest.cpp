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

TEST(Dominance, HandlersAreReachedFromTheBeginOfABlock) {
  types::TypeContext context;
  Module module = moduleOf("site 1 = 0:0:0 Overflow\n"
                           "fn @f(%0: i64) {\n"
                           "b0:\n  jump b1(%0)\n"
                           "b1(%1: i64) handler b2:\n  %2: i64 = add %1, %1 !1\n  jump b3\n"
                           "b2:\n  %3: Failure = failure.take\n  jump b3\n"
                           "b3:\n  return\n}\n",
                           context);
  Dominance dominance(module.functions[0]);
  EXPECT_FALSE(dominance.dominates(1, 2));
  EXPECT_TRUE(dominance.beginDominates(1, 2));
  EXPECT_FALSE(dominance.dominates(1, 3));
  EXPECT_TRUE(dominance.beginDominates(1, 3));
  EXPECT_TRUE(dominance.beginDominates(1, 1));
  EXPECT_EQ(dominance.predecessors(2), std::vector<BlockId>{1});
}

} // namespace flow::ir

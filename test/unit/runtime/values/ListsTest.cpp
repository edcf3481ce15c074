#include "test/unit/runtime/values/ValueFixture.h"

namespace flow::values {

using Lists = ValueTest;

TEST_F(Lists, GrowInPlaceWhenNobodyElseHasThem) {
  ListObject *list = nullptr;
  for (int64_t i = 0; i < 1000; ++i) {
    ASSERT_EQ(flow_list_grow(&context_, &list, &kI64, 1), 0u);
    elements<int64_t>(list)[list->length++] = i;
  }
  EXPECT_EQ(list->length, 1000u);
  EXPECT_EQ(elements<int64_t>(list)[999], 999);
  EXPECT_LT(heap_.allocationCount(), 20u) << "by half at least";
  drop(kNumbers, list);
}

TEST_F(Lists, GrowPastTheSizeOfHugePages) {
  ListObject *list = numbers({7});
  for (uint64_t count = 1; count <= 8 << 20; count *= 4) { // 64 MB at the end
    ASSERT_EQ(flow_list_grow(&context_, &list, &kI64, count), 0u);
    EXPECT_EQ(elements<int64_t>(list)[0], 7);
    elements<int64_t>(list)[list->length - 1 + count] = static_cast<int64_t>(count);
    list->length += count;
  }
  EXPECT_EQ(elements<int64_t>(list)[1], 1);
  EXPECT_EQ(elements<int64_t>(list)[2 + 3], 4);
  drop(kNumbers, list);
}

TEST_F(Lists, AreCopiedWhenSomebodyElseHasThem) {
  ListObject *list = numbers({1, 2, 3}), *mine = list;
  flow_value_retain(&kNumbers, &list);
  ASSERT_EQ(flow_list_own(&context_, &mine, &kI64), 0u);
  EXPECT_NE(mine, list);
  elements<int64_t>(mine)[0] = 9;
  EXPECT_EQ(shown(kNumbers, list), "[1, 2, 3]");
  EXPECT_EQ(shown(kNumbers, mine), "[9, 2, 3]");
  EXPECT_EQ(list->users, 1);
  ListObject *same = mine;
  ASSERT_EQ(flow_list_own(&context_, &same, &kI64), 0u);
  EXPECT_EQ(same, mine);
  drop(kNumbers, list);
  drop(kNumbers, mine);
}

TEST_F(Lists, CopiesShareTheirElements) {
  ListObject *inner = numbers({1}), *grid = nullptr;
  ASSERT_EQ(flow_list_grow(&context_, &grid, &kNumbers, 1), 0u);
  elements<ListObject *>(grid)[grid->length++] = inner;
  flow_value_retain(&kGrid, &grid);
  ListObject *copy = grid;
  ASSERT_EQ(flow_list_own(&context_, &copy, &kNumbers), 0u);
  EXPECT_EQ(elements<ListObject *>(copy)[0], inner);
  EXPECT_EQ(inner->users, 2);
  drop(kGrid, grid);
  EXPECT_EQ(inner->users, 1);
  drop(kGrid, copy);
}

TEST_F(Lists, OpenCloseSliceConcatReverse) {
  ListObject *list = numbers({1, 3});
  ASSERT_EQ(flow_list_open(&context_, &list, &kI64, 1), 0u);
  elements<int64_t>(list)[1] = 2;
  EXPECT_EQ(shown(kNumbers, list), "[1, 2, 3]");
  ListObject *slice = nullptr, *empty = nullptr;
  ASSERT_EQ(flow_list_slice(&context_, &slice, list, &kI64, 1, 3), 0u);
  ASSERT_EQ(flow_list_slice(&context_, &empty, list, &kI64, 2, 2), 0u);
  EXPECT_EQ(shown(kNumbers, slice), "[2, 3]");
  EXPECT_EQ(empty, nullptr);
  ASSERT_EQ(flow_list_concat(&context_, &slice, list, &kI64), 0u);
  EXPECT_EQ(shown(kNumbers, slice), "[2, 3, 1, 2, 3]");
  ASSERT_EQ(flow_list_reverse(&context_, &slice, &kI64), 0u);
  EXPECT_EQ(shown(kNumbers, slice), "[3, 2, 1, 3, 2]");
  flow_list_close(slice, &kI64, 0);
  EXPECT_EQ(shown(kNumbers, slice), "[2, 1, 3, 2]");
  drop(kNumbers, slice);
  drop(kNumbers, list);
}

TEST_F(Lists, ClearKeepsMemoryOfItsOwn) {
  ListObject *list = nullptr;
  ASSERT_EQ(flow_list_grow(&context_, &list, &kText, 2), 0u);
  for (const char *each : {"a text that does not fit a view", "b"})
    elements<StringView>(list)[list->length++] = text(each);
  ListObject *before = list;
  ASSERT_EQ(flow_list_clear(&context_, &list, &kText), 0u);
  EXPECT_EQ(list, before);
  EXPECT_EQ(list->length, 0u);
  EXPECT_EQ(heap_.liveBlocks(), 1u);
  drop(kTexts, list);
}

TEST_F(Lists, ConstantsAreNeverCounted) {
  ListObject constant;
  constant.users = abi::Object::kImmortal;
  ListObject *list = &constant;
  flow_value_retain(&kNumbers, &list);
  flow_value_release(&context_, &kNumbers, &list);
  EXPECT_EQ(constant.users, abi::Object::kImmortal);
  ASSERT_EQ(flow_list_grow(&context_, &list, &kI64, 1), 0u);
  EXPECT_NE(list, &constant);
  drop(kNumbers, list);
}

class DeniedLists : public ValueTest {
protected:
  DeniedLists() : ValueTest(64 << 10) {}
};

TEST_F(DeniedLists, StayAsTheyWere) {
  ListObject *list = numbers({1, 2});
  EXPECT_EQ(flow_list_grow(&context_, &list, &kI64, 1 << 20), 1u);
  EXPECT_EQ(context_.failure.kind, abi::FailureKind::OutOfMemory);
  EXPECT_EQ(flow_list_grow(&context_, &list, &kI64, UINT64_MAX / 2), 1u);
  EXPECT_EQ(shown(kNumbers, list), "[1, 2]");
  drop(kNumbers, list);
}

} // namespace flow::values

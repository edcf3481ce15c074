#include "runtime/base/Memory.h"

#include <gtest/gtest.h>

#include <string>

namespace flow {

TEST(StringHeap, TextsStayWhereTheyAre) {
  MemoryPool pool;
  StringHeap heap(pool);
  std::vector<abi::StringView> views(5000);
  for (size_t index = 0; index < views.size(); ++index)
    ASSERT_TRUE(heap.store("a text of more than twelve bytes " + std::to_string(index), views[index]));
  auto blocks = heap.blocks();
  heap.reset();
  EXPECT_TRUE(heap.blocks().empty());
  for (size_t index = 0; index < views.size(); ++index)
    EXPECT_EQ(views[index].view(), "a text of more than twelve bytes " + std::to_string(index));
}

TEST(StringHeap, ShortTextsNeedNoBlock) {
  MemoryPool pool;
  StringHeap heap(pool);
  abi::StringView view;
  ASSERT_TRUE(heap.store("short", view));
  EXPECT_TRUE(heap.blocks().empty());
  EXPECT_EQ(view.view(), "short");
}

TEST(StringHeap, HugeTextGetsItsOwnBlock) {
  MemoryPool pool;
  StringHeap heap(pool);
  std::string huge(5 << 20, 'x');
  abi::StringView view;
  ASSERT_TRUE(heap.store(huge, view));
  EXPECT_EQ(view.view(), huge);
}

TEST(StringHeap, ATextThatWasMadeLastGrowsInPlace) {
  MemoryPool pool;
  StringHeap heap(pool);
  abi::StringView text, longer, other;
  ASSERT_TRUE(heap.store("a text of more than twelve bytes", text));
  ASSERT_TRUE(heap.append(text, ", and more", longer));
  EXPECT_EQ(longer.data(), text.data());
  // Another continuation of the first text must not change what the longer one says.
  ASSERT_TRUE(heap.append(text, "; or less", other));
  EXPECT_EQ(longer.view(), "a text of more than twelve bytes, and more");
  EXPECT_EQ(other.view(), "a text of more than twelve bytes; or less");
  EXPECT_EQ(text.view(), "a text of more than twelve bytes");
}

TEST(StringHeap, TextsSideBySideAreJoinedWithoutACopy) {
  MemoryPool pool;
  StringHeap heap(pool);
  abi::StringView text, piece, joined;
  ASSERT_TRUE(heap.store("a text of more than twelve bytes", text));
  ASSERT_TRUE(heap.store(" and another that is long", piece));
  ASSERT_TRUE(heap.append(text, piece.view(), joined));
  EXPECT_EQ(joined.data(), text.data());
  EXPECT_EQ(joined.view(), "a text of more than twelve bytes and another that is long");
}

TEST(StringHeap, AGrowingTextTakesLinearMemory) {
  MemoryPool pool(64 << 20);
  StringHeap heap(pool);
  abi::StringView text;
  std::string expected;
  ASSERT_TRUE(heap.store("a text of more than twelve bytes", text));
  expected = text.view();
  for (int i = 0; i < 100'000; ++i) {
    std::string more = " piece " + std::to_string(i);
    expected += more;
    ASSERT_TRUE(heap.append(text, more, text));
  }
  EXPECT_EQ(text.view(), expected);
}

TEST(StringHeap, RecyclesWhatNobodyHolds) {
  MemoryPool pool;
  StringHeap heap(pool);
  abi::StringView first, second, third;
  ASSERT_TRUE(heap.store("a text of more than twelve bytes", first));
  const char *place = first.data();
  heap.recycle();
  ASSERT_TRUE(heap.store("another text of many bytes", second));
  EXPECT_EQ(second.data(), place);
  auto held = heap.blocks();
  heap.recycle();
  ASSERT_TRUE(heap.store("a third text of many bytes", third));
  EXPECT_NE(third.data(), place);
  EXPECT_EQ(second.view(), "another text of many bytes");
  EXPECT_EQ(heap.blocks().size(), 1u);
}

TEST(StringHeap, SaysWhenDenied) {
  MemoryPool pool(20 << 10);
  StringHeap heap(pool);
  abi::StringView view;
  EXPECT_TRUE(heap.store(std::string(1000, 'a'), view));
  EXPECT_FALSE(heap.isDenied());
  EXPECT_FALSE(heap.store(std::string(30000, 'b'), view));
  EXPECT_TRUE(heap.isDenied());
  EXPECT_EQ(heap.denied().kind, FailureKind::OutOfMemory);
}

} // namespace flow

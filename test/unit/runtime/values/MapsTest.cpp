#include "test/unit/runtime/values/ValueFixture.h"

#include <map>
#include <random>

namespace flow::values {

class Maps : public ValueTest {
protected:
  void set(MapObject *&map, std::string_view key, int64_t value) {
    StringView taken = text(key);
    int64_t at = flow_map_insert(&context_, &map, &kCounts, &taken);
    ASSERT_GE(at, 0);
    std::memcpy(map->entry(static_cast<uint64_t>(at)) + kCounts.value, &value, sizeof value);
  }
  static int64_t at(const MapObject *map, std::string_view key) {
    StringView view(key);
    int64_t position = flow_map_find_text(map, pair(view)), value = -1;
    if (position >= 0)
      std::memcpy(&value, map->entry(static_cast<uint64_t>(position)) + kCounts.value, sizeof value);
    return value;
  }
};

TEST_F(Maps, KeepTheOrderOfInsertion) {
  MapObject *map = nullptr;
  EXPECT_EQ(at(map, "a"), -1);
  set(map, "b", 1);
  set(map, "a key that is longer than a view", 2);
  set(map, "a", 3);
  set(map, "b", 4);
  EXPECT_EQ(shown(kCounts, map), "[\"b\": 4, \"a key that is longer than a view\": 2, \"a\": 3]");
  StringView key("b");
  ASSERT_EQ(flow_map_remove(&context_, &map, &kCounts, &key), 0u);
  ASSERT_EQ(flow_map_remove(&context_, &map, &kCounts, &key), 0u);
  EXPECT_EQ(map->length, 2u);
  EXPECT_EQ(flow_map_next(map, 0), 1);
  set(map, "b", 5);
  EXPECT_EQ(shown(kCounts, map), "[\"a key that is longer than a view\": 2, \"a\": 3, \"b\": 5]");
  drop(kCounts, map);
}

TEST_F(Maps, AKeyIsFoundOnceAndKeptWhenItIsNew) {
  MapObject *map = nullptr;
  StringView key = text("a key that is longer than a view");
  int64_t added = flow_map_add(&context_, &map, &kCounts, &key, flow_map_find_text(map, pair(key)));
  EXPECT_EQ(added, 0);
  EXPECT_EQ(abi::TextObject::of(key)->users, 2);
  EXPECT_EQ(flow_map_add(&context_, &map, &kCounts, &key, flow_map_find_text(map, pair(key))), 0);
  EXPECT_EQ(abi::TextObject::of(key)->users, 2);
  MapObject *shared = map;
  flow_value_retain(&kCounts, &shared);
  EXPECT_EQ(flow_map_add(&context_, &map, &kCounts, &key, 0), 0);
  EXPECT_NE(map, shared) << "whoever asks for a place changes what is there";
  EXPECT_EQ(abi::TextObject::of(key)->users, 3);
  drop(kCounts, map);
  drop(kCounts, shared);
  flow_value_release(&context_, &kText, &key);
}

TEST_F(Maps, CopiesKeepPositions) {
  MapObject *map = nullptr;
  for (int i = 0; i < 30; ++i) set(map, "key " + std::to_string(i), i);
  StringView key("key 3");
  ASSERT_EQ(flow_map_remove(&context_, &map, &kCounts, &key), 0u);
  MapObject *copy = map;
  flow_value_retain(&kCounts, &map);
  ASSERT_EQ(flow_map_own(&context_, &copy, &kCounts), 0u);
  EXPECT_NE(copy, map);
  for (int i = 0; i < 30; ++i) {
    std::string name = "key " + std::to_string(i);
    StringView view(name);
    EXPECT_EQ(flow_map_find_text(copy, pair(view)), flow_map_find_text(map, pair(view)));
  }
  drop(kCounts, map);
  drop(kCounts, copy);
}

/// Against std::map, with many removals, so that holes are closed again and again.
TEST_F(Maps, RandomOperations) {
  std::mt19937_64 random(7);
  std::map<std::string, int64_t> expected;
  MapObject *map = nullptr;
  for (int i = 0; i < 20'000; ++i) {
    std::string key = (random() % 2 ? "k" : "a rather long key number ") + std::to_string(random() % 500);
    if (random() % 3 == 0) {
      StringView view(key);
      ASSERT_EQ(flow_map_remove(&context_, &map, &kCounts, &view), 0u);
      expected.erase(key);
    } else {
      set(map, key, i);
      expected[key] = i;
    }
  }
  ASSERT_EQ(map->length, expected.size());
  EXPECT_LT(map->capacity, 4000u);
  for (const auto &[key, value] : expected) EXPECT_EQ(at(map, key), value);
  EXPECT_EQ(at(map, "nobody"), -1);
  drop(kCounts, map);
}

TEST_F(Maps, WordsAsKeysAndListsAsValues) {
  MapObject *map = nullptr;
  for (int64_t key = -50; key < 50; ++key) {
    int64_t at = flow_map_insert(&context_, &map, &kByNumber, &key);
    ASSERT_GE(at, 0);
    ListObject *list = nullptr;
    ASSERT_EQ(flow_list_grow(&context_, &list, &kText, 1), 0u);
    elements<StringView>(list)[list->length++] = text("value of " + std::to_string(key) + ", at length");
    std::memcpy(map->entry(static_cast<uint64_t>(at)) + kByNumber.value, &list, sizeof list);
  }
  EXPECT_EQ(flow_map_find_word(map, static_cast<uint64_t>(-50)), 0);
  EXPECT_EQ(flow_map_find_word(map, 50), -1);
  MapObject *copy = map;
  flow_value_retain(&kByNumber, &map);
  ASSERT_EQ(flow_map_own(&context_, &copy, &kByNumber), 0u);
  int64_t gone = 7;
  ASSERT_EQ(flow_map_remove(&context_, &copy, &kByNumber, &gone), 0u);
  EXPECT_EQ(map->length, 100u);
  EXPECT_EQ(copy->length, 99u);
  EXPECT_EQ(flow_value_equal(&kByNumber, &map, &copy), 0);
  drop(kByNumber, copy);
  drop(kByNumber, map);
}

TEST_F(Maps, AreEqualRegardlessOfOrder) {
  MapObject *a = nullptr, *b = nullptr;
  for (int i = 0; i < 20; ++i) set(a, std::to_string(i), i);
  for (int i = 20; i-- > 0;) set(b, std::to_string(i), i);
  EXPECT_EQ(flow_value_equal(&kCounts, &a, &b), 1);
  set(b, "3", 4);
  EXPECT_EQ(flow_value_equal(&kCounts, &a, &b), 0);
  drop(kCounts, a);
  drop(kCounts, b);
}

} // namespace flow::values

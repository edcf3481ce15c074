// Which host functions become one object, what an object depends on, and calls from one to another.

#include "compiler/codegen/FunctionGroups.h"

#include "compiler/codegen/CacheKey.h"
#include "compiler/codegen/LazyCalls.h"
#include "compiler/ir/FnMayFail.h"
#include "compiler/ir/FnParser.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace flow::codegen {

namespace {

/// Functions of a module as text, put together by name; each has enough in it to be called.
class Sources {
public:
  /// `body` calls; it is followed by `weight` additions that may fail.
  Sources &straight(const std::string &name, const std::string &calls, int weight = 60) {
    text_ += "\nfn @`" + name + "`() -> i64 {\nb0:\n" + calls + additions(weight) + "  return %100\n}\n";
    return *this;
  }
  Sources &loop(const std::string &name, const std::string &calls, int weight = 60) {
    text_ += "\nfn @`" + name + "`() -> i64 {\nb0:\n  jump b1\nb1:\n" + calls + additions(weight) +
             "  %101: bool = lt %100, %100\n  branch %101, b1, b2\nb2:\n  return %100\n}\n";
    return *this;
  }
  Sources &main(const std::string &calls) {
    text_ += "\nmain @flow_main() {\nb0:\n" + calls + "  return\n}\n";
    return *this;
  }
  std::string text() const { return "site 1 = 0:1:2 Overflow\nsite 2 = 0:3:4 Overflow\n" + text_; }

private:
  static std::string additions(int weight) {
    std::string text = "  %100: i64 = const 1\n";
    for (int i = 0; i < weight; ++i)
      text += "  %" + std::to_string(200 + i) + ": i64 = add %100, %100 !1\n";
    return text;
  }
  std::string text_;
};

struct Grouped {
  explicit Grouped(const Sources &sources) {
    std::string error;
    auto parsed = ir::parseModule(sources.text(), context, error);
    EXPECT_TRUE(parsed.has_value()) << error << sources.text();
    module = std::move(*parsed);
    ir::computeMayFail(module);
    facts = findFacts(module);
    groups = groupFunctions(module, facts);
  }

  /// The names of the members, group by group.
  std::vector<std::vector<std::string>> names() const {
    std::vector<std::vector<std::string>> names;
    for (const FunctionGroup &group : groups) {
      names.emplace_back();
      for (uint32_t member : group.members) names.back().push_back(module.functions[member].name);
    }
    return names;
  }
  const FunctionGroup &groupOf(const std::string &name) const {
    for (const FunctionGroup &group : groups)
      for (uint32_t member : group.members)
        if (module.functions[member].name == name) return group;
    ADD_FAILURE() << name << " is in no group";
    return groups[0];
  }
  std::string keyOf(const std::string &name) const { return cacheKey(extractGroup(module, facts, groupOf(name)), 2); }

  types::TypeContext context;
  ir::Module module;
  std::vector<FunctionFacts> facts;
  std::vector<FunctionGroup> groups;
};

using Names = std::vector<std::vector<std::string>>;

} // namespace

TEST(FunctionGroups, WhatRunsSeldomIsApart) {
  Sources sources;
  sources.straight("once.0", "  %1: i64 = call @`often.1` !1\n").loop("often.1", "").straight("called.2", "");
  sources.loop("loop.3", "  %1: i64 = call @`called.2` !1\n").straight("never.4", "");
  sources.main("  %1: i64 = call @`once.0` !1\n  %2: i64 = call @`loop.3` !2\n");
  Grouped grouped(sources);
  EXPECT_EQ(grouped.groupOf("flow_main").members.size(), 2u) << "with what it calls, outside of loops";
  EXPECT_TRUE(grouped.groupOf("once.0").runsSeldom);
  EXPECT_TRUE(grouped.groupOf("once.0").hasEntry);
  EXPECT_FALSE(grouped.groupOf("often.1").runsSeldom) << "it has a loop";
  EXPECT_FALSE(grouped.groupOf("called.2").runsSeldom) << "it is called in a loop";
  EXPECT_EQ(&grouped.groupOf("called.2"), &grouped.groupOf("loop.3")) << "with its only caller";
  for (const auto &names : grouped.names()) EXPECT_EQ(std::ranges::count(names, "never.4"), 0);
  EXPECT_EQ(grouped.names()[0][0], "flow_main") << "what the host calls comes first";
}

TEST(FunctionGroups, SmallFunctionsAreInEveryGroupThatCallsThem) {
  Sources sources;
  sources.loop("a.0", "  %1: i64 = call @`small.2` !1\n", 300).loop("b.1", "  %1: i64 = call @`small.2` !1\n", 300);
  sources.straight("small.2", "", 5);
  sources.main("  %1: i64 = call @`a.0` !1\n  %2: i64 = call @`b.1` !2\n");
  Grouped grouped(sources);
  EXPECT_NE(&grouped.groupOf("a.0"), &grouped.groupOf("b.1")) << "too large for one";
  for (const FunctionGroup &group : grouped.groups) {
    GroupModule extracted = extractGroup(grouped.module, grouped.facts, group);
    if (group.hasEntry) continue;
    EXPECT_EQ(extracted.members, 1u);
    EXPECT_EQ(extracted.bodies, 2u);
    EXPECT_EQ(extracted.module.functions[1].name, "small.1") << "the number is that in the group";
  }
}

TEST(FunctionGroups, WhatCallsEachOtherIsTogether) {
  Sources sources;
  sources.straight("a.0", "  %1: i64 = call @`b.1` !1\n", 300).straight("b.1", "  %1: i64 = call @`a.0` !1\n", 300);
  sources.main("  %1: i64 = call @`a.0` !1\n");
  Grouped grouped(sources);
  EXPECT_EQ(grouped.names(), (Names{{"flow_main"}, {"a.0", "b.1"}}));
  EXPECT_FALSE(grouped.groups[1].runsSeldom);
}

TEST(FunctionGroups, AKeyHasWhatIsInTheGroupAlone) {
  auto program = [](const std::string &first, int weight) {
    Sources sources;
    sources.straight(first, "", 300).loop("a.1", "  %1: i64 = call @`b.2` !1\n", 300).loop("b.2", "", weight);
    sources.main("  %1: i64 = call @`" + first + "` !1\n  %2: i64 = call @`a.1` !2\n  %3: i64 = call @`b.2` !2\n");
    return sources;
  };
  Grouped before(program("x.0", 300)), after(program("other.0", 299));
  EXPECT_EQ(before.keyOf("a.1"), after.keyOf("a.1")) << "a callee has another body";
  EXPECT_NE(before.keyOf("b.2"), after.keyOf("b.2"));
}

TEST(FunctionGroups, SitesHaveNumbersOfTheGroup) {
  Sources sources;
  sources.loop("a.0", "", 300);
  sources.main("  %1: i64 = call @`a.0` !2\n");
  Grouped grouped(sources);
  GroupModule main = extractGroup(grouped.module, grouped.facts, grouped.groups[0]);
  EXPECT_EQ(main.sites, std::vector<uint32_t>{2});
  EXPECT_EQ(main.module.sites.size(), 1u);
  EXPECT_TRUE(main.isElsewhere(1));
  EXPECT_TRUE(main.module.functions[1].blocks.empty());
}

TEST(LazyCalls, SlotsLeadToTheFunctionBeforeAndAfterItIsThere) {
  static int found = 0;
  auto function = +[](int a, double b) { return a + static_cast<int>(b); };
  LazyCalls *calls = nullptr;
  LazyCalls lazy([&](uint32_t number) {
    ++found;
    EXPECT_EQ(number, 7u);
    calls->define(number, reinterpret_cast<void *>(function));
    return reinterpret_cast<void *>(function);
  });
  calls = &lazy;
  void *early = nullptr, *late = nullptr;
  lazy.connect(&early, 7);
  auto call = [](void *slot) { return reinterpret_cast<int (*)(int, double)>(slot)(40, 2.0); };
  void *stub = early;
  EXPECT_EQ(call(stub), 42);
  EXPECT_EQ(found, 1);
  EXPECT_EQ(early, reinterpret_cast<void *>(function));
  lazy.connect(&late, 7);
  EXPECT_EQ(late, early);
  EXPECT_EQ(call(stub), 42) << "who has read the slot before may still call the stub";
  std::vector<void *> many(1000);
  for (uint32_t i = 0; i < many.size(); ++i) lazy.connect(&many[i], 100 + i);
  std::ranges::sort(many);
  EXPECT_EQ(std::ranges::adjacent_find(many), many.end()) << "a stub for each function";
}

} // namespace flow::codegen

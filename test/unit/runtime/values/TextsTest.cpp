#include "test/unit/runtime/values/ValueFixture.h"

namespace flow::values {

class Texts : public ValueTest {
protected:
  void append(StringView &to, std::string_view more) {
    StringView view(more);
    flow_text_append(&context_, &to, &to, &view);
  }
};

TEST_F(Texts, GrowWhereTheyStand) {
  StringView grown;
  std::string expected;
  for (int i = 0; i < 10'000; ++i) {
    append(grown, "piece ");
    expected += "piece ";
  }
  EXPECT_EQ(grown.view(), expected);
  EXPECT_LT(heap_.allocations(), 40u);
  EXPECT_EQ(heap_.liveBlocks(), 1u);
  flow_value_release(&context_, &kText, &grown);
}

TEST_F(Texts, AreCopiedWhenSomebodyElseHasThem) {
  StringView first = text("a text that is longer than a view"), second = first;
  flow_value_retain(&kText, &first);
  append(second, "!");
  EXPECT_EQ(first.view(), "a text that is longer than a view");
  EXPECT_EQ(second.view(), "a text that is longer than a view!");
  flow_value_release(&context_, &kText, &first);
  flow_value_release(&context_, &kText, &second);
}

TEST_F(Texts, MayBeAppendedToThemselves) {
  StringView twice = text("twelve bytes and more");
  StringView same = twice;
  flow_value_retain(&kText, &same);
  flow_text_append(&context_, &twice, &twice, &same);
  EXPECT_EQ(twice.view(), "twelve bytes and moretwelve bytes and more");
  flow_value_release(&context_, &kText, &same);
  flow_value_release(&context_, &kText, &twice);
}

TEST_F(Texts, CharacterByCharacter) {
  StringView given("aé€😀");
  std::string characters;
  for (int64_t at = 0; at < given.length; at = flow_text_next(&given, at)) {
    StringView character;
    flow_text_char(&character, &given, at);
    characters += std::string(character.view()) + "|";
  }
  EXPECT_EQ(characters, "a|é|€|😀|");
}

class DeniedTexts : public ValueTest {
protected:
  DeniedTexts() : ValueTest(64 << 10) {}
};

TEST_F(DeniedTexts, LeaveTheFailure) {
  std::string large(1 << 20, 'x');
  StringView result, empty, view(large);
  flow_text_append(&context_, &result, &empty, &view);
  EXPECT_EQ(result.length, 0u);
  EXPECT_EQ(context_.textDenied, 1u);
  EXPECT_EQ(context_.failure.kind, abi::FailureKind::OutOfMemory);
}

} // namespace flow::values

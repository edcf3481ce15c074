#include "test/unit/runtime/values/ValueFixture.h"

namespace flow::values {

class Texts : public ValueTest {
protected:
  void append(StringView &to, std::string_view more) {
    to = view(flow_text_append(&context_, pair(to), pair(StringView(more))));
  }
  static abi::TextPiece piece(const StringView &text) { return {pair(text).low, pair(text).high}; }
  static abi::TextPiece piece(int64_t value) { return {static_cast<uint64_t>(value), 0}; }
  /// The kinds of pieces, the first one first.
  static uint64_t kinds(std::initializer_list<abi::TextPiece::Kind> kinds) {
    uint64_t all = 0, place = 0;
    for (abi::TextPiece::Kind kind : kinds)
      all |= static_cast<uint64_t>(kind) << (place++ * abi::TextPiece::kKindBits);
    return all;
  }
};
constexpr auto kTextPiece = abi::TextPiece::Kind::Text;
constexpr auto kSigned = abi::TextPiece::Kind::Signed;
constexpr auto kUnsigned = abi::TextPiece::Kind::Unsigned;

TEST_F(Texts, GrowWhereTheyStand) {
  StringView grown;
  std::string expected;
  for (int i = 0; i < 10'000; ++i) {
    append(grown, "piece ");
    expected += "piece ";
  }
  EXPECT_EQ(grown.view(), expected);
  EXPECT_LT(heap_.allocationCount(), 40u);
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
  twice = view(flow_text_append(&context_, pair(twice), pair(same)));
  EXPECT_EQ(twice.view(), "twelve bytes and moretwelve bytes and more");
  flow_value_release(&context_, &kText, &same);
  flow_value_release(&context_, &kText, &twice);
}

TEST_F(Texts, OfPiecesAreMadeAtOnce) {
  abi::TextPiece pieces[] = {piece(StringView("=")), piece(int64_t{-42}), piece(StringView(" and more of it: ")),
                             piece(INT64_MIN), piece(int64_t{-1})};
  uint64_t all = kinds({kTextPiece, kSigned, kTextPiece, kSigned, kUnsigned});
  StringView made = view(flow_text_append_all(&context_, pair(StringView("x")), pieces, all, 5));
  EXPECT_EQ(made.view(), "x=-42 and more of it: -922337203685477580818446744073709551615");
  EXPECT_EQ(heap_.allocationCount(), 1u);
  made = view(flow_text_append_all(&context_, pair(made), pieces, all, 2));
  EXPECT_EQ(made.view().substr(made.length - 5), "5=-42");
  EXPECT_EQ(heap_.liveBlocks(), 1u);
  flow_value_release(&context_, &kText, &made);
  StringView small = view(flow_text_append_all(&context_, pair(StringView("x")), pieces, all, 2));
  EXPECT_EQ(small, StringView("x=-42"));
  EXPECT_TRUE(small.isInline());
}

TEST_F(Texts, OfPiecesMayHaveThemselvesAmongThem) {
  StringView whole = text("more than twelve bytes");
  abi::TextPiece pieces[] = {piece(whole), piece(int64_t{7})};
  whole = view(flow_text_append_all(&context_, pair(whole), pieces, kinds({kTextPiece, kSigned}), 2));
  EXPECT_EQ(whole.view(), "more than twelve bytesmore than twelve bytes7");
  flow_value_release(&context_, &kText, &whole);
}

TEST_F(Texts, HaveIntegersOfAllLengths) {
  for (uint64_t power = 1, i = 0; i < 20; ++i, power *= 10)
    for (uint64_t value : {power - 1, power, power + 1}) {
      auto number = static_cast<int64_t>(value);
      for (int64_t given : {number, -number}) {
        abi::TextPiece one = piece(given);
        StringView made = view(flow_text_append_all(&context_, pair(StringView()), &one, kinds({kSigned}), 1));
        EXPECT_EQ(made.view(), std::to_string(given));
        flow_value_release(&context_, &kText, &made);
      }
    }
}

TEST_F(Texts, OfAllLengthsAreCopied) {
  std::string letters = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
  for (size_t first = 0; first < 26; ++first)
    for (size_t second = 0; second < 26; ++second) {
      StringView whole = text(std::string_view(letters).substr(0, first));
      append(whole, std::string_view(letters).substr(first, second));
      EXPECT_EQ(whole.view(), letters.substr(0, first + second)) << first << " " << second;
      flow_value_release(&context_, &kText, &whole);
    }
}

TEST_F(Texts, CharacterByCharacter) {
  StringView given("aé€😀");
  std::string characters;
  for (int64_t at = 0; at < given.length; at = flow_text_next(pair(given), at)) {
    StringView character = view(flow_text_char(pair(given), at));
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
  StringView result = text(large);
  EXPECT_EQ(result.length, 0u);
  EXPECT_EQ(context_.textDenied, 1u);
  EXPECT_EQ(context_.failure.kind, abi::FailureKind::OutOfMemory);
}

} // namespace flow::values

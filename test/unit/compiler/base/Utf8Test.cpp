#include "compiler/base/Utf8.h"

#include <gtest/gtest.h>

namespace flow {

TEST(Utf8, decodesAndEncodes) {
  for (char32_t codePoint : {U'a', U'\u00E9', U'\u6F22', U'\U0001F600', char32_t{0x10FFFF}}) {
    std::string text;
    appendUtf8(text, codePoint);
    char32_t decoded = 0;
    EXPECT_EQ(decodeUtf8(text, decoded), text.size());
    EXPECT_EQ(decoded, codePoint);
  }
}

TEST(Utf8, refusesWhatIsNotUtf8) {
  char32_t decoded = 0;
  for (std::string_view bad :
       {"", "\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE6\xBC", "\xFF"})
    EXPECT_EQ(decodeUtf8(bad, decoded), 0u) << bad;
  EXPECT_FALSE(isCodePoint(0xD800));
  EXPECT_FALSE(isCodePoint(0x110000));
}

TEST(Utf8, findsTheFirstBadByte) {
  EXPECT_EQ(findInvalidUtf8("plain ascii of some length"), std::string_view::npos);
  EXPECT_EQ(findInvalidUtf8("0123456789\xC3\xA9\xE6\xBC\xA2"), std::string_view::npos);
  EXPECT_EQ(findInvalidUtf8("0123456789\xC3\xA9\xE6\xBC"), 12u);
}

TEST(Utf8, shortensBetweenCharacters) {
  EXPECT_EQ(shortened("abcdef", 6), "abcdef");
  EXPECT_EQ(shortened("abcdefg", 6), "abcd..");
  EXPECT_EQ(shortened("abc\xC3\xA9\xC3\xA9", 6), "abc..");
}

} // namespace flow

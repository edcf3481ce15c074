#include "runtime/text/Like.h"
#include "runtime/text/Regex.h"
#include "test/unit/runtime/symbols/Call.h"

#include <gtest/gtest.h>

namespace flow::test {

namespace {

bool like(std::string_view text, std::string_view pattern) {
  StringView a(text), b(pattern);
  return flow_str_like(&a, &b);
}

} // namespace

TEST(Like, Matches) {
  for (auto [text, pattern] : {std::pair{"PROMO TIN", "PROMO%"},
                               {"abc", "abc"},
                               {"abc", "%"},
                               {"", "%"},
                               {"", ""},
                               {"abc", "a_c"},
                               {"aéc", "a_c"},
                               {"special requests", "%special%requests%"},
                               {"a special few requests!", "%special%requests%"},
                               {"abc", "%c"},
                               {"abcabc", "%abc"},
                               {"abc", "___"},
                               {"abc", "%_"},
                               {"abc", "_%"},
                               {"a%c", "a\\%c"},
                               {"a_c", "a\\_c"},
                               {"a\\c", "a\\\\c"},
                               {"a\\", "a\\"},
                               {"xaybz", "%a_b%"},
                               {"aab", "%a_"},
                               {"ééé", "%_é"},
                               {"abab", "ab%ab"},
                               {"forest green", "forest%"},
                               {"a\nb", "a%b"},
                               {"abcde", "%b%d_"},
                               {"aXbXc", "a%b%c"},
                               {"abc", "%%c"}})
    EXPECT_TRUE(like(text, pattern)) << text << " like " << pattern;
}

TEST(Like, DoesNotMatch) {
  for (auto [text, pattern] : {std::pair{"PROM", "PROMO%"},
                               {"abc", "ab"},
                               {"abc", ""},
                               {"", "_"},
                               {"abc", "a__c"},
                               {"ABC", "abc"},
                               {"aba", "ab%ab"},
                               {"requests special", "%special%requests%"},
                               {"abc", "a\\%c"},
                               {"abc", "____"},
                               {"abc", "%d"},
                               {"ab", "%a_b%"},
                               {"é", "__"},
                               {"abc", "_%___"},
                               {"ab", "a%b%b"}})
    EXPECT_FALSE(like(text, pattern)) << text << " like " << pattern;
}

TEST(Regex, Matches) {
  EXPECT_EQ(call(flow_str_matches, "flight AA12", R"([A-Z]{2}\d+)"), "true");
  EXPECT_EQ(call(flow_str_matches, "abc", "^b"), "false");
  EXPECT_EQ(call(flow_str_matches, "é", "^.$"), "true");
  EXPECT_EQ(call(flow_str_matches, "", ""), "true");
  EXPECT_EQ(call(flow_str_matches, "abc", "("), "ParseError: `(` is no regular expression: missing ): (");
}

TEST(Regex, Extracts) {
  EXPECT_EQ(call(flow_str_extract, "AA12", R"(([A-Z]+)(\d+))", 0), "AA12");
  EXPECT_EQ(call(flow_str_extract, "AA12", R"(([A-Z]+)(\d+))", 2), "12");
  EXPECT_EQ(call(flow_str_extract, "AA", R"(([A-Z]+)(\d+))", 2), "none");
  EXPECT_EQ(call(flow_str_extract, "b", "(a)?b", 1), "none") << "a group that takes no part";
  EXPECT_EQ(call(flow_str_extract, "b", "(a*)b", 1), "") << "a group that is empty";
  EXPECT_EQ(call(flow_str_extract, "b", "b", 1),
            "IndexOutOfBounds: the regular expression has no groups, but group 1 is asked for");
  EXPECT_EQ(call(flow_str_extract, "b", "b", -1),
            "IndexOutOfBounds: the regular expression has no groups, but group -1 is asked for");
}

TEST(Regex, Replaces) {
  EXPECT_EQ(call(flow_str_replace_regex, "a1b22", R"(\d+)", "#"), "a#b#");
  EXPECT_EQ(call(flow_str_replace_regex, "john smith", R"((\w+) (\w+))", R"(\2 \1)"), "smith john");
  EXPECT_EQ(call(flow_str_replace_regex, "abc", "x", "y"), "abc");
  EXPECT_EQ(call(flow_str_replace_regex, "abc", "b", R"(\1)"),
            "ParseError: the replacement has `\\1`, but the regular expression has no groups");
  EXPECT_EQ(call(flow_str_replace_regex, "abc", "b", R"(\x)"),
            "ParseError: a backslash of the replacement stands before neither a digit nor a backslash");
}

TEST(Regex, ManyPatternsAreKept) {
  for (int round = 0; round < 3; ++round)
    for (int i = 0; i < 50; ++i)
      EXPECT_EQ(call(flow_str_matches, "x" + std::to_string(i), "^x" + std::to_string(i) + "$"), "true");
}

} // namespace flow::test

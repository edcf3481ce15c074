#include "runtime/text/StringFunctions.h"

#include "test/unit/runtime/symbols/Call.h"

#include <gtest/gtest.h>

namespace flow::test {

namespace {

constexpr const char *kLong = "a text that is longer than what is inline";

} // namespace

TEST(StringFunctions, Joining) {
  EXPECT_EQ(call(flow_str_concat, "ab", "cd"), "abcd");
  EXPECT_EQ(call(flow_str_concat, "", ""), "");
  EXPECT_EQ(call(flow_str_concat, kLong, "!"), std::string(kLong) + "!");
  EXPECT_EQ(call(flow_str_concat3, "a", "-", "b"), "a-b");
  EXPECT_EQ(call(flow_str_concat4, "a", "b", "c", "d"), "abcd");
}

TEST(StringFunctions, DeniedMemoryGivesEmptyTexts) {
  MemoryPool pool(1);
  StringHeap heap(pool);
  KernelContext context;
  context.heap = &heap;
  StringView a{std::string_view(kLong)}, out;
  flow_str_concat(&context, &out, &a, &a);
  EXPECT_EQ(out.length, 0u);
  EXPECT_TRUE(heap.isDenied());
}

TEST(StringFunctions, IndicesCountCodePoints) {
  EXPECT_EQ(call(flow_str_at, "héé", 1), "é");
  EXPECT_EQ(call(flow_str_at, "a😀b", 1), "😀");
  EXPECT_EQ(call(flow_str_at, "a😀b", 2), "b");
  EXPECT_EQ(call(flow_str_at, "0123456789abcdefé!", 17), "!");
  EXPECT_EQ(call(flow_str_at, "abc", 3),
            "IndexOutOfBounds: index 3 is out of bounds of a text of 3 characters");
  EXPECT_EQ(call(flow_str_at, "a", -1),
            "IndexOutOfBounds: index -1 is out of bounds of a text of 1 character");
  EXPECT_EQ(call(flow_str_at, "", 0), "IndexOutOfBounds: index 0 is out of bounds of a text of 0 characters");
}

TEST(StringFunctions, Slices) {
  EXPECT_EQ(call(flow_str_slice, "hello", 1, 3), "el");
  EXPECT_EQ(call(flow_str_slice, "hello", 5, 5), "");
  EXPECT_EQ(call(flow_str_slice, "hello", 0, 5), "hello");
  EXPECT_EQ(call(flow_str_slice, "héllo", 1, 2), "é");
  EXPECT_EQ(call(flow_str_slice, kLong, 2, 20), "text that is longe");
  EXPECT_EQ(call(flow_str_slice, "ééé", 0, 4),
            "IndexOutOfBounds: slice 0..4 is out of bounds of a text of 3 characters");
  for (auto [from, to] : {std::pair{-1, 2}, {3, 2}, {0, 6}, {6, 6}})
    EXPECT_EQ(call(flow_str_slice, "hello", from, to), "IndexOutOfBounds: slice " + std::to_string(from) +
                                                           ".." + std::to_string(to) +
                                                           " is out of bounds of a text of 5 characters");
  EXPECT_EQ(call(flow_str_slice, "a", INT64_MIN, INT64_MAX).substr(0, 16), "IndexOutOfBounds");
  EXPECT_EQ(call(flow_str_slice_from, "hello", 2), "llo");
  EXPECT_EQ(call(flow_str_slice_from, "hello", 5), "");
  EXPECT_EQ(call(flow_str_slice_from, "é", 2),
            "IndexOutOfBounds: slice 2.. is out of bounds of a text of 1 character");
  EXPECT_EQ(call(flow_str_slice_from, "é", -1),
            "IndexOutOfBounds: slice -1.. is out of bounds of a text of 1 character");
}

TEST(StringFunctions, PartsShareBytes) {
  StringView s{std::string_view(kLong)}, out;
  MemoryPool pool;
  StringHeap heap(pool);
  KernelContext context;
  context.heap = &heap;
  ASSERT_EQ(flow_str_slice(&context, &out, &s, 2, 30), 0u);
  EXPECT_EQ(out.data(), s.data() + 2);
}

TEST(StringFunctions, Case) {
  for (auto [text, lower, upper] : {std::tuple{"Hello, World 1[]", "hello, world 1[]", "HELLO, WORLD 1[]"},
                                    {"@`{Zz", "@`{zz", "@`{ZZ"},
                                    {"ÀÉÎõü", "àéîõü", "ÀÉÎÕÜ"},
                                    {"straße", "straße", "STRASSE"},
                                    {"Ελληνικά", "ελληνικά", "ΕΛΛΗΝΙΚΆ"},
                                    {"ΟΔΟΣ ΣΑΣ", "οδος σας", "ΟΔΟΣ ΣΑΣ"},
                                    {"Москва Ёж", "москва ёж", "МОСКВА ЁЖ"},
                                    {"ŁÓDŹ łódź", "łódź łódź", "ŁÓDŹ ŁÓDŹ"},
                                    {"ǆ ﬁ", "ǆ ﬁ", "Ǆ FI"},
                                    {"İI", "i̇i", "İI"},
                                    {"日本😀", "日本😀", "日本😀"},
                                    {"Ａ", "ａ", "Ａ"},
                                    {"÷×", "÷×", "÷×"}}) {
    EXPECT_EQ(call(flow_str_lower, text), lower) << text;
    EXPECT_EQ(call(flow_str_upper, text), upper) << text;
  }
  EXPECT_EQ(call(flow_str_upper, kLong), "A TEXT THAT IS LONGER THAN WHAT IS INLINE");
}

TEST(StringFunctions, Trimming) {
  for (auto [text, expected] :
       {std::pair{"  a b ", "a b"},
        {"\t\r\n x\v\f", "x"},
        {"", ""},
        {"   ", ""},
        {"\u00A0é\u3000", "é"},
        {"é", "é"},
        {"  a text that is longer than inline  ", "a text that is longer than inline"}})
    EXPECT_EQ(call(flow_str_trim, text), expected) << text;
}

TEST(StringFunctions, Replacing) {
  EXPECT_EQ(call(flow_str_replace, "banana", "an", "o"), "booa");
  EXPECT_EQ(call(flow_str_replace, "banana", "a", ""), "bnn");
  EXPECT_EQ(call(flow_str_replace, "banana", "x", "y"), "banana");
  EXPECT_EQ(call(flow_str_replace, "aaa", "aa", "b"), "ba");
  EXPECT_EQ(call(flow_str_replace, "aé", "", "-"), "-a-é-");
  EXPECT_EQ(call(flow_str_replace, "", "a", "b"), "");
  EXPECT_EQ(call(flow_str_replace, kLong, "longer", "not any longer"),
            "a text that is not any longer than what is inline");
}

TEST(StringFunctions, RepeatingAndPadding) {
  EXPECT_EQ(call(flow_str_repeat, "ab", 3), "ababab");
  EXPECT_EQ(call(flow_str_repeat, "ab", 0), "");
  EXPECT_EQ(call(flow_str_repeat, "", INT64_MAX), "");
  EXPECT_EQ(call(flow_str_repeat, "ab", -1), "Failure: repeat: the number of times is negative (-1)");
  EXPECT_EQ(call(flow_str_repeat, "ab", INT64_MAX),
            "Overflow: repeat: the text would be longer than 4 GiB");
  EXPECT_EQ(call(flow_str_pad_left, "7", 3, "0"), "007");
  EXPECT_EQ(call(flow_str_pad_right, "7", 3, "."), "7..");
  EXPECT_EQ(call(flow_str_pad_left, "é", 3, "é"), "ééé");
  EXPECT_EQ(call(flow_str_pad_left, "long", 3, " "), "long");
  EXPECT_EQ(call(flow_str_pad_right, "a", -5, " "), "a");
  EXPECT_EQ(call(flow_str_pad_right, "a", INT64_MIN, " "), "a");
  EXPECT_EQ(call(flow_str_pad_left, "a", 30, "-"), std::string(29, '-') + "a");
  EXPECT_EQ(call(flow_str_pad_left, "a", 3, ""), "Failure: the fill of a text has to be one character");
  EXPECT_EQ(call(flow_str_pad_left, "a", 3, "ab"), "Failure: the fill of a text has to be one character");
  EXPECT_EQ(call(flow_str_pad_left, "a", INT64_MAX, "é"),
            "Overflow: pad_left: the text would be longer than 4 GiB");
}

TEST(StringFunctions, Characters) {
  EXPECT_EQ(call(flow_str_reversed, "aé😀"), "😀éa");
  EXPECT_EQ(call(flow_str_reversed, ""), "");
  EXPECT_EQ(call(flow_str_ord, "A"), "65");
  EXPECT_EQ(call(flow_str_ord, "😀"), "128512");
  EXPECT_EQ(call(flow_str_ord, "ab"),
            "ConversionError: ord needs exactly one character, but got a text of 2 characters");
  EXPECT_EQ(call(flow_str_ord, ""),
            "ConversionError: ord needs exactly one character, but got a text of 0 characters");
  for (auto [code, expected] : {std::pair{0x41, "A"}, {0xE9, "é"}, {0x20AC, "€"}, {0x1F600, "😀"}})
    EXPECT_EQ(call(flow_str_chr, code), expected);
  for (int64_t code : {int64_t{-1}, int64_t{0xD800}, int64_t{0x110000}})
    EXPECT_EQ(call(flow_str_chr, code),
              "ConversionError: there is no character with the code " + std::to_string(code));
}

TEST(StringFunctions, Finding) {
  EXPECT_EQ(call(flow_str_find, "banana", "nan"), "2");
  EXPECT_EQ(call(flow_str_find, "ééx", "x"), "2");
  EXPECT_EQ(call(flow_str_find, "abc", ""), "0");
  EXPECT_EQ(call(flow_str_find, "abc", "x"), "none");
  EXPECT_EQ(call(flow_str_find, "abc", "abcd"), "none");
  std::string hay(100, 'a');
  for (size_t at : {size_t{0}, size_t{31}, size_t{32}, size_t{60}, size_t{97}}) {
    std::string text = hay;
    text.replace(at, 3, "xyz");
    EXPECT_EQ(call(flow_str_find, text, "xyz"), std::to_string(at));
    StringView whole{std::string_view(text)}, part{std::string_view("xyz")}, other{std::string_view("xyy")};
    EXPECT_TRUE(flow_str_contains(&whole, &part));
    EXPECT_FALSE(flow_str_contains(&whole, &other));
  }
}

TEST(StringFunctions, BytesThatAreNoUtf8StayInside) {
  for (std::string_view bytes :
       {std::string_view("\xF0"), std::string_view("a\xE2\x82"), std::string_view("\x80\x80"),
        std::string_view("aaaaaaaaaaaaaaaaaaaaaaaaaa\xF4")}) {
    call(flow_str_upper, bytes), call(flow_str_lower, bytes), call(flow_str_reversed, bytes),
        call(flow_str_trim, bytes);
    call(flow_str_at, bytes, 0), call(flow_str_slice, bytes, 0, 1), call(flow_str_ord, bytes);
    call(flow_str_replace, bytes, "", "x"), call(flow_str_pad_left, "a", 3, bytes);
  }
}

} // namespace flow::test

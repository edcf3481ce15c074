#include "runtime/abi/StringView.h"

#include <gtest/gtest.h>

#include <string>

namespace flow::abi {

TEST(StringView, ShortTextIsInside) {
  std::string text = "twelve bytes";
  StringView view(text);
  text.assign(12, 'x');
  EXPECT_TRUE(view.isInline());
  EXPECT_EQ(view.view(), "twelve bytes");
}

TEST(StringView, LongTextIsPointedTo) {
  std::string text = "thirteen byte";
  StringView view(text);
  EXPECT_FALSE(view.isInline());
  EXPECT_EQ(view.data(), text.data());
  EXPECT_EQ(view.view(), text);
}

TEST(StringView, EqualityLooksAtEveryByte) {
  for (size_t length : {0, 1, 4, 5, 8, 12, 13, 40}) {
    std::string a(length, 'a'), b = a;
    EXPECT_TRUE(StringView(a) == StringView(b)) << length;
    for (size_t at = 0; at < length; ++at) {
      std::string other = a;
      other[at] = 'b';
      EXPECT_FALSE(StringView(a) == StringView(other)) << length << " at " << at;
      EXPECT_TRUE(StringView(a) < StringView(other)) << length << " at " << at;
    }
  }
}

TEST(StringView, OrderIsByUnsignedBytes) {
  EXPECT_TRUE(StringView(std::string_view("a")) < StringView(std::string_view("\xC3\xA4")));
  EXPECT_TRUE(StringView(std::string_view("ab")) < StringView(std::string_view("abc")));
}

} // namespace flow::abi

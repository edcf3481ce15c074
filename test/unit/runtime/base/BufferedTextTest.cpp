#include "runtime/base/BufferedText.h"

#include <gtest/gtest.h>

namespace flow::test {

namespace {

struct HostTexts {
  explicit HostTexts(uint64_t limit) : pool(limit), values(pool) { context.values = &values; }
  std::string taken(BufferedText &text) {
    abi::StringView out;
    text.finish(&out);
    return std::string(out.view());
  }
  MemoryPool pool;
  ValueHeap values;
  abi::KernelContext context;
};

} // namespace

TEST(BufferedText, ShortAndLongTextsAreWhole) {
  HostTexts texts(1 << 24);
  for (size_t bytes : {size_t{0}, size_t{5}, BufferedText::kPieceBytes, 10 * BufferedText::kPieceBytes + 3}) {
    BufferedText text(&texts.context);
    for (size_t i = 0; i < bytes; ++i) {
      text.buffer() += static_cast<char>('a' + i % 26);
      EXPECT_TRUE(text.settle());
    }
    std::string made = texts.taken(text);
    ASSERT_EQ(made.size(), bytes);
    for (size_t i = 0; i < bytes; ++i) ASSERT_EQ(made[i], static_cast<char>('a' + i % 26)) << i;
  }
}

TEST(BufferedText, PiecesCutNoCodePoint) {
  HostTexts texts(1 << 24);
  std::string written = "a";
  while (written.size() < 5 * BufferedText::kPieceBytes) written += "é";
  BufferedText text(&texts.context);
  size_t parts = 0;
  EXPECT_TRUE(appendInPieces(text, written, [&](std::string_view part) {
    ++parts;
    EXPECT_NE(static_cast<unsigned char>(part[0]) & 0xC0, 0x80);
    text.buffer() += part;
  }));
  EXPECT_GE(parts, 5u);
  EXPECT_EQ(texts.taken(text), written);
}

TEST(BufferedText, DeniedMemoryGivesAnEmptyTextAndEndsTheWork) {
  HostTexts texts(1 << 18);
  BufferedText text(&texts.context);
  size_t settled = 0;
  do {
    text.buffer().append(BufferedText::kPieceBytes, 'x');
  } while (text.settle() && ++settled < 1000);
  EXPECT_LT(settled, 20u);
  EXPECT_FALSE(text.settle());
  EXPECT_EQ(texts.taken(text), "");
  EXPECT_EQ(texts.context.textDenied, 1);
}

} // namespace flow::test

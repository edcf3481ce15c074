#include "compiler/diag/Explain.h"

#include <gtest/gtest.h>

#include <set>

namespace flow::diag {

TEST(Explain, codesAreUniqueAndFoundByTheirText) {
  std::set<std::string> texts;
  for (Code code : allCodes()) {
    EXPECT_TRUE(texts.insert(codeText(code)).second) << codeText(code);
    EXPECT_EQ(codeFromText(codeText(code)), code);
  }
  EXPECT_EQ(codeFromText("f0001"), Code::SyntaxError);
  EXPECT_EQ(codeFromText("F1"), std::nullopt);
  EXPECT_EQ(codeFromText(""), std::nullopt);
}

TEST(Explain, pagesAreHeadedByCodeAndTitle) {
  for (Code code : allCodes()) {
    std::string heading = "# " + codeText(code) + ": " + titleOf(code) + "\n";
    EXPECT_TRUE(explainPage(code).starts_with(heading)) << "expected " << heading;
  }
}

} // namespace flow::diag

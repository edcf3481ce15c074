#include "compiler/testrun/Junit.h"

#include <gtest/gtest.h>

namespace flow::testrun {

TEST(Junit, ASuiteForEachFile) {
  std::vector<TestResult> results = {
      {"a.flow", "adds", 3, Outcome::Passed, 0.25, "", "", ""},
      {"a.flow", "takes", 5, Outcome::Failed, 0.5, "1\n", "assertion failed", "error: assertion failed\n"},
      {"b.flow", "b.flow", 0, Outcome::NotCompiled, 0, "", "the file does not compile", ""},
  };
  EXPECT_EQ(junitText(results),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<testsuites tests=\"3\" failures=\"1\" errors=\"1\" time=\"0.750\">\n"
            "  <testsuite name=\"a.flow\" tests=\"2\" failures=\"1\" errors=\"0\" time=\"0.750\">\n"
            "    <testcase classname=\"a.flow\" name=\"adds\" file=\"a.flow\" line=\"3\" time=\"0.250\"/>\n"
            "    <testcase classname=\"a.flow\" name=\"takes\" file=\"a.flow\" line=\"5\" time=\"0.500\">\n"
            "      <failure message=\"assertion failed\">error: assertion failed\n</failure>\n"
            "      <system-out>1\n</system-out>\n"
            "    </testcase>\n"
            "  </testsuite>\n"
            "  <testsuite name=\"b.flow\" tests=\"1\" failures=\"0\" errors=\"1\" time=\"0.000\">\n"
            "    <testcase classname=\"b.flow\" name=\"b.flow\" file=\"b.flow\" time=\"0.000\">\n"
            "      <error message=\"the file does not compile\"></error>\n"
            "    </testcase>\n"
            "  </testsuite>\n"
            "</testsuites>\n");
}

TEST(Junit, OnlyWhatXmlCanHold) {
  std::string output = "<&>\" \x01 \xFF \xC3\xA9 \xED\xA0\x80 \xF0\x9F\x98\x80 \xC3";
  std::string text = junitText({{"a", "two\nlines", 1, Outcome::Passed, 0, output, "", ""}});
  EXPECT_NE(text.find("name=\"two&#10;lines\""), std::string::npos) << text;
  EXPECT_NE(
      text.find(
          "<system-out>&lt;&amp;&gt;&quot; \uFFFD \uFFFD \u00E9 \uFFFD\uFFFD\uFFFD \U0001F600 \uFFFD</system-out>"),
      std::string::npos)
      << text;
}

} // namespace flow::testrun

#include "compiler/diag/JsonRenderer.h"

#include <gtest/gtest.h>

namespace flow::diag {

TEST(JsonRenderer, oneObjectOnOneLine) {
  SourceManager sources;
  uint32_t file = sources.add("a.flow", "let x = \xC3\xA9 +\n");
  Diagnostic diagnostic{Code::SyntaxError, "say \"so\"", {{file, 11, 12}, "here"}, {}, {"n"}, {"h"}, {}};
  diagnostic.secondary.push_back({{file, 0, 3}, ""});
  diagnostic.fixes.push_back({{file, 11, 12}, "-"});
  EXPECT_EQ(
      renderJson(diagnostic, sources),
      R"({"code":"F0001","severity":"error","message":"say \"so\"","spans":[)"
      R"({"file":"a.flow","begin":{"offset":11,"line":1,"column":11},"end":{"offset":12,"line":1,"column":12},)"
      R"("label":"here","primary":true},)"
      R"({"file":"a.flow","begin":{"offset":0,"line":1,"column":1},"end":{"offset":3,"line":1,"column":4},)"
      R"("label":"","primary":false}],"notes":["n"],"helps":["h"],"fixes":[)"
      R"({"file":"a.flow","begin":{"offset":11,"line":1,"column":11},)"
      R"("end":{"offset":12,"line":1,"column":12},"text":"-"}]})"
      "\n");
}

TEST(JsonRenderer, withoutAPlace) {
  SourceManager sources;
  Diagnostic diagnostic;
  diagnostic.message = "m";
  EXPECT_EQ(
      renderJson(diagnostic, sources),
      "{\"code\":\"F0001\",\"severity\":\"error\",\"message\":\"m\",\"spans\":[],\"notes\":[],\"helps\":[],"
      "\"fixes\":[]}\n");
}

TEST(JsonRenderer, stringsAreEscaped) {
  EXPECT_EQ(jsonString("a\"\\\n\t\x01"), "\"a\\\"\\\\\\n\\t\\u0001\"");
  EXPECT_EQ(jsonString("\xC3\xA9\xff\xed\xa0\x80"),
            "\"\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

} // namespace flow::diag

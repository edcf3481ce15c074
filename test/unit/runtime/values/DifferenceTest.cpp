#include "test/unit/runtime/values/ValueFixture.h"

namespace flow::values {

class Difference : public ValueTest {
protected:
  std::string difference(const ValueShape &of, const void *a, const void *b) {
    StringView out;
    flow_value_difference(&context_, &out, &of, a, b);
    std::string result(out.view());
    flow_value_release(&context_, &kText, &out);
    return result;
  }
};

TEST_F(Difference, OfListsTheFirstElement) {
  ListObject *a = numbers({1, 2, 3}), *b = numbers({1, 5, 6}), *c = numbers({1, 2}), *none = nullptr;
  EXPECT_EQ(difference(kNumbers, &a, &b), "; they differ at [1]: 2 and 5");
  EXPECT_EQ(difference(kNumbers, &a, &c), "; they differ in length: 3 and 2");
  EXPECT_EQ(difference(kNumbers, &none, &c), "; they differ in length: 0 and 2");
  for (ListObject *list : {a, b, c}) drop(kNumbers, list);
}

TEST_F(Difference, GoesDownIntoParts) {
  struct Row {
    StringView name;
    ListObject *values;
  } a{text("a text that is too long for a view"), numbers({1})}, b{text("b"), numbers({1})};
  FieldShape fields[] = {{"name", &kText, 0}, {"values", &kNumbers, 16}};
  ValueShape record = shape(ShapeKind::Record, 24, ValueShape::kObjects);
  record.fields = fields;
  record.count = 2;
  EXPECT_EQ(difference(record, &a, &b), "; they differ at .name: \"a text that is too long for a view\" and \"b\"");
  flow_value_release(&context_, &record, &a);
  flow_value_release(&context_, &record, &b);
}

TEST_F(Difference, OfWholeValuesBoth) {
  int64_t one = 1, two = 2;
  EXPECT_EQ(difference(kI64, &one, &two), "; they differ: 1 and 2");
}

TEST_F(Difference, OfTextsTheFirstCharacter) {
  StringView a = text("one\ntwö three\n"), b = text("one\ntwö tree\n"), c = text("x"), d = text("y");
  EXPECT_EQ(difference(kText, &a, &b), "; they differ at [9] in line 2: \"twö three\" and \"twö tree\"");
  EXPECT_EQ(difference(kText, &c, &d), "");
  for (StringView *each : {&a, &b}) flow_value_release(&context_, &kText, each);
}

} // namespace flow::values

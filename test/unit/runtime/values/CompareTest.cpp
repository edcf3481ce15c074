#include "test/unit/runtime/values/ValueFixture.h"

#include "runtime/values/Equality.h"

#include <cmath>

namespace flow::values {

class Compare : public ValueTest {
protected:
  static bool equal(const ValueShape &of, const void *a, const void *b) { return flow_value_equal(&of, a, b) != 0; }
};

TEST_F(Compare, FloatsAreNumbersOrKeys) {
  double nan = NAN, other = -NAN, zero = 0.0, negative = -0.0;
  EXPECT_FALSE(equal(kF64, &nan, &nan));
  EXPECT_TRUE(areEqual(kF64, &nan, &other, Floats::Keys));
  EXPECT_TRUE(equal(kF64, &zero, &negative));
  EXPECT_EQ(hashOf(kF64, &zero), hashOf(kF64, &negative));
  EXPECT_EQ(hashOf(kF64, &nan), hashOf(kF64, &other));
}

TEST_F(Compare, ListsByValue) {
  ListObject *a = numbers({1, 2}), *b = numbers({1, 2}), *c = numbers({1, 2, 3}), *none = nullptr;
  EXPECT_TRUE(equal(kNumbers, &a, &b));
  EXPECT_FALSE(equal(kNumbers, &a, &c));
  EXPECT_FALSE(equal(kNumbers, &a, &none));
  EXPECT_TRUE(equal(kNumbers, &none, &none));
  EXPECT_EQ(hashOf(kNumbers, &a), hashOf(kNumbers, &b));
  EXPECT_EQ(flow_value_compare(&kNumbers, &a, &c), -1);
  EXPECT_EQ(flow_value_compare(&kNumbers, &a, &b), 0);
  EXPECT_EQ(flow_value_compare(&kNumbers, &a, &none), 1);
  for (ListObject *list : {a, b, c}) drop(kNumbers, list);
}

TEST_F(Compare, NanIsInNoOrder) {
  double nan = NAN, one = 1;
  EXPECT_EQ(flow_value_compare(&kF64, &nan, &one), 2);
  EXPECT_EQ(flow_value_compare(&kF64, &one, &nan), 2);
}

TEST_F(Compare, EnumsByVariantThenFields) {
  const FieldShape radius{"r", &kF64, 0}, name{"name", &kText, 0};
  const VariantShape variants[] = {{"Circle", &radius, 1, 8}, {"Named", &name, 1, 16}, {"Empty", nullptr, 0, 0}};
  ValueShape enumeration = shape(ShapeKind::Enum, 24, ValueShape::kTexts);
  enumeration.variants = variants;
  enumeration.count = 3;
  enumeration.payload = 8;
  struct Value {
    uint32_t tag = 0;
    alignas(8) char fields[16] = {};
  } circle, empty, named;
  double r = 2;
  std::memcpy(circle.fields, &r, sizeof r);
  empty.tag = 2;
  named.tag = 1;
  StringView label = text("a name that is longer than a view");
  std::memcpy(named.fields, &label, sizeof label);
  EXPECT_FALSE(equal(enumeration, &circle, &empty));
  EXPECT_TRUE(equal(enumeration, &named, &named));
  EXPECT_EQ(shown(enumeration, static_cast<void *>(&circle)), "Circle(r: 2.0)");
  EXPECT_EQ(shown(enumeration, static_cast<void *>(&empty)), "Empty");
  EXPECT_EQ(shown(enumeration, static_cast<void *>(&named)), "Named(name: \"a name that is longer than a view\")");
  flow_value_release(&context_, &enumeration, &named);
}

} // namespace flow::values

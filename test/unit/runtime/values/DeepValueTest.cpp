// Values as deep as memory allows: no walk may need the stack for it.
#include "test/unit/runtime/values/ValueFixture.h"

#include "runtime/values/Equality.h"

namespace flow::values {

class DeepValue : public ValueTest {
protected:
  DeepValue() {
    fields_[0] = {"value", &kI64, 0};
    fields_[1] = {"next", &chain_, 8};
    variants_[1] = {"Link", fields_, 2, 16};
    chain_ = shape(ShapeKind::Cell, 8, ValueShape::kObjects);
    chain_.variants = variants_;
    chain_.count = 2;
  }
  abi::CellObject *link(int64_t value, abi::CellObject *next) {
    auto *cell = static_cast<abi::CellObject *>(flow_object_new(&context_, 32));
    cell->users = 1;
    cell->variant = 1;
    cell->bytes = 32;
    std::memcpy(cell->fields(), &value, 8);
    std::memcpy(cell->fields() + 8, &next, 8);
    return cell;
  }
  abi::CellObject *chain(int64_t length) {
    abi::CellObject *first = nullptr; // the variant without fields
    for (int64_t i = 0; i < length; ++i) first = link(i, first);
    return first;
  }

  FieldShape fields_[2];
  VariantShape variants_[2] = {{"End", nullptr, 0, 0}, {}};
  ValueShape chain_;
};

TEST_F(DeepValue, EndsComparesHashesPrints) {
  constexpr int64_t kLength = 1'000'000;
  abi::CellObject *a = chain(kLength), *b = chain(kLength);
  EXPECT_EQ(flow_value_equal(&chain_, &a, &b), 1);
  EXPECT_EQ(hashOf(chain_, &a), hashOf(chain_, &b));
  std::string printed = shown(chain_, static_cast<void *>(&a));
  EXPECT_TRUE(printed.starts_with("Link(value: 999999, next: Link(value: 999998, next: "));
  EXPECT_TRUE(printed.ends_with("next: End" + std::string(kLength, ')')));
  drop(chain_, a);
  EXPECT_EQ(heap_.liveBlocks(), static_cast<uint64_t>(kLength));
  drop(chain_, b);
}

TEST_F(DeepValue, SharedTailsStay) {
  abi::CellObject *tail = chain(3);
  tail->users = 3;
  abi::CellObject *one = link(10, tail), *two = link(20, tail);
  drop(chain_, one);
  EXPECT_EQ(tail->users, 2);
  EXPECT_EQ(shown(chain_, static_cast<void *>(&two)),
            "Link(value: 20, next: Link(value: 2, next: Link(value: 1, next: Link(value: 0, next: End))))");
  drop(chain_, two);
  drop(chain_, tail);
}

} // namespace flow::values

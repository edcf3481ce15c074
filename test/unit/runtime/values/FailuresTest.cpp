#include "test/unit/runtime/values/ValueFixture.h"

#include "runtime/abi/SiteNames.h"

namespace flow::values {

namespace {

class TwoSites : public abi::SiteNames {
public:
  const abi::Site *find(uint32_t site) const override { return site >= 1 && site <= 2 ? &sites_[site - 1] : nullptr; }
  std::string place(uint32_t site) const override { return "a file with a long name.flow:" + std::to_string(site); }

private:
  abi::Site sites_[2] = {{0, 0, 0, abi::FailureKind::Overflow, ""},
                         {0, 0, 0, abi::FailureKind::Failure, "it went wrong"}};
};

const ValueShape kFailure = shape(ShapeKind::Failure, 8, ValueShape::kObjects);

} // namespace

class Failures : public ValueTest {
protected:
  Failures() { context_.sites = &sites_; }
  /// Kind, message, trace.
  std::string told(const abi::FailureObject *failure) {
    StringView kind, message;
    ListObject *trace = nullptr;
    flow_failure_kind(&context_, &kind, failure);
    flow_failure_message(&context_, &message, failure);
    EXPECT_EQ(flow_failure_trace(&context_, &trace, failure), 0u);
    std::string result = std::string(kind.view()) + ": " + std::string(message.view()) + " " + shown(kTexts, trace);
    flow_value_release(&context_, &kText, &kind);
    flow_value_release(&context_, &kText, &message);
    drop(kTexts, trace);
    return result;
  }
  TwoSites sites_;
};

TEST_F(Failures, SayWhatTheSiteSays) {
  abi::FailureObject *failure = flow_failure_take(&context_, 1);
  EXPECT_EQ(told(failure), "Overflow: integer overflow [\"a file with a long name.flow:1\"]");
  drop(kFailure, failure);
}

TEST_F(Failures, SayWhatWasLeftAndWhereItPassed) {
  abi::fail(&context_, abi::FailureKind::ParseError, "a message that is longer than a view");
  flow_failure_pass(&context_, 2);
  abi::FailureObject *failure = flow_failure_take(&context_, 1);
  EXPECT_EQ(told(failure), "ParseError: a message that is longer than a view "
                           "[\"a file with a long name.flow:1\", \"a file with a long name.flow:2\"]");
  EXPECT_EQ(context_.failure.isSet, 0);
  EXPECT_EQ(context_.trail.count, 0u);
  drop(kFailure, failure);
}

TEST_F(Failures, CarryDeclaredErrors) {
  const FieldShape path{"path", &kText, 0};
  const VariantShape variants[] = {{"NotFound", &path, 1, 16}};
  ValueShape error = shape(ShapeKind::Enum, 24, ValueShape::kTexts), other = error;
  error.variants = other.variants = variants;
  error.payload = other.payload = 8;
  error.name = "enum LoadError";
  other.name = "enum OtherError";
  struct Value {
    uint32_t tag = 0;
    alignas(8) StringView path;
  } value, out;
  value.path = text("a path that is longer than a view");
  flow_fail_error(&context_, &error, &value);
  abi::FailureObject *failure = flow_failure_take(&context_, 2);
  EXPECT_EQ(told(failure), "NotFound: NotFound(path: \"a path that is longer than a view\") "
                           "[\"a file with a long name.flow:2\"]");
  EXPECT_EQ(flow_failure_as(failure, &other, &out), 0);
  EXPECT_EQ(flow_failure_as(failure, &error, &out), 1);
  EXPECT_EQ(out.path.view(), "a path that is longer than a view");
  flow_value_release(&context_, &error, &out);
  flow_fail_again(&context_, failure);
  abi::FailureObject *again = flow_failure_take(&context_, 1);
  EXPECT_EQ(again, failure);
  EXPECT_TRUE(told(again).starts_with("NotFound"));
  drop(kFailure, again);
}

} // namespace flow::values

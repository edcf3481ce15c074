#pragma once
// How the runtime says that something failed: a kind that programs can match, a message that stands alone,
// and where. Result<T> is a T or a Failure. Nothing in the runtime throws.

#include "runtime/abi/Check.h"
#include "runtime/abi/ColumnType.h"
#include "runtime/abi/FailureKind.h"
#include "runtime/abi/FailureTrail.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace flow {

using abi::FailureKind;

struct Failure {
  FailureKind kind = FailureKind::Failure;
  std::string message;                 ///< lower case, no full stop
  std::vector<std::string> notes;      ///< such as the row's values, the file's line
  std::vector<std::string> helps;      ///< what the user can do
  std::vector<abi::FailureCall> calls; ///< that led there, innermost first
  uint32_t site = 0;                   ///< index + 1 into the plan's sites; 0 when no place in a program
  uint64_t segment = 0;                ///< position in source order, to report the first of several
  uint64_t row = 0;
};

/// Success, or a Failure.
class [[nodiscard]] Status {
public:
  Status() = default;
  Status(Failure failure) : failure_(std::make_unique<Failure>(std::move(failure))) {}
  static Status fail(FailureKind kind, std::string message) {
    return Failure{kind, std::move(message), {}, {}, {}, 0, 0, 0};
  }

  bool ok() const { return !failure_; }
  explicit operator bool() const { return ok(); }
  const Failure &failure() const {
    FLOW_CHECK(failure_ != nullptr, "no failure in an ok status");
    return *failure_;
  }
  Failure take() {
    FLOW_CHECK(failure_ != nullptr, "no failure in an ok status");
    return std::move(*failure_);
  }

private:
  std::unique_ptr<Failure> failure_; // null: ok, so that success costs one pointer
};

template <typename T> class [[nodiscard]] Result {
public:
  Result(T value) : state_(std::move(value)) {}
  Result(Failure failure) : state_(std::move(failure)) {}
  Result(Status status) : state_(status.take()) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T &value() {
    FLOW_CHECK(ok(), "value of a failed result");
    return std::get<0>(state_);
  }
  const T &value() const {
    FLOW_CHECK(ok(), "value of a failed result");
    return std::get<0>(state_);
  }
  T &operator*() { return value(); }
  T *operator->() { return &value(); }
  const Failure &failure() const {
    FLOW_CHECK(!ok(), "failure of an ok result");
    return std::get<1>(state_);
  }
  Failure takeFailure() {
    FLOW_CHECK(!ok(), "failure of an ok result");
    return std::move(std::get<1>(state_));
  }
  Status status() && { return ok() ? Status() : Status(std::move(std::get<1>(state_))); }

private:
  std::variant<T, Failure> state_;
};

/// Returns the failure of `expression` from the enclosing function, if it has one.
#define FLOW_TRY(expression)                                                                                 \
  do {                                                                                                       \
    if (auto flowStatus = (expression); !flowStatus.ok()) return flowStatus.take();                          \
  } while (false)

} // namespace flow

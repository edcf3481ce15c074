#pragma once
// Internal errors: a broken invariant of ours, never a user's mistake. A failing check prints file, line, the
// condition, the values and the message to standard error and aborts. Checks stay on in every preset; they
// never throw.

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <type_traits>
#include <utility>

namespace flow::check {

/// A printable piece of a failure message, passed by value; it owns nothing.
class Value {
public:
  Value(bool value) : kind_(Kind::Bool), unsigned_(value) {}
  Value(char value) : kind_(Kind::Char), unsigned_(static_cast<unsigned char>(value)) {}
  Value(double value) : kind_(Kind::Float), float_(value) {}
  Value(std::string_view value) : kind_(Kind::Text), text_(value) {}
  Value(const char *value) : Value(std::string_view(value ? value : "(null)")) {}
  Value(const void *value) : kind_(Kind::Pointer), pointer_(value) {}
  Value(std::nullptr_t) : Value(static_cast<const void *>(nullptr)) {}
  Value(__int128 value) : kind_(Kind::Signed), signed_(value) {}
  Value(unsigned __int128 value) : kind_(Kind::Unsigned), unsigned_(value) {}

  template <typename T>
    requires(std::is_integral_v<T> || std::is_enum_v<T>)
  Value(T value) : Value(static_cast<__int128>(value)) {}
  /// What cannot be printed is named so; the condition's text still says what it was.
  template <typename T>
    requires(std::is_class_v<T> && !std::is_convertible_v<const T &, std::string_view>)
  Value(const T &) : Value(std::string_view("(a value)")) {}
  template <typename T>
    requires(std::is_class_v<T> && std::is_convertible_v<const T &, std::string_view>)
  Value(const T &value) : Value(static_cast<std::string_view>(value)) {}

  /// Writes the value to standard error.
  void print() const;

private:
  enum class Kind : uint8_t { Bool, Char, Signed, Unsigned, Float, Text, Pointer };
  Kind kind_;
  union {
    __int128 signed_;
    unsigned __int128 unsigned_;
    double float_;
    std::string_view text_;
    const void *pointer_;
  };
};

/// Prints "FILE:LINE: internal error: CONDITION [(LEFT against RIGHT)][: MESSAGE]" and aborts.
[[noreturn, gnu::cold, gnu::noinline]] void fail(const char *file, int line, const char *condition,
                                                 std::initializer_list<Value> message = {});
[[noreturn, gnu::cold, gnu::noinline]] void failCompare(const char *file, int line, const char *condition,
                                                        Value left, Value right,
                                                        std::initializer_list<Value> message = {});

/// Integers that std::cmp_equal and its sisters take: comparing them across signedness is then exact.
template <typename T>
concept Integer = std::is_integral_v<T> && !std::is_same_v<T, bool> && !std::is_same_v<T, char> &&
                  !std::is_same_v<T, wchar_t> && !std::is_same_v<T, char16_t> && !std::is_same_v<T, char32_t>;

template <typename L, typename R> constexpr bool equal(const L &left, const R &right) {
  if constexpr (Integer<L> && Integer<R>)
    return std::cmp_equal(left, right);
  else
    return left == right;
}
template <typename L, typename R> constexpr bool less(const L &left, const R &right) {
  if constexpr (Integer<L> && Integer<R>)
    return std::cmp_less(left, right);
  else
    return left < right;
}

} // namespace flow::check

/// FLOW_CHECK(condition, message pieces...): the pieces are printed one after the other.
#define FLOW_CHECK(condition, ...)                                                                           \
  (__builtin_expect(static_cast<bool>(condition), 1)                                                         \
       ? static_cast<void>(0)                                                                                \
       : ::flow::check::fail(__FILE__, __LINE__, #condition, {__VA_ARGS__}))

#define FLOW_CHECK_COMPARE(text, holds, left, right, ...)                                                    \
  do {                                                                                                       \
    const auto &flowLeft = (left);                                                                           \
    const auto &flowRight = (right);                                                                         \
    if (__builtin_expect(!(holds), 0))                                                                       \
      ::flow::check::failCompare(__FILE__, __LINE__, text, flowLeft, flowRight, {__VA_ARGS__});              \
  } while (false)

/// FLOW_CHECK_EQ(left, right, message pieces...) and its sisters also print both values.
#define FLOW_CHECK_EQ(left, right, ...)                                                                      \
  FLOW_CHECK_COMPARE(#left " == " #right, ::flow::check::equal(flowLeft, flowRight), left, right, __VA_ARGS__)
#define FLOW_CHECK_NE(left, right, ...)                                                                      \
  FLOW_CHECK_COMPARE(#left " != " #right, !::flow::check::equal(flowLeft, flowRight), left, right,           \
                     __VA_ARGS__)
#define FLOW_CHECK_LT(left, right, ...)                                                                      \
  FLOW_CHECK_COMPARE(#left " < " #right, ::flow::check::less(flowLeft, flowRight), left, right, __VA_ARGS__)
#define FLOW_CHECK_LE(left, right, ...)                                                                      \
  FLOW_CHECK_COMPARE(#left " <= " #right, !::flow::check::less(flowRight, flowLeft), left, right, __VA_ARGS__)
#define FLOW_CHECK_GT(left, right, ...)                                                                      \
  FLOW_CHECK_COMPARE(#left " > " #right, ::flow::check::less(flowRight, flowLeft), left, right, __VA_ARGS__)
#define FLOW_CHECK_GE(left, right, ...)                                                                      \
  FLOW_CHECK_COMPARE(#left " >= " #right, !::flow::check::less(flowLeft, flowRight), left, right, __VA_ARGS__)

/// Marks a place that no execution reaches.
#define FLOW_UNREACHABLE(...)                                                                                \
  ::flow::check::fail(__FILE__, __LINE__, "this place is never reached", {__VA_ARGS__})

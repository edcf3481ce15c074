#pragma once
// Calls a function as generated code does, and gives what came of it as text: the value, `none`, or
// `Kind: message`. Arguments are C++ literals: texts, numbers, decimals as integers.

#include "runtime/abi/ColumnType.h"
#include "runtime/abi/StringView.h"
#include "runtime/base/Memory.h"
#include "runtime/text/ValueFormat.h"

#include <string>
#include <tuple>

namespace flow::test {

using abi::KernelContext;
using abi::StringView;

inline const char *kindName(abi::FailureKind kind) {
  static constexpr const char *kNames[] = {
#define FLOW_FAILURE(Name, Message) #Name,
#include "runtime/abi/Failures.def"
  };
  return kNames[static_cast<size_t>(kind)];
}

/// An argument, kept for the call.
template <typename T> struct Argument {
  T value;
  template <typename Given> explicit Argument(Given given) : value(static_cast<T>(given)) {}
  T get() { return value; }
};
template <> struct Argument<const StringView *> {
  std::string text;
  StringView view;
  explicit Argument(std::string_view given) : text(given), view(text) {}
  Argument(const Argument &other) : text(other.text), view(text) {}
  const StringView *get() { return &view; }
};
template <> struct Argument<const __int128 *> {
  __int128 value;
  explicit Argument(__int128 given) : value(given) {}
  const __int128 *get() { return &value; }
};

inline std::string shown(bool value) { return value ? "true" : "false"; }
inline std::string shown(uint8_t value) { return shown(value != 0); }
inline std::string shown(const StringView &value) { return std::string(value.view()); }
inline std::string shown(__int128 value) {
  std::string text;
  text::appendDecimal(text, value, 0);
  return text;
}
template <typename T> std::string shown(T value) {
  std::string text;
  if constexpr (std::is_floating_point_v<T>)
    text::appendFloat(text, value);
  else if constexpr (std::is_unsigned_v<T>)
    text::appendUnsigned(text, value);
  else
    text::appendInteger(text, value);
  return text;
}

template <typename... Parameters, typename Call, typename... Given>
auto withArguments(Call call, Given... given) {
  std::tuple<Argument<Parameters>...> arguments{Argument<Parameters>(given)...};
  return std::apply([&](auto &...each) { return call(each.get()...); }, arguments);
}

/// A direct result.
template <typename Result, typename... Parameters, typename... Given>
std::string call(Result (*function)(Parameters...) noexcept, Given... given) {
  return shown(withArguments<Parameters...>(function, given...));
}
template <typename... Parameters, typename... Given>
std::string call(void (*function)(StringView *, Parameters...) noexcept, Given... given) {
  return withArguments<Parameters...>(
      [&](auto... arguments) {
        StringView out;
        function(&out, arguments...);
        return shown(out);
      },
      given...);
}
template <typename Out, typename... Parameters, typename... Given>
std::string call(uint8_t (*function)(Out *, Parameters...) noexcept, Given... given) {
  return withArguments<Parameters...>(
      [&](auto... arguments) {
        Out out{};
        return function(&out, arguments...) ? shown(out) : std::string("none");
      },
      given...);
}
template <typename... Parameters, typename... Given>
std::string call(void (*function)(KernelContext *, StringView *, Parameters...) noexcept, Given... given) {
  MemoryPool pool;
  StringHeap heap(pool);
  KernelContext context;
  context.heap = &heap;
  return withArguments<Parameters...>(
      [&](auto... arguments) {
        StringView out;
        function(&context, &out, arguments...);
        return shown(out);
      },
      given...);
}
template <typename Out, typename... Parameters, typename... Given>
std::string call(uint32_t (*function)(KernelContext *, Out *, Parameters...) noexcept, Given... given) {
  MemoryPool pool;
  StringHeap heap(pool);
  KernelContext context;
  context.heap = &heap;
  return withArguments<Parameters...>(
      [&](auto... arguments) {
        Out out{};
        uint32_t outcome = function(&context, &out, arguments...);
        if (outcome == abi::kAbsent) return std::string("none");
        if (outcome == abi::kDone) return context.failure.isSet ? "failure set without reason" : shown(out);
        return kindName(context.failure.kind) + std::string(": ") + std::string(context.failure.view());
      },
      given...);
}

} // namespace flow::test

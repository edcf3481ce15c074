#include "test/random/BuiltinCalls.h"

#include "runtime/abi/Functions.h"
#include "runtime/base/Memory.h"
#include "runtime/symbols/AllFunctions.h"

#include <cmath>
#include <tuple>

namespace flow::random {

namespace {

using abi::FunctionInfo;
using abi::KernelContext;
using abi::StringView;
using ir::HostResult;
using ir::Value;

/// An argument as the function takes it, kept for the call.
template <typename T> struct Argument {
  T value;
  explicit Argument(const Value &given) {
    if constexpr (std::is_floating_point_v<T>)
      value = static_cast<T>(given.number());
    else
      value = static_cast<T>(given.integer());
  }
  T get() { return value; }
};
template <> struct Argument<const StringView *> {
  StringView view;
  explicit Argument(const Value &given) : view(given.text()) {}
  const StringView *get() { return &view; }
};
template <> struct Argument<const __int128 *> {
  __int128 value;
  explicit Argument(const Value &given) : value(given.integer()) {}
  const __int128 *get() { return &value; }
};

template <typename T> Value valueOf(const T &result) {
  if constexpr (std::is_same_v<T, StringView>)
    return Value::text(std::string(result.view()));
  else if constexpr (std::is_floating_point_v<T>)
    return Value::number(result);
  else
    return Value::integer(static_cast<__int128>(result));
}

HostResult failed(const KernelContext &context) {
  return {HostResult::Kind::Failed, {}, std::string(context.failure.view()), context.failure.kind};
}

bool isOptional(const FunctionInfo &info) { return std::string_view(info.signature).ends_with("?"); }

/// Lists, which are objects of generated code, are not.
template <typename T>
constexpr bool kIsKnown = std::is_arithmetic_v<T> || std::is_void_v<T> || std::is_same_v<T, StringView> ||
                          std::is_same_v<T, __int128>;
template <typename... T> constexpr bool kAreKnown = (kIsKnown<std::remove_const_t<std::remove_pointer_t<T>>> && ...);

template <typename T> constexpr bool kIsResult = std::is_pointer_v<T> && !std::is_const_v<std::remove_pointer_t<T>>;

struct Caller {
  const FunctionInfo &info;
  std::span<const Value> operands;
  KernelContext &context;

  /// By the convention of runtime/abi/Functions.h: the context and the place of the result come first.
  template <typename R, typename... P> HostResult operator()(R (*function)(KernelContext *, P...) noexcept) {
    return known<R, P...>(function);
  }
  template <typename R, typename... P> HostResult operator()(R (*function)(P...) noexcept) {
    return known<R, P...>(function);
  }

private:
  template <typename R, typename... P, typename F> HostResult known(F function) {
    if constexpr (kAreKnown<R, P...>)
      return withContext<R>(function, static_cast<std::tuple<P...> *>(nullptr));
    else
      return {};
  }
  template <typename R, typename F, typename First, typename... Rest>
  HostResult withContext(F function, std::tuple<First, Rest...> *) {
    if constexpr (kIsResult<First>) {
      std::remove_pointer_t<First> result{};
      auto *rest = static_cast<std::tuple<Rest...> *>(nullptr);
      if constexpr (std::is_void_v<R>) {
        invoke<R>(function, rest, &result);
        return {HostResult::Kind::Done, valueOf(result), {}, {}};
      } else {
        return given(invoke<R>(function, rest, &result), result);
      }
    } else {
      return direct<R>(function, static_cast<std::tuple<First, Rest...> *>(nullptr));
    }
  }
  template <typename R, typename F> HostResult withContext(F function, std::tuple<> *none) {
    return direct<R>(function, none);
  }
  template <typename R, typename F, typename... Rest> HostResult direct(F function, std::tuple<Rest...> *rest) {
    if constexpr (std::is_void_v<R>) {
      return {};
    } else {
      return {HostResult::Kind::Done, valueOf(invoke<R>(function, rest)), {}, {}};
    }
  }
  template <typename R, typename F, typename... Rest, typename... Given>
  R invoke(F function, std::tuple<Rest...> *rest, Given... given) {
    return spread<R>(function, rest, std::index_sequence_for<Rest...>{}, given...);
  }
  template <typename R, typename F, typename... Rest, size_t... I, typename... Given>
  R spread(F function, std::tuple<Rest...> *, std::index_sequence<I...>, Given... given) {
    std::tuple<Argument<Rest>...> arguments{Argument<Rest>(operands[I])...};
    if constexpr (std::is_invocable_v<F, KernelContext *, Given..., Rest...>)
      return function(&context, given..., std::get<I>(arguments).get()...);
    else
      return function(given..., std::get<I>(arguments).get()...);
  }
  /// `outcome` is what the function returned beside the result.
  template <typename R, typename T> HostResult given(R outcome, const T &result) {
    if (info.has(abi::kMayFail)) {
      if (outcome == abi::kFailed) return failed(context);
      if (outcome == abi::kAbsent) return {HostResult::Kind::Done, Value::none(), {}, {}};
    } else if (isOptional(info) && outcome == 0) {
      return {HostResult::Kind::Done, Value::none(), {}, {}};
    }
    return {HostResult::Kind::Done, valueOf(result), {}, {}};
  }
};

/// Those that LLVM has.
HostResult callIntrinsic(const FunctionInfo &info, std::span<const Value> operands) {
  static const std::pair<std::string_view, double (*)(double)> kFunctions[] = {
      {"fabs", std::fabs}, {"floor", std::floor}, {"ceil", std::ceil},
      {"trunc", std::trunc}, {"roundeven", std::nearbyint}, {"sqrt", std::sqrt}};
  for (const auto &[name, function] : kFunctions)
    if (name == info.symbol && operands.size() == 1)
      return {HostResult::Kind::Done, Value::number(function(operands[0].number())), {}, {}};
  return {};
}

} // namespace

HostResult callBuiltin(uint32_t line, std::span<const Value> operands) {
  const FunctionInfo &info = abi::kFunctions[line];
  if (info.has(abi::kIntrinsic)) return callIntrinsic(info, operands);
  MemoryPool pool;
  StringHeap heap(pool);
  KernelContext context;
  context.heap = &heap;
  Caller caller{info, operands, context};
  switch (static_cast<abi::FunctionId>(line)) {
#define FLOW_INTRINSIC(Id, Name, Signature, Intrinsic)
#define FLOW_FUNCTION(Id, Name, Signature, Symbol, Flags)                                                              \
  case abi::FunctionId::Id: return caller(&Symbol);
#include "runtime/abi/Functions.def"
  default: return {};
  }
}

HostResult format(const Value &value, const std::string &specification) {
  MemoryPool pool;
  StringHeap heap(pool);
  KernelContext context;
  context.heap = &heap;
  StringView text, written(specification);
  uint32_t outcome = std::holds_alternative<double>(value.data)
                         ? flow_format_f64(&context, &text, value.number(), &written)
                         : flow_format_i64(&context, &text, static_cast<int64_t>(value.integer()), &written);
  if (outcome != abi::kDone) return failed(context);
  return {HostResult::Kind::Done, valueOf(text), {}, {}};
}

} // namespace flow::random

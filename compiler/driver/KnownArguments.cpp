#include "compiler/driver/KnownArguments.h"

#include "runtime/abi/Functions.h"
#include "runtime/base/Memory.h"
#include "runtime/text/Regex.h"
#include "runtime/text/TextFunctions.h"
#include "runtime/time/TimeArithmetic.h"
#include "runtime/time/TimeFormat.h"
#include "runtime/time/TimeZone.h"

#include <tuple>

namespace flow::driver {

namespace {

using abi::FunctionId;
using abi::StringView;

/// An argument for the call; one that is not known is zero, or empty.
template <typename T> struct Given {
  explicit Given(const ir::Constant *known) : value(known ? static_cast<T>(std::get<__int128>(*known)) : T()) {}
  T get() { return value; }
  T value;
};
template <> struct Given<const StringView *> {
  explicit Given(const ir::Constant *known) : view(known ? std::get<std::string>(*known) : std::string_view()) {}
  const StringView *get() { return &view; }
  StringView view;
};

/// The reason why the call fails with these arguments; empty when it does not.
template <typename Out, typename... Parameters>
std::string failureOf(uint32_t (*function)(abi::KernelContext *, Out *, Parameters...) noexcept,
                      const std::vector<const ir::Constant *> &arguments) {
  MemoryPool pool;
  StringHeap heap(pool);
  abi::KernelContext context;
  context.heap = &heap;
  Out out{};
  auto call = [&]<size_t... I>(std::index_sequence<I...>) {
    std::tuple<Given<Parameters>...> given{Given<Parameters>(arguments[I])...};
    return function(&context, &out, std::get<I>(given).get()...);
  };
  bool isFailed = call(std::index_sequence_for<Parameters...>()) == abi::kFailed;
  return isFailed ? std::string(context.failure.view()) : "";
}

/// Of the functions whose first argument, the value that they are called on, plays no part in what they refuse.
std::string failureOf(FunctionId function, const std::vector<const ir::Constant *> &arguments) {
  switch (function) {
  case FunctionId::StrMatches: return failureOf(flow_str_matches, arguments);
  case FunctionId::StrExtract: return failureOf(flow_str_extract, arguments);
  case FunctionId::StrReplaceRegex: return failureOf(flow_str_replace_regex, arguments);
  case FunctionId::ParseDate: return failureOf(flow_parse_date, arguments);
  case FunctionId::ParseTimestamp: return failureOf(flow_parse_timestamp, arguments);
  case FunctionId::DateFormat: return failureOf(flow_date_format, arguments);
  case FunctionId::TimestampFormat: return failureOf(flow_timestamp_format, arguments);
  case FunctionId::DateTruncate: return failureOf(flow_date_truncate, arguments);
  case FunctionId::TimestampTruncate: return failureOf(flow_timestamp_truncate, arguments);
  case FunctionId::TimestampToZone: return failureOf(flow_timestamp_to_zone, arguments);
  case FunctionId::TimestampFromZone: return failureOf(flow_timestamp_from_zone, arguments);
  default: return "";
  }
}

} // namespace

std::optional<sema::Refusal> askLibrary(uint32_t function, const std::vector<const ir::Constant *> &arguments) {
  // One after the other, so that the first that is refused beside those before it is named.
  std::vector<const ir::Constant *> given(arguments.size(), nullptr);
  for (size_t i = 1; i < arguments.size() && arguments[i]; ++i) {
    given[i] = arguments[i];
    if (std::string why = failureOf(static_cast<FunctionId>(function), given); !why.empty())
      return sema::Refusal{i, std::move(why)};
  }
  return std::nullopt;
}

} // namespace flow::driver

#include "compiler/driver/KnownArguments.h"

#include "runtime/abi/Functions.h"
#include "runtime/base/Memory.h"
#include "runtime/text/Regex.h"
#include "runtime/text/StringFunctions.h"
#include "runtime/text/TextFunctions.h"
#include "runtime/time/TimeArithmetic.h"
#include "runtime/time/TimeFormat.h"
#include "runtime/time/TimeZone.h"

#include <algorithm>
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
  explicit Given(const ir::Constant *known) : view(known ? std::string_view(std::get<std::string>(*known)) : "") {}
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

/// A day of the calendar is refused as a whole.
static std::string failureOfDay(FunctionId function, const std::vector<const ir::Constant *> &arguments) {
  bool areKnown = std::ranges::all_of(arguments, [](const ir::Constant *known) { return known != nullptr; });
  if (!areKnown) return "";
  if (function == FunctionId::DateOf) return failureOf(flow_date_of, arguments);
  return function == FunctionId::TimestampOf ? failureOf(flow_timestamp_of, arguments) : "";
}

/// What a text is filled with, whatever its width.
static std::string failureOfFill(FunctionId function, const std::vector<const ir::Constant *> &arguments) {
  bool hasFill = function == FunctionId::StrPadLeft || function == FunctionId::StrPadRight;
  return hasFill && arguments[2] ? failureOf(flow_str_pad_left, {nullptr, nullptr, arguments[2]}) : "";
}

/// `YYYY-MM-DD`, as other libraries write formats: it has no directive, so it is the same for all times.
static std::string failureOfForeignFormat(FunctionId function, const std::vector<const ir::Constant *> &arguments) {
  bool hasFormat = function == FunctionId::ParseDate || function == FunctionId::ParseTimestamp ||
                   function == FunctionId::DateFormat || function == FunctionId::TimestampFormat;
  if (!hasFormat || !arguments[1]) return "";
  const std::string &format = std::get<std::string>(*arguments[1]);
  auto has = [&](const char *part) { return format.find(part) != std::string::npos; };
  bool hasDay = (has("MM") || has("mm")) && (has("DD") || has("dd"));
  if (has("%") || !(hasDay || has("YY") || has("yy") || has("HH"))) return "";
  return "the format `" + format + "` has no `%`: a year is `%Y`, a month `%m`, a day `%d`, a time `%H:%M:%S`";
}

std::optional<sema::Refusal> askLibrary(uint32_t function, const std::vector<const ir::Constant *> &arguments) {
  auto id = static_cast<FunctionId>(function);
  if (std::string why = failureOfDay(id, arguments); !why.empty()) return sema::Refusal{2, std::move(why)};
  if (std::string why = failureOfFill(id, arguments); !why.empty()) return sema::Refusal{2, std::move(why)};
  if (std::string why = failureOfForeignFormat(id, arguments); !why.empty()) return sema::Refusal{1, std::move(why)};
  // One after the other, so that the first that is refused beside those before it is named.
  std::vector<const ir::Constant *> given(arguments.size(), nullptr);
  for (size_t i = 1; i < arguments.size() && arguments[i]; ++i) {
    given[i] = arguments[i];
    if (std::string why = failureOf(id, given); !why.empty())
      return sema::Refusal{i, std::move(why)};
  }
  return std::nullopt;
}

} // namespace flow::driver

#pragma once
// Format specs, as Python has them: `[[fill]align][sign][0][width][,][.precision][type]`, types d x X b o e f
// g %. A spec that the type does not have fails with ParseError; so do widths above 1,000 and precisions
// above 300.

#include "runtime/abi/KernelContext.h"
#include "runtime/abi/StringView.h"

#include <cstdint>
#include <optional>
#include <string>

extern "C" {
using FlowContext = flow::abi::KernelContext;
using FlowText = flow::abi::StringView;

uint32_t flow_format_i64(FlowContext *context, FlowText *out, int64_t x, const FlowText *spec) noexcept;
uint32_t flow_format_u64(FlowContext *context, FlowText *out, uint64_t x, const FlowText *spec) noexcept;
uint32_t flow_format_f64(FlowContext *context, FlowText *out, double x, const FlowText *spec) noexcept;
uint32_t flow_format_str(FlowContext *context, FlowText *out, const FlowText *x, const FlowText *spec) noexcept;
/// e and g are of the nearest float; f and % are exact, and round half to even.
uint32_t flow_format_decimal(FlowContext *context, FlowText *out, const __int128 *x, int32_t scale,
                             const FlowText *spec) noexcept;
}

namespace flow::text {

struct FormatSpec {
  std::string fill = " ";
  char align = '\0';   ///< < > ^ =, or none: numbers right, text left
  char sign = '-';     ///< - only for negative ones, + always, blank
  uint32_t width = 0;  ///< code points
  bool groups = false; ///< commas between thousands
  std::optional<uint32_t> precision;
  char type = '\0';

  /// None when the text is no spec.
  static std::optional<FormatSpec> read(std::string_view text);
};

} // namespace flow::text

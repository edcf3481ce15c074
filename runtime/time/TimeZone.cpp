#include "runtime/time/TimeZone.h"

#include "runtime/abi/leaf/CivilDate.h"
#include "runtime/time/ZoneRules.h"

#include <string>

namespace {

using flow::calendar::floorDivide;
using flow::calendar::kMicrosPerSecond;
using flow::time::ZoneRules;

/// `shift` gives the seconds by which a time moves; false after a failure.
template <typename Shift>
uint32_t moved(FlowContext *context, int64_t *out, int64_t t, const FlowText *zone, Shift shift) {
  *out = 0;
  const ZoneRules *rules = ZoneRules::named(zone->view());
  if (!rules)
    return flow::abi::fail(context, flow::abi::FailureKind::ConversionError,
                           "there is no time zone `" + std::string(zone->view()) + "`");
  // The years of `t` have four digits: no overflow.
  int64_t result = t + shift(*rules, floorDivide(t, kMicrosPerSecond)) * kMicrosPerSecond;
  int32_t year = flow::calendar::civilFromDays(flow::calendar::daysFromMicros(result)).year;
  if (year < 1 || year > 9999)
    return flow::abi::fail(context, flow::abi::FailureKind::Overflow, "the result lies outside of the years 1 to 9999");
  *out = result;
  return flow::abi::kDone;
}

} // namespace

uint32_t flow_timestamp_to_zone(FlowContext *context, int64_t *out, int64_t t, const FlowText *zone) noexcept {
  return moved(context, out, t, zone, [](const ZoneRules &rules, int64_t second) { return rules.offsetAt(second); });
}

uint32_t flow_timestamp_from_zone(FlowContext *context, int64_t *out, int64_t t, const FlowText *zone) noexcept {
  return moved(context, out, t, zone,
               [](const ZoneRules &rules, int64_t second) { return rules.secondOf(second) - second; });
}

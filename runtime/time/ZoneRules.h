#pragma once
// What the clocks of a time zone show, from the zone's file (TZif, RFC 8536): changes that happened, and a rule for the
// years behind them.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flow::time {

/// One day of each year on which clocks change, as POSIX writes it: M3.5.0/2, J60, 59.
struct ChangeDay {
  enum class Kind : uint8_t { Month, JulianWithoutLeapDay, DayOfYear };
  Kind kind = Kind::DayOfYear;
  int32_t month = 0, week = 0, weekday = 0; ///< Month: week 5 is the last one, weekday 0 Sunday
  int32_t day = 0;                          ///< the others
  int64_t second = 0;                       ///< of the day, by the clock before the change

  /// Seconds since 1970, as if the clock showed UTC.
  int64_t in(int32_t year) const;
};

/// "CET-1CEST,M3.5.0,M10.5.0/3": seconds that clocks are ahead of UTC.
struct YearlyRule {
  int64_t standard = 0;
  int64_t summer = 0;
  bool hasSummer = false;
  ChangeDay begin, end; ///< of summer time

  static std::optional<YearlyRule> parse(std::string_view text);
  int64_t offsetAt(int64_t second) const;
};

class ZoneRules {
public:
  /// Of a name such as "Europe/Berlin", or "UTC" or "+02:00"; null when there is none. They live as long as the
  /// process.
  static const ZoneRules *named(std::string_view name);

  /// Seconds that clocks are ahead of UTC at that second since 1970.
  int64_t offsetAt(int64_t second) const;
  /// The second since 1970 at which clocks show `local`: of two the first; in a gap as if the clock had not changed
  /// yet.
  int64_t secondOf(int64_t local) const;

private:
  static std::unique_ptr<ZoneRules> load(std::string_view name);
  bool parse(std::string_view file);

  std::vector<int64_t> changes_; ///< seconds since 1970, ascending
  std::vector<int64_t> offsets_; ///< from each change on
  int64_t first_ = 0;            ///< before the first change
  YearlyRule after_;
};

} // namespace flow::time

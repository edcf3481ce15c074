#pragma once
// The calls that a failure passed on its way out.

#include <cstdint>
#include <vector>

namespace flow::abi {

/// A place of a call, so many times one after the other. Site 0: here some are left out.
struct FailureCall {
  uint32_t site = 0;
  uint32_t times = 1;
};

/// Innermost first; of very many the first and the last.
struct FailureTrail {
  static constexpr uint32_t kFirst = 20, kLast = 10;

  uint32_t count = 0;                    ///< also those that are left out
  FailureCall kept[kFirst + kLast] = {}; ///< those behind kFirst go round

  void add(FailureCall call) noexcept {
    if (count > 0 && at(count - 1).site == call.site)
      at(count - 1).times += call.times;
    else
      at(count++) = call;
  }
  /// With one of site 0 for those that are left out.
  std::vector<FailureCall> calls() const {
    std::vector<FailureCall> result;
    for (uint32_t i = 0; i < count && i < kFirst; ++i) result.push_back(at(i));
    bool leavesOut = count > kFirst + kLast;
    if (leavesOut) result.push_back({0, 1});
    for (uint32_t i = leavesOut ? count - kLast : kFirst; i < count; ++i) result.push_back(at(i));
    return result;
  }

private:
  static uint32_t placeOf(uint32_t number) { return number < kFirst ? number : kFirst + (number - kFirst) % kLast; }
  FailureCall &at(uint32_t number) { return kept[placeOf(number)]; }
  const FailureCall &at(uint32_t number) const { return kept[placeOf(number)]; }
};

} // namespace flow::abi

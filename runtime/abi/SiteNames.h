#pragma once
// What a site says, for handlers of failures.

#include "runtime/abi/Plan.h"

namespace flow::abi {

class SiteNames {
public:
  virtual ~SiteNames() = default;
  /// Null when there is no such site.
  virtual const Site *find(uint32_t site) const = 0;
  /// "rides.flow:12:5".
  virtual std::string place(uint32_t site) const = 0;
};

} // namespace flow::abi

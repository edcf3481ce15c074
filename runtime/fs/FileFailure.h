#pragma once
// Why a file cannot be used.

#include "runtime/base/Status.h"

#include <string>
#include <string_view>

namespace flow {

/// The failure "cannot ACTION `path`: REASON" for a value of errno.
Failure fileFailure(std::string_view action, const std::string &path, int error);

} // namespace flow

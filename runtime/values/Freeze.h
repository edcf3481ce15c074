#pragma once
// While kernels of other threads read values, nobody may count their users: the objects are frozen, and thawed when
// only their own thread has them again. Texts are left alone, for kernels never count those.

#include "runtime/abi/ValueShape.h"

namespace flow::values {

void freeze(const abi::ValueShape &shape, const void *value);
void thaw(const abi::ValueShape &shape, const void *value);

} // namespace flow::values

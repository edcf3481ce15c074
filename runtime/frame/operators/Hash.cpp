#include "runtime/frame/operators/Hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace flow::frame {

uint64_t hashLongText(const char *text, uint32_t length) { return XXH3_64bits(text, length); }

} // namespace flow::frame

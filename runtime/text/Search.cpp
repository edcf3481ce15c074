#include "runtime/text/Search.h"

#include <cstdint>
#include <cstring>

#ifdef __AVX2__
#include <immintrin.h>
#endif

namespace flow::text {

const char *findBytes(const char *text, size_t bytes, const char *wanted, size_t wantedBytes) {
  if (wantedBytes == 0) return text;
  if (wantedBytes > bytes) return nullptr;
  if (wantedBytes == 1) return static_cast<const char *>(std::memchr(text, wanted[0], bytes));
  const char *last = text + (bytes - wantedBytes); // the last place where it can begin
  const char *at = text;
#ifdef __AVX2__
  // Compares 32 places at once by their first and last byte: both agree seldom by chance.
  __m256i first = _mm256_set1_epi8(wanted[0]);
  __m256i final = _mm256_set1_epi8(wanted[wantedBytes - 1]);
  for (; at + 31 <= last; at += 32) {
    __m256i begins = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(at));
    __m256i ends = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(at + wantedBytes - 1));
    __m256i both = _mm256_and_si256(_mm256_cmpeq_epi8(begins, first), _mm256_cmpeq_epi8(ends, final));
    for (auto places = static_cast<uint32_t>(_mm256_movemask_epi8(both)); places != 0; places &= places - 1) {
      const char *place = at + __builtin_ctz(places);
      if (std::memcmp(place + 1, wanted + 1, wantedBytes - 1) == 0) return place;
    }
  }
#endif
  for (; at <= last; ++at)
    if (at[0] == wanted[0] && std::memcmp(at + 1, wanted + 1, wantedBytes - 1) == 0) return at;
  return nullptr;
}

} // namespace flow::text

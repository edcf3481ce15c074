#include "runtime/frame/io/csv/StructuralScanner.h"

namespace flow::frame {

BlockMasks StructuralScanner::nextByBytes(const char *block, uint32_t bytes, uint64_t highBytes) {
  enum class Place { FieldBegin, Unquoted, Quoted, AfterQuote };
  Place place = inQuotes_        ? Place::Quoted
                : afterQuote_    ? Place::AfterQuote
                : fieldMayBegin_ ? Place::FieldBegin
                                 : Place::Unquoted;
  BlockMasks masks;
  masks.highBytes = highBytes;
  for (uint32_t index = 0; index < bytes; ++index) {
    char byte = block[index];
    if (place == Place::Quoted) {
      if (byte == dialect_.quote) place = Place::AfterQuote;
      continue;
    }
    if (byte == dialect_.quote && place != Place::Unquoted) {
      place = Place::Quoted; // the field begins, or the second of two quotes
      continue;
    }
    place = Place::Unquoted;
    if (byte != dialect_.delimiter && byte != '\n') continue;
    place = Place::FieldBegin;
    masks.ends |= uint64_t(1) << index;
    if (byte == '\n') masks.lineFeeds |= uint64_t(1) << index;
  }
  inQuotes_ = place == Place::Quoted ? ~uint64_t(0) : 0;
  afterQuote_ = place == Place::AfterQuote;
  fieldMayBegin_ = place == Place::FieldBegin || afterQuote_;
  return masks;
}

} // namespace flow::frame

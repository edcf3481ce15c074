#include "runtime/base/BufferedText.h"

namespace flow {

bool BufferedText::flush() {
  bool done = whole_.append(buffer_);
  buffer_.clear();
  return done;
}

void BufferedText::finish(abi::StringView *out) {
  if (whole_.view().empty() && !whole_.isDenied()) return storeText(context_, out, buffer_);
  flush();
  whole_.finish(out);
}

} // namespace flow

// Where two values of one type differ first, in words: for assertions that failed.
#include "runtime/abi/Values.h"
#include "runtime/base/NewText.h"
#include "runtime/text/TextFunctions.h"
#include "runtime/values/Equality.h"
#include "runtime/values/Walk.h"

#include <algorithm>

namespace flow::values {

using namespace abi;

namespace {

/// As Flow prints the value inside of others; a long text is cut.
std::string partText(const ValueShape &shape, const char *value) {
  constexpr size_t kLongest = 200;
  std::string text;
  if (shape.kind == ShapeKind::Text && !shape.isBytes)
    text::appendQuoted(text, load<StringView>(value).view());
  else
    text = textOf(shape, value);
  if (text.size() <= kLongest) return text;
  size_t end = kLongest;
  while (end > 0 && (text[end] & 0xC0) == 0x80) --end; // whole code points
  return text.substr(0, end) + "..";
}

/// The line of `text` around `at`, quoted; of a long one a piece that begins before `at` and ends behind it. A line end
/// at `at` itself is shown.
std::string lineAround(std::string_view text, size_t at) {
  constexpr size_t kBefore = 20, kAfter = 40;
  auto isInside = [&](size_t place) { return place < text.size() && (text[place] & 0xC0) == 0x80; };
  size_t begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1; // npos + 1 is 0
  size_t end = std::min(text.find('\n', at), text.size());
  if (end == at && at < text.size()) ++end;
  bool isCutBefore = at - begin > kBefore, isCutBehind = end - at > kAfter;
  if (isCutBefore) begin = at - kBefore;
  if (isCutBehind) end = at + kAfter;
  while (isInside(begin)) ++begin;
  while (isInside(end)) --end;
  std::string quoted;
  text::appendQuoted(quoted, text.substr(begin, end - begin));
  return (isCutBefore ? ".." : "") + quoted + (isCutBehind ? ".." : "");
}

/// Goes down to the first part that differs, one step at a time.
class FirstDifference {
public:
  /// Empty when there is nothing to say but the two values.
  std::string find(const ValueShape &shape, const char *a, const char *b) {
    at_ = {&shape, a, b};
    while (step()) {
    }
    if (words_.empty()) return "";
    return "; they differ" + (path_.empty() ? "" : " at " + path_) + words_;
  }

private:
  struct Place {
    const ValueShape *shape;
    const char *a, *b;
  };

  /// To a part that differs; false when `words_` say how.
  bool step();
  bool stepList();
  bool stepMap();
  bool stepFields(const FieldShape *fields, uint32_t count, const char *a, const char *b, bool named);
  bool enter(const std::string &name, const ValueShape &shape, const char *a, const char *b) {
    path_ += name;
    at_ = {&shape, a, b};
    return true;
  }
  bool say(std::string words) {
    words_ = std::move(words);
    return false;
  }
  /// The place, but of short texts that have no beginning in common.
  bool sayTexts();
  bool sayBoth() { return say(": " + partText(*at_.shape, at_.a) + " and " + partText(*at_.shape, at_.b)); }
  static bool differ(const ValueShape &shape, const char *a, const char *b) {
    return !areEqual(shape, a, b, Floats::Numbers);
  }

  Place at_{};
  std::string path_, words_;
};

bool FirstDifference::sayTexts() {
  constexpr size_t kShort = 40;
  StringView left = load<StringView>(at_.a), right = load<StringView>(at_.b); // short ones hold their bytes
  std::string_view a = left.view(), b = right.view();
  size_t at = static_cast<size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  while (at > 0 && (((at < a.size() ? a[at] : 0) & 0xC0) == 0x80 || ((at < b.size() ? b[at] : 0) & 0xC0) == 0x80)) --at;
  if (at == 0 && a.size() <= kShort && b.size() <= kShort) return path_.empty() ? say("") : sayBoth();
  std::string_view same = a.substr(0, at);
  auto characters = std::ranges::count_if(same, [](char byte) { return (byte & 0xC0) != 0x80; });
  path_ += "[" + std::to_string(characters) + "]";
  bool isOneLine = a.find('\n') == a.npos && b.find('\n') == b.npos;
  std::string line = isOneLine ? "" : " in line " + std::to_string(1 + std::ranges::count(same, '\n'));
  return say(line + ": " + lineAround(a, at) + " and " + lineAround(b, at));
}

bool FirstDifference::stepList() {
  const auto *left = load<const ListObject *>(at_.a), *right = load<const ListObject *>(at_.b);
  uint64_t lengths[] = {left ? left->length : 0, right ? right->length : 0};
  const ValueShape &element = *at_.shape->first;
  for (uint64_t i = 0; i < std::min(lengths[0], lengths[1]); ++i) {
    const char *a = left->elements() + i * element.size, *b = right->elements() + i * element.size;
    if (differ(element, a, b)) return enter("[" + std::to_string(i) + "]", element, a, b);
  }
  return say(" in length: " + std::to_string(lengths[0]) + " and " + std::to_string(lengths[1]));
}

bool FirstDifference::stepMap() {
  const ValueShape &shape = *at_.shape;
  const auto *left = load<const MapObject *>(at_.a), *right = load<const MapObject *>(at_.b);
  auto keyAt = [&](const MapObject *map, int64_t at) { return map->entry(static_cast<uint64_t>(at)) + shape.key; };
  auto only = [&](const char *key, const char *which) {
    return say(" in " + partText(*shape.first, key) + ", which only the " + which + " has");
  };
  for (int64_t at = left ? flow_map_next(left, 0) : -1; at >= 0; at = flow_map_next(left, at + 1)) {
    const char *key = keyAt(left, at);
    int64_t other = right ? flow_map_find(right, &shape, key) : -1;
    if (other < 0) return only(key, "first");
    if (shape.kind == ShapeKind::Set) continue;
    const char *a = key - shape.key + shape.value, *b = keyAt(right, other) - shape.key + shape.value;
    if (differ(*shape.second, a, b)) return enter("[" + partText(*shape.first, key) + "]", *shape.second, a, b);
  }
  for (int64_t at = right ? flow_map_next(right, 0) : -1; at >= 0; at = flow_map_next(right, at + 1))
    if (!left || flow_map_find(left, &shape, keyAt(right, at)) < 0) return only(keyAt(right, at), "second");
  return sayBoth();
}

bool FirstDifference::stepFields(const FieldShape *fields, uint32_t count, const char *a, const char *b, bool named) {
  for (uint32_t i = 0; i < count; ++i) {
    const FieldShape &field = fields[i];
    if (differ(*field.shape, a + field.offset, b + field.offset))
      return enter("." + (named ? std::string(field.name) : std::to_string(i)), *field.shape, a + field.offset,
                   b + field.offset);
  }
  return sayBoth();
}

bool FirstDifference::step() {
  const ValueShape &shape = *at_.shape;
  switch (shape.kind) {
  case ShapeKind::Optional: {
    auto isPresent = [&](const char *value) { return load<uint8_t>(value + shape.presence) != 0; };
    return isPresent(at_.a) && isPresent(at_.b) ? enter("", *shape.first, at_.a, at_.b) : sayBoth();
  }
  case ShapeKind::List: return stepList();
  case ShapeKind::Map:
  case ShapeKind::Set: return stepMap();
  case ShapeKind::Record: return stepFields(shape.fields, shape.count, at_.a, at_.b, /*named=*/true);
  case ShapeKind::Tuple: return stepFields(shape.fields, shape.count, at_.a, at_.b, /*named=*/false);
  case ShapeKind::Enum:
  case ShapeKind::Cell: {
    Variant left = variantAt(shape, at_.a), right = variantAt(shape, at_.b);
    if (left.number != right.number || !left.fields || !right.fields) return sayBoth();
    return stepFields(left.shape->fields, left.shape->count, left.fields, right.fields, /*named=*/true);
  }
  case ShapeKind::Text: return shape.isBytes ? sayBoth() : sayTexts();
  default: return sayBoth();
  }
}

} // namespace
} // namespace flow::values

void flow_value_difference(FlowContext *context, FlowText *out, const FlowShape *shape, const void *a,
                           const void *b) noexcept {
  std::string text =
      flow::values::FirstDifference().find(*shape, static_cast<const char *>(a), static_cast<const char *>(b));
  flow::storeText(context, out, text);
}

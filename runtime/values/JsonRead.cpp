#include "runtime/base/NewText.h"
#include "runtime/base/ThreadStack.h"
#include "runtime/text/ValueParser.h"
#include "runtime/values/Failure.h"
#include "runtime/values/Json.h"
#include "runtime/values/JsonText.h"
#include "runtime/values/Ownership.h"
#include "runtime/values/Walk.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace flow::values {

using namespace abi;

namespace {

/// Deeper values are refused, so that a hostile text does not use up the stack.
constexpr int kMostDepth = 500;

/// Reads a value as its shape says. All memory is zero before, so what a failure leaves behind is a value.
class JsonReader {
public:
  JsonReader(FlowContext *context, std::string_view text) : context_(context), text_(text) {}

  uint32_t run(const ValueShape &shape, char *out) {
    bool isRead = read(shape, out, 0) && (text_.isAtEnd() || text_.fails("the value ends before this"));
    if (isRead) return kDone;
    if (isDenied_) return context_->values->isDenied() ? outOfMemory(context_) : kFailed; // who was denied has told
    std::string where = path_.empty() ? "" : " at `" + shownPath() + "`";
    return fail(context_, FailureKind::ParseError,
                "the JSON has a mistake in " + text_.place() + where + ": " + text_.reason());
  }

private:
  bool read(const ValueShape &shape, char *out, int depth);
  bool readScalar(const ValueShape &shape, char *out);
  bool readInteger(const ValueShape &shape, char *out, std::string_view written);
  bool readFloat(const ValueShape &shape, char *out, std::string_view written);
  bool readDecimal(const ValueShape &shape, char *out, std::string_view written);
  bool readTime(const ValueShape &shape, char *out, std::string_view text);
  bool readText(char *out, std::string_view text);
  bool readList(const ValueShape &shape, char *out, int depth);
  bool readMap(const ValueShape &shape, char *out, int depth);
  bool readSet(const ValueShape &shape, char *out, int depth);
  bool readTuple(const ValueShape &shape, char *out, int depth);
  bool readVariant(const ValueShape &shape, char *out, int depth);
  bool readFields(const FieldShape *fields, uint32_t count, char *out, int depth);
  bool readKey(const ValueShape &shape, char *out, const std::string &text);
  bool makeVariant(const ValueShape &shape, uint32_t number, char *out, char *&fields);
  /// Goes through `[..]` or `{..}`; `item` reads one thing of it.
  template <typename Item> bool each(char begin, char end, std::string_view what, Item item);
  /// `read` with a further step on the path, which stays there after a failure.
  template <typename Read> bool within(const std::string &step, Read read) {
    size_t length = path_.size();
    path_ += step;
    if (!read()) return false;
    path_.resize(length);
    return true;
  }
  /// The path, its middle left out when it is long: it is the ends that say where to look.
  std::string shownPath() const {
    constexpr size_t kLongest = 160, kEnd = 60;
    auto isStep = [&](size_t at) { return path_[at] == '.' || path_[at] == '['; };
    size_t head = kEnd, tail = path_.size() - std::min(path_.size(), kEnd);
    if (path_.size() <= kLongest) return path_;
    while (head > 0 && !isStep(head)) --head;
    while (tail < path_.size() && !isStep(tail)) ++tail;
    return path_.substr(0, head) + " .. " + path_.substr(tail);
  }
  bool denied() {
    isDenied_ = true;
    return false;
  }
  bool expected(std::string_view what) {
    return text_.fails(std::string(what) + " is expected, but this is " + std::string(text_.kindAtHand()));
  }

  FlowContext *context_;
  JsonText text_;
  std::string path_;
  bool isDenied_ = false;
};

template <typename T> bool store(char *out, T value) {
  std::memcpy(out, &value, sizeof value);
  return true;
}

struct IntegerKind {
  int bits;
  bool isSigned;
};
IntegerKind integerKind(ShapeKind kind) {
  switch (kind) {
  case ShapeKind::I8: return {8, true};
  case ShapeKind::I16: return {16, true};
  case ShapeKind::I32: return {32, true};
  case ShapeKind::I64: return {64, true};
  case ShapeKind::U8: return {8, false};
  case ShapeKind::U16: return {16, false};
  case ShapeKind::U32: return {32, false};
  case ShapeKind::U64: return {64, false};
  default: return {0, false};
  }
}

/// The same number without an exponent, such as 1200 for 1.2e3. One that is so large or so small that no type has it
/// stays as it is.
static std::string withoutExponent(std::string_view written) {
  constexpr int kMost = 100;
  size_t mark = written.find_first_of("eE");
  std::string number(written.substr(0, mark));
  if (mark == std::string_view::npos) return number;
  if (number.find_first_of("123456789") == std::string::npos) return "0";
  std::string_view power = written.substr(mark + 1);
  if (power.starts_with('+')) power.remove_prefix(1);
  int exponent = 0;
  auto [end, error] = std::from_chars(power.data(), power.data() + power.size(), exponent);
  if (error != std::errc() || std::abs(exponent) > kMost) return std::string(written);
  std::string sign = number.starts_with('-') ? "-" : "", digits = number.substr(sign.size());
  size_t point = std::min(digits.find('.'), digits.size());
  if (point < digits.size()) digits.erase(point, 1);
  if (exponent < 0) digits.insert(0, static_cast<size_t>(-exponent), '0');
  if (exponent > 0) digits.append(static_cast<size_t>(exponent), '0');
  digits.insert(exponent > 0 ? point + static_cast<size_t>(exponent) : point, 1, '.');
  return sign + "0" + digits + "0";
}

bool JsonReader::readInteger(const ValueShape &shape, char *out, std::string_view written) {
  auto [bits, isSigned] = integerKind(shape.kind);
  __int128 value = 0;
  std::string plain = withoutExponent(written); // 2.0 and 1e3 are whole numbers too
  bool fits = text::parseDecimal(plain, 38, 0, value) == text::Parsed::Value;
  size_t point = std::min(plain.find('.'), plain.size());
  if (!fits && plain.find_first_of("123456789", point) != std::string::npos)
    return text_.failsAt(written, "a whole number is expected, but this is " + std::string(written));
  __int128 most = (__int128{1} << (isSigned ? bits - 1 : bits)) - 1, least = isSigned ? -most - 1 : 0;
  if (!fits || value < least || value > most)
    return text_.failsAt(written,
                         std::string(written) + " does not fit " + (isSigned ? "i" : "u") + std::to_string(bits));
  std::memcpy(out, &value, static_cast<size_t>(bits / 8));
  return true;
}

bool JsonReader::readFloat(const ValueShape &shape, char *out, std::string_view written) {
  double value = 0;
  float narrow = 0;
  bool isNarrow = shape.kind == ShapeKind::F32;
  bool isRead = isNarrow ? text::parseFloat(written, narrow) == text::Parsed::Value
                         : text::parseDouble(written, value) == text::Parsed::Value;
  if (!isRead || std::isinf(isNarrow ? narrow : value))
    return text_.failsAt(written, std::string(written) + " does not fit " + (isNarrow ? "f32" : "f64"));
  return isNarrow ? store(out, narrow) : store(out, value);
}

bool JsonReader::readDecimal(const ValueShape &shape, char *out, std::string_view written) {
  __int128 value = 0;
  if (text::parseDecimal(withoutExponent(written), shape.count, shape.scale, value) != text::Parsed::Value)
    return text_.failsAt(written, std::string(written) + " does not fit decimal[" + std::to_string(shape.count) + ", " +
                                      std::to_string(shape.scale) + "]");
  return shape.kind == ShapeKind::Decimal64 ? store(out, static_cast<int64_t>(value)) : store(out, value);
}

bool JsonReader::readTime(const ValueShape &shape, char *out, std::string_view text) {
  int32_t day = 0;
  int64_t number = 0;
  bool isRead = false;
  const char *what = "a size such as 4GiB";
  switch (shape.kind) {
  case ShapeKind::Date:
    what = "a date such as 2024-01-31";
    isRead = text::parseDate(text, day) == text::Parsed::Value;
    break;
  case ShapeKind::Timestamp:
    what = "a timestamp such as 2024-01-31T10:00:00Z";
    isRead = text::parseTimestamp(text, number) == text::Parsed::Value;
    break;
  case ShapeKind::Duration:
    what = "a duration such as 1h30min";
    isRead = text::parseDuration(text, number) == text::Parsed::Value;
    break;
  default: isRead = text::parseSize(text, number) == text::Parsed::Value; break;
  }
  if (!isRead) return text_.fails("\"" + std::string(text) + "\" is not " + what);
  return shape.kind == ShapeKind::Date ? store(out, day) : store(out, number);
}

bool JsonReader::readText(char *out, std::string_view text) {
  StringView made;
  storeText(context_, &made, text);
  if (made.length != text.size()) {
    context_->textDenied = 0;
    return denied();
  }
  return store(out, made);
}

bool JsonReader::readScalar(const ValueShape &shape, char *out) {
  std::string text;
  std::string_view written;
  switch (shape.kind) {
  case ShapeKind::Bool:
    if (text_.skipWord("true")) return store(out, uint8_t{1});
    return text_.skipWord("false") || expected("a bool");
  case ShapeKind::Text: return text_.string(text) && readText(out, text);
  case ShapeKind::Date:
  case ShapeKind::Timestamp:
  case ShapeKind::Duration:
  case ShapeKind::Size: return text_.string(text) && readTime(shape, out, text);
  case ShapeKind::F32:
  case ShapeKind::F64: return text_.number(written) && readFloat(shape, out, written);
  case ShapeKind::Decimal64:
  case ShapeKind::Decimal128: return text_.number(written) && readDecimal(shape, out, written);
  case ShapeKind::Unit:
  case ShapeKind::None: return text_.skipWord("null") || expected("null");
  default: return text_.number(written) && readInteger(shape, out, written);
  }
}

/// Keys of objects are strings; those of other types as they are printed.
bool JsonReader::readKey(const ValueShape &shape, char *out, const std::string &text) {
  if (shape.kind == ShapeKind::Text) return readText(out, text);
  switch (shape.kind) {
  case ShapeKind::Date:
  case ShapeKind::Timestamp:
  case ShapeKind::Duration:
  case ShapeKind::Size: return readTime(shape, out, text);
  default: {
    JsonText whole = text_; // mistakes are where the key is
    text_ = JsonText(text);
    bool isRead = readScalar(shape, out) && text_.isAtEnd();
    text_ = whole;
    return isRead || text_.fails("the key \"" + text + "\" is not of the type of the keys");
  }
  }
}

template <typename Item> bool JsonReader::each(char begin, char end, std::string_view what, Item item) {
  if (!text_.skip(begin)) return expected(what);
  if (text_.skip(end)) return true;
  do {
    if (!item()) return false;
  } while (text_.skip(','));
  return text_.skip(end) || text_.fails(std::string("`,` or `") + end + "` is expected");
}

bool JsonReader::readList(const ValueShape &shape, char *out, int depth) {
  const ValueShape &element = *shape.first;
  auto *list = load<ListObject *>(out);
  uint64_t index = 0;
  return each('[', ']', "an array", [&] {
    bool isDone = within("[" + std::to_string(index++) + "]", [&] {
      if (flow_list_grow(context_, &list, &element, 1) != 0) return denied();
      store(out, list);
      char *at = list->elements() + list->length * element.size;
      std::memset(at, 0, element.size);
      ++list->length;
      return read(element, at, depth + 1);
    });
    return isDone;
  });
}

bool JsonReader::readSet(const ValueShape &shape, char *out, int depth) {
  const ValueShape &element = *shape.first;
  std::vector<std::max_align_t> space(element.size / sizeof(std::max_align_t) + 1);
  char *at = reinterpret_cast<char *>(space.data());
  uint64_t index = 0;
  return each('[', ']', "an array", [&] {
    return within("[" + std::to_string(index++) + "]", [&] {
      std::memset(at, 0, element.size);
      if (!read(element, at, depth + 1)) {
        flow_value_release(context_, &element, at);
        return false;
      }
      auto *set = load<MapObject *>(out);
      int64_t place = flow_map_insert(context_, &set, &shape, at);
      store(out, set);
      return place >= 0 || denied();
    });
  });
}

bool JsonReader::readMap(const ValueShape &shape, char *out, int depth) {
  std::vector<std::max_align_t> space(shape.first->size / sizeof(std::max_align_t) + 1);
  char *key = reinterpret_cast<char *>(space.data());
  std::string name;
  return each('{', '}', "an object", [&] {
    if (!text_.string(name)) return false;
    return within("[\"" + name + "\"]", [&] {
      std::memset(key, 0, shape.first->size);
      if (!readKey(*shape.first, key, name)) return false;
      auto *map = load<MapObject *>(out);
      uint64_t before = map ? map->length : 0;
      int64_t place = flow_map_insert(context_, &map, &shape, key);
      store(out, map);
      if (place < 0) return denied();
      if (map->length == before) return text_.fails("the key \"" + name + "\" is there twice");
      if (!text_.skip(':')) return text_.fails("`:` is expected");
      return read(*shape.second, map->entry(static_cast<uint64_t>(place)) + shape.value, depth + 1);
    });
  });
}

bool JsonReader::readTuple(const ValueShape &shape, char *out, int depth) {
  uint32_t index = 0;
  std::string wanted = "an array of " + std::to_string(shape.count);
  bool isRead = each('[', ']', wanted, [&] {
    if (index == shape.count) return text_.fails(wanted + " is expected, but this has more");
    const FieldShape &field = shape.fields[index];
    return within("[" + std::to_string(index++) + "]",
                  [&] { return read(*field.shape, out + field.offset, depth + 1); });
  });
  if (!isRead) return false;
  return index == shape.count || text_.fails(wanted + " is expected, but this has " + std::to_string(index));
}

/// The fields of a record or a variant. Others than those are skipped; optional ones may be missing.
bool JsonReader::readFields(const FieldShape *fields, uint32_t count, char *out, int depth) {
  std::vector<bool> isThere(count);
  std::string name;
  bool isRead = each('{', '}', "an object", [&] {
    if (!text_.string(name)) return false;
    uint32_t at = 0;
    while (at < count && name != fields[at].name) ++at;
    return within("." + name, [&] {
      if (at < count && isThere[at]) return text_.fails("the field `" + name + "` is there twice");
      if (!text_.skip(':')) return text_.fails("`:` is expected");
      if (at == count) return text_.skipValue(depth);
      isThere[at] = true;
      return read(*fields[at].shape, out + fields[at].offset, depth + 1);
    });
  });
  if (!isRead) return false;
  for (uint32_t i = 0; i < count; ++i)
    if (!isThere[i] && fields[i].shape->kind != ShapeKind::Optional)
      return text_.fails(std::string("the field `") + fields[i].name + "` is missing");
  return true;
}

/// The value becomes that variant, with fields of zero.
bool JsonReader::makeVariant(const ValueShape &shape, uint32_t number, char *out, char *&fields) {
  const VariantShape &variant = shape.variants[number];
  if (shape.kind == ShapeKind::Enum) {
    fields = out + shape.payload;
    return store(out, number);
  }
  if (variant.count == 0) return store(out, uint64_t{number});
  uint64_t bytes = sizeof(CellObject) + variant.bytes;
  auto *cell = static_cast<CellObject *>(flow_object_new(context_, bytes));
  if (!cell) return denied();
  new (cell) CellObject;
  cell->variant = number;
  cell->bytes = static_cast<uint32_t>(bytes);
  fields = cell->fields();
  std::memset(fields, 0, variant.bytes);
  return store(out, cell);
}

/// `"Empty"`, or `{"Circle": {"r": 2.0}}`.
bool JsonReader::readVariant(const ValueShape &shape, char *out, int depth) {
  bool isObject = text_.skip('{');
  std::string name;
  if (!isObject && text_.peek() != '"') return expected("the name of a variant");
  if (!text_.string(name)) return false;
  uint32_t number = 0;
  while (number < shape.count && name != shape.variants[number].name) ++number;
  if (number == shape.count) return text_.fails("there is no variant `" + name + "`");
  const VariantShape &variant = shape.variants[number];
  char *fields = nullptr;
  if (!isObject && variant.count > 0)
    return text_.fails("the variant `" + name + "` has fields: {\"" + name + "\": {..}} is expected");
  if (!makeVariant(shape, number, out, fields)) return false;
  if (!isObject) return true;
  if (!text_.skip(':')) return text_.fails("`:` is expected");
  bool isRead = within("." + name, [&] { return readFields(variant.fields, variant.count, fields, depth + 1); });
  return isRead && (text_.skip('}') || text_.fails("`}` is expected"));
}

bool JsonReader::read(const ValueShape &shape, char *out, int depth) {
  if (depth > kMostDepth) return text_.fails("this is nested more than " + std::to_string(kMostDepth) + " deep");
  if (isStackLow()) return text_.fails("this is nested too deeply for the stack that is left");
  switch (shape.kind) {
  case ShapeKind::Optional:
    if (text_.skipWord("null")) return true;
    if (!read(*shape.first, out, depth)) return false;
    return store(out + shape.presence, uint8_t{1});
  case ShapeKind::List: return readList(shape, out, depth);
  case ShapeKind::Map: return readMap(shape, out, depth);
  case ShapeKind::Set: return readSet(shape, out, depth);
  case ShapeKind::Tuple: return readTuple(shape, out, depth);
  case ShapeKind::Record: return readFields(shape.fields, shape.count, out, depth);
  case ShapeKind::Enum:
  case ShapeKind::Cell: return readVariant(shape, out, depth);
  default: return readScalar(shape, out);
  }
}

} // namespace

uint32_t readJson(FlowContext *context, const ValueShape &shape, void *out, std::string_view text) {
  return JsonReader(context, text).run(shape, static_cast<char *>(out));
}

} // namespace flow::values

uint32_t flow_json_parse(FlowContext *context, const FlowShape *shape, void *out, const FlowText *text) noexcept {
  if (flow::values::readJson(context, *shape, out, text->view()) == 0) return 0;
  flow_value_release(context, shape, out);
  std::memset(out, 0, shape->size);
  return 1;
}

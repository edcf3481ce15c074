#include "runtime/base/BufferedText.h"
#include "runtime/text/ValueFormat.h"
#include "runtime/values/Failure.h"
#include "runtime/values/Json.h"
#include "runtime/values/Walk.h"

#include <cmath>

namespace flow::values {

using namespace abi;

namespace {

/// With the escapes that a text has within its quotes.
void appendEscaped(std::string &out, std::string_view text) {
  static constexpr char kDigits[] = "0123456789abcdef";
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    switch (c) {
    case '"': out += "\\\""; break;
    case '\\': out += "\\\\"; break;
    case '\n': out += "\\n"; break;
    case '\r': out += "\\r"; break;
    case '\t': out += "\\t"; break;
    default:
      if (byte >= 0x20) {
        out += c;
      } else {
        out += "\\u00";
        out += kDigits[byte >> 4];
        out += kDigits[byte & 15];
      }
    }
  }
}

/// Goes through a value with a stack of its own, as deep as the value is.
class JsonWriter {
public:
  JsonWriter(FlowContext *context, int64_t indent)
      : context_(context), text_(context), out_(text_.buffer()), indent_(indent) {}

  /// Fails when a float is no number. A text for which memory was denied is empty.
  uint32_t run(const ValueShape &shape, const char *value, FlowText *out) {
    enter(shape, value);
    while (!open_.empty() && !failed_ && text_.settle()) step();
    if (failed_) return kFailed;
    text_.finish(out);
    return kDone;
  }

private:
  /// A value that has parts. Of an enum the object that holds its fields is another one, which the variant opens.
  struct Open {
    const ValueShape *shape;
    const char *value;
    const FieldShape *fields = nullptr; ///< of records, tuples, variants
    uint64_t count = 0;
    uint64_t next = 0;
    const char *end = "]"; ///< "}}" closes a variant too
  };

  void enter(const ValueShape &shape, const char *value);
  void enterFields(const ValueShape &shape, const char *base, const FieldShape *fields, uint64_t count,
                   const char *begin, const char *end) {
    out_ += begin;
    open_.push_back({&shape, base, fields, count, 0, end});
  }
  void enterVariant(const ValueShape &shape, const char *value);
  void scalar(const ValueShape &shape, const char *value);
  void number(double value, bool isNarrow);
  void step();
  void stepMap(Open &open);
  void newItem(bool isFirst);
  void newLine(size_t depth) {
    out_ += '\n';
    out_.append(depth * static_cast<size_t>(indent_), ' ');
  }
  void close(bool isEmpty);
  void text(std::string_view written) {
    out_ += '"';
    appendInPieces(text_, written, [&](std::string_view part) { appendEscaped(out_, part); });
    out_ += '"';
  }
  void key(std::string_view name) {
    text(name);
    out_ += ": ";
  }

  FlowContext *context_;
  BufferedText text_;
  std::string &out_; ///< the buffer of `text_`
  int64_t indent_;
  bool failed_ = false;
  std::vector<Open> open_;
};

void JsonWriter::number(double value, bool isNarrow) {
  if (!std::isfinite(value)) {
    std::string written;
    text::appendFloat(written, value);
    fail(context_, FailureKind::ConversionError, "JSON has no number for " + written);
    failed_ = true;
    return;
  }
  if (isNarrow)
    text::appendFloat(out_, static_cast<float>(value));
  else
    text::appendFloat(out_, value);
}

void JsonWriter::scalar(const ValueShape &shape, const char *value) {
  switch (shape.kind) {
  case ShapeKind::F32: return number(load<float>(value), true);
  case ShapeKind::F64: return number(load<double>(value), false);
  case ShapeKind::Text: return text(load<StringView>(value).view());
  case ShapeKind::Date:
  case ShapeKind::Timestamp:
  case ShapeKind::Duration:
  case ShapeKind::Months:
  case ShapeKind::Size: return text(textOf(shape, value));
  case ShapeKind::Unit:
  case ShapeKind::None: out_ += "null"; return;
  default: out_ += textOf(shape, value); return;
  }
}

/// `"Empty"`, or `{"Circle": {"r": 2.0}}`.
void JsonWriter::enterVariant(const ValueShape &shape, const char *value) {
  Variant variant = variantAt(shape, value);
  if (variant.shape->count == 0 || !variant.fields) return text(variant.shape->name);
  out_ += "{";
  key(variant.shape->name);
  enterFields(shape, variant.fields, variant.shape->fields, variant.shape->count, "{", "}}");
}

void JsonWriter::enter(const ValueShape &shape, const char *value) {
  switch (shape.kind) {
  case ShapeKind::Optional:
    if (load<uint8_t>(value + shape.presence)) return enter(*shape.first, value);
    out_ += "null";
    return;
  case ShapeKind::Record: return enterFields(shape, value, shape.fields, shape.count, "{", "}");
  case ShapeKind::Tuple: return enterFields(shape, value, shape.fields, shape.count, "[", "]");
  case ShapeKind::Enum:
  case ShapeKind::Cell: return enterVariant(shape, value);
  case ShapeKind::List:
  case ShapeKind::Set: return enterFields(shape, value, nullptr, 0, "[", "]");
  case ShapeKind::Map: return enterFields(shape, value, nullptr, 0, "{", "}");
  default: return scalar(shape, value);
  }
}

void JsonWriter::newItem(bool isFirst) {
  if (!isFirst) out_ += indent_ < 0 ? ", " : ",";
  if (indent_ >= 0) newLine(open_.size());
}

void JsonWriter::close(bool isEmpty) {
  const char *end = open_.back().end;
  open_.pop_back();
  if (indent_ >= 0 && !isEmpty) newLine(open_.size());
  out_ += end;
}

void JsonWriter::stepMap(Open &open) {
  const auto *map = load<const MapObject *>(open.value);
  int64_t at = map ? flow_map_next(map, static_cast<int64_t>(open.next)) : -1;
  if (at < 0) return close(!map || map->length == 0);
  newItem(open.count++ == 0);
  open.next = static_cast<uint64_t>(at) + 1;
  const ValueShape &shape = *open.shape;
  const char *entry = map->entry(static_cast<uint64_t>(at));
  if (shape.kind == ShapeKind::Set) return enter(*shape.first, entry + shape.key);
  key(textOf(*shape.first, entry + shape.key));
  enter(*shape.second, entry + shape.value);
}

void JsonWriter::step() {
  Open &open = open_.back();
  if (open.shape->kind == ShapeKind::Map || open.shape->kind == ShapeKind::Set) return stepMap(open);
  uint64_t at = open.next++;
  if (open.shape->kind == ShapeKind::List) {
    const auto *list = load<const ListObject *>(open.value);
    uint64_t length = list ? list->length : 0;
    if (at == length) return close(length == 0);
    newItem(at == 0);
    return enter(*open.shape->first, list->elements() + at * open.shape->first->size);
  }
  if (at == open.count) return close(open.count == 0);
  newItem(at == 0);
  const FieldShape &field = open.fields[at];
  const char *value = open.value + field.offset;
  if (open.shape->kind != ShapeKind::Tuple) key(field.name);
  enter(*field.shape, value); // `open` may have moved
}

} // namespace

} // namespace flow::values

uint32_t flow_json_write(FlowContext *context, FlowText *out, const FlowShape *shape, const void *value,
                         int64_t indent) noexcept {
  constexpr int64_t kMostIndent = 64;
  *out = FlowText();
  if (indent > kMostIndent)
    return flow::abi::fail(context, flow::abi::FailureKind::Failure, "JSON is indented by at most 64 blanks");
  return flow::values::JsonWriter(context, indent).run(*shape, static_cast<const char *>(value), out);
}

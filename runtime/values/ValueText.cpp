// The text of any value, as Flow prints it.
#include "runtime/abi/FailureTexts.h"
#include "runtime/abi/Objects.h"
#include "runtime/abi/Values.h"
#include "runtime/base/BufferedText.h"
#include "runtime/text/TextFunctions.h"
#include "runtime/text/ValueFormat.h"
#include "runtime/values/Walk.h"

namespace flow::values {

using namespace abi;

namespace {

/// Of a caught failure; of none, memory was denied for it.
std::string_view messageOf(const FailureObject *failure) {
  return failure ? failure->message.view() : abi::messageOf(FailureKind::OutOfMemory);
}

/// A range as it is written: "0..3", "range(0, 10, 2)". It is the record of that name
/// (compiler/sema/values/Ranges.cpp).
bool isRange(const ValueShape &shape) {
  static constexpr const char *kFields[] = {"begin", "end", "step"};
  if (!shape.name || shape.count != std::size(kFields) || std::strcmp(shape.name, "Range") != 0) return false;
  for (size_t i = 0; i < std::size(kFields); ++i) {
    const FieldShape &field = shape.fields[i];
    if (field.shape->kind != ShapeKind::I64 || std::strcmp(field.name, kFields[i]) != 0) return false;
  }
  return true;
}

/// Goes through a value with a stack of its own, as deep as the value is.
class TextWriter {
public:
  /// The text goes to `out`: the whole of it, or by pieces to the text whose buffer that is.
  explicit TextWriter(std::string &out) : out_(out) {}
  explicit TextWriter(BufferedText &text) : out_(text.buffer()), text_(&text) {}

  void run(const ValueShape &shape, const char *value) {
    enter(shape, value);
    while (!open_.empty() && (!text_ || text_->settle())) step();
  }

private:
  /// A value that has parts, and how many of them are written.
  struct Open {
    const ValueShape *shape;
    const char *value;
    uint64_t next = 0;
  };
  void enter(const ValueShape &shape, const char *value);
  void scalar(const ValueShape &shape, const char *value);
  void quoted(std::string_view written, void (*append)(std::string &, std::string_view));
  void range(const ValueShape &shape, const char *value);
  void step();
  void stepFields(Open &open, const FieldShape *fields, uint32_t count, const char *base, bool named);
  void stepList(Open &open);
  void stepMap(Open &open);
  void stepVariant(Open &open);
  void close(std::string_view text) {
    out_ += text;
    open_.pop_back();
  }

  std::string &out_;
  BufferedText *text_ = nullptr;
  std::vector<Open> open_;
};

void TextWriter::quoted(std::string_view written, void (*append)(std::string &, std::string_view)) {
  out_ += '"';
  if (text_)
    appendInPieces(*text_, written, [&](std::string_view part) { append(out_, part); });
  else
    append(out_, written);
  out_ += '"';
}

void TextWriter::scalar(const ValueShape &shape, const char *value) {
  switch (shape.kind) {
  case ShapeKind::Bool: out_ += load<uint8_t>(value) ? "true" : "false"; return;
  case ShapeKind::F32: return text::appendFloat(out_, load<float>(value));
  case ShapeKind::F64: return text::appendFloat(out_, load<double>(value));
  case ShapeKind::U64: return text::appendUnsigned(out_, load<uint64_t>(value));
  case ShapeKind::Decimal64: return text::appendDecimal(out_, load<int64_t>(value), shape.scale);
  case ShapeKind::Decimal128: return text::appendDecimal(out_, load<__int128>(value), shape.scale);
  case ShapeKind::Date: return text::appendDate(out_, load<int32_t>(value));
  case ShapeKind::Timestamp: return text::appendTimestamp(out_, load<int64_t>(value));
  case ShapeKind::Duration: return text::appendDuration(out_, load<int64_t>(value));
  case ShapeKind::Size: return text::appendSize(out_, load<int64_t>(value));
  case ShapeKind::Months: return text::appendMonths(out_, load<int64_t>(value));
  case ShapeKind::Text: {
    auto written = load<StringView>(value); // a short one has its bytes in itself
    if (!shape.isBytes) return quoted(written.view(), text::appendEscaped);
    out_ += 'b';
    return quoted(written.view(), text::appendEscapedBytes);
  }
  case ShapeKind::Unit: out_ += "()"; return;
  case ShapeKind::None: out_ += "none"; return;
  case ShapeKind::Function: out_ += "<function>"; return;
  case ShapeKind::Failure: return text::appendQuoted(out_, messageOf(load<const FailureObject *>(value)));
  case ShapeKind::Frame: out_ += "<frame>"; return;
  default: return text::appendInteger(out_, wordAt(shape, value));
  }
}

void TextWriter::range(const ValueShape &shape, const char *value) {
  int64_t parts[3];
  for (size_t i = 0; i < 3; ++i) parts[i] = load<int64_t>(value + shape.fields[i].offset);
  text::appendRange(out_, parts[0], parts[1], parts[2]);
}

void TextWriter::enter(const ValueShape &shape, const char *value) {
  switch (shape.kind) {
  case ShapeKind::Optional:
    if (load<uint8_t>(value + shape.presence)) return enter(*shape.first, value);
    out_ += "none";
    return;
  case ShapeKind::Range:
    enter(*shape.first, value);
    out_ += "..";
    return enter(*shape.first, value + shape.first->size);
  case ShapeKind::Record:
    if (isRange(shape)) return range(shape, value);
    open_.push_back({&shape, value});
    return;
  case ShapeKind::Tuple:
  case ShapeKind::List:
  case ShapeKind::Map:
  case ShapeKind::Set:
  case ShapeKind::Enum:
  case ShapeKind::Cell: open_.push_back({&shape, value}); return;
  default: return scalar(shape, value);
  }
}

void TextWriter::stepFields(Open &open, const FieldShape *fields, uint32_t count, const char *base, bool named) {
  if (open.next == count) return close(!named && count == 1 ? ",)" : ")");
  const FieldShape &field = fields[open.next];
  out_ += open.next++ == 0 ? "(" : ", ";
  if (named) (out_ += field.name) += ": ";
  enter(*field.shape, base + field.offset); // `open` may have moved
}

void TextWriter::stepVariant(Open &open) {
  Variant variant = variantAt(*open.shape, open.value);
  if (open.next == 0) out_ += variant.shape->name;
  if (variant.shape->count == 0 || !variant.fields) return close(""); // null: zero of a recursive enum
  stepFields(open, variant.shape->fields, variant.shape->count, variant.fields, /*named=*/true);
}

void TextWriter::stepList(Open &open) {
  const auto *list = load<const ListObject *>(open.value);
  if (!list || list->length == 0) return close("[]");
  if (open.next == list->length) return close("]");
  const ValueShape &element = *open.shape->first;
  out_ += open.next == 0 ? "[" : ", ";
  enter(element, list->elements() + open.next++ * element.size);
}

/// `next` counts two for each position: the key, then the value.
void TextWriter::stepMap(Open &open) {
  const auto *map = load<const MapObject *>(open.value);
  bool isSet = open.shape->kind == ShapeKind::Set;
  if (!map || map->length == 0) return close(isSet ? "Set([])" : "[:]");
  if (open.next % 2 == 1) {
    const char *entry = map->entry(open.next++ / 2);
    if (isSet) return;
    out_ += ": ";
    return enter(*open.shape->second, entry + open.shape->value);
  }
  bool isFirst = open.next == 0;
  if (isFirst) out_ += isSet ? "Set([" : "[";
  int64_t at = flow_map_next(map, static_cast<int64_t>(open.next / 2));
  if (at < 0) return close(isSet ? "])" : "]");
  if (!isFirst) out_ += ", ";
  open.next = 2 * static_cast<uint64_t>(at) + 1;
  enter(*open.shape->first, map->entry(static_cast<uint64_t>(at)) + open.shape->key);
}

void TextWriter::step() {
  Open &open = open_.back();
  switch (open.shape->kind) {
  case ShapeKind::List: return stepList(open);
  case ShapeKind::Map:
  case ShapeKind::Set: return stepMap(open);
  case ShapeKind::Enum:
  case ShapeKind::Cell: return stepVariant(open);
  default: {
    bool named = open.shape->kind == ShapeKind::Record;
    if (open.next == 0 && open.shape->name) out_ += open.shape->name;
    if (open.shape->count == 0) return close("()");
    return stepFields(open, open.shape->fields, open.shape->count, open.value, named);
  }
  }
}

} // namespace

/// The value whose text stands bare where nothing is around it: within optionals, a text or a failure; else null.
static const StringView *bareText(const ValueShape *&shape, const void *value) {
  while (shape->kind == ShapeKind::Optional && load<uint8_t>(static_cast<const char *>(value) + shape->presence) != 0)
    shape = shape->first;
  return shape->kind == ShapeKind::Text && !shape->isBytes ? static_cast<const StringView *>(value) : nullptr;
}

std::string partTextOf(const ValueShape &shape, const void *value) {
  std::string text;
  TextWriter(text).run(shape, static_cast<const char *>(value));
  return text;
}

std::string textOf(const ValueShape &whole, const void *value) {
  const ValueShape *shape = &whole;
  if (const StringView *text = bareText(shape, value)) return std::string(load<StringView>(text).view());
  if (shape->kind == ShapeKind::Failure) return std::string(messageOf(load<const FailureObject *>(value)));
  return partTextOf(*shape, value);
}

} // namespace flow::values

void flow_value_text(FlowContext *context, FlowText *out, const FlowShape *whole, const void *value) noexcept {
  using namespace flow::values;
  const FlowShape *shape = whole;
  if (const FlowText *text = bareText(shape, value)) return flow::shareText(context, out, load<FlowText>(text));
  if (shape->kind == flow::abi::ShapeKind::Failure)
    return flow::storeText(context, out, messageOf(load<const flow::abi::FailureObject *>(value)));
  flow::BufferedText text(context);
  TextWriter(text).run(*shape, static_cast<const char *>(value));
  text.finish(out);
}

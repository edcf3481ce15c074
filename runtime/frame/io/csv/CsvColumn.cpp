#include "runtime/frame/io/csv/CsvColumn.h"

#include "runtime/frame/io/csv/ColumnValues.h"
#include "runtime/frame/io/csv/CsvField.h"

#include <algorithm>

namespace flow::frame {

namespace {

constexpr size_t kCopyBytes = 32; // texts are copied in such pieces, the last one reaching beyond the text

/// A view of at most 12 bytes, without a loop.
StringView inlineView(const char *text, uint32_t length) {
  uint64_t low;
  uint32_t high;
  std::memcpy(&low, text, 8);
  std::memcpy(&high, text + 8, 4);
  low &= length >= 8 ? ~uint64_t(0) : (uint64_t(1) << (8 * length)) - 1;
  high &= length >= 12 ? ~uint32_t(0) : length <= 8 ? 0 : (uint32_t(1) << (8 * (length - 8))) - 1;
  StringView view;
  view.length = length;
  std::memcpy(view.inlined, &low, 8);
  std::memcpy(view.inlined + 8, &high, 4);
  return view;
}

/// Copies a text with kCopyBytes readable bytes behind it to where there is room for them.
StringView copiedView(const char *text, uint32_t length, char *&room) {
  for (uint32_t at = 0; at < length; at += kCopyBytes) std::memcpy(room + at, text + at, kCopyBytes);
  StringView view(room, length);
  room += length;
  return view;
}

} // namespace

Status CsvColumn::allocate(MemoryPool &pool, uint32_t rows) {
  Result<std::shared_ptr<Buffer>> data = Buffer::allocate(pool, rows * abi::bytesOf(type_.kind));
  if (!data.ok()) return data.takeFailure();
  data_ = std::move(*data);
  if (!type_.nullable) return {};
  Result<std::shared_ptr<Buffer>> valid = Buffer::allocate(pool, rows);
  if (!valid.ok()) return valid.takeFailure();
  valid_ = std::move(*valid);
  return {};
}

std::string_view CsvColumn::raw(const CsvRows &rows, uint32_t row) const {
  std::string_view raw = rows.raw(row, number_);
  if (isLast_ && raw.ends_with('\r')) raw.remove_suffix(1);
  return raw;
}

ColumnView CsvColumn::view() const {
  ColumnView view;
  view.type = type_;
  view.data = data_->data();
  view.valid = hasNulls_ ? reinterpret_cast<const uint8_t *>(valid_->data()) : nullptr;
  return view;
}

/// The loop over the rows for all types but text.
template <typename Values> class CsvColumn::Loop {
public:
  using Value = typename Values::Value;

  Loop(CsvColumn &column, const CsvRows &rows, const FieldRules &rules)
      : column_(column), rows_(rows), rules_(rules), values_(column.type_),
        out_(reinterpret_cast<Value *>(column.data_->data())),
        valid_(column.valid_ ? reinterpret_cast<uint8_t *>(column.valid_->data()) : nullptr) {}

  std::optional<Misfit> run(uint8_t *dropped) {
    bool mayBeFast = !rules_.nullWords.lookLikeValues();
    if (valid_) std::memset(valid_, 1, rows_.rows);
    column_.hasNulls_ = false;
    for (uint32_t row = 0; row < rows_.rows; ++row) {
      const char *text = rows_.text + rows_.begin(row, column_.number_);
      uint32_t length = rows_.end(row, column_.number_) - rows_.begin(row, column_.number_);
      if (column_.isLast_ && length > 0 && text[length - 1] == '\r') --length;
      if (mayBeFast && values_.fast(text, length, out_[row])) [[likely]]
        continue;
      std::optional<Misfit> misfit = readSlowly({text, length}, row);
      if (!misfit) continue;
      if (!dropped) return misfit;
      dropped[row] = 1;
    }
    return std::nullopt;
  }

private:
  [[gnu::noinline]] std::optional<Misfit> readSlowly(std::string_view text, uint32_t row) {
    bool isNull = text.empty();
    if (isQuotedField(text, rules_.quote) && !unquoteField(text, rules_.quote, text, scratch_))
      return Misfit{Misfit::Reason::Quotes, Parsed::NotOne, row};
    if (!isNull) isNull = rules_.nullWords.contains(withoutBlanks(text));
    if (isNull) {
      out_[row] = {};
      if (!valid_) return Misfit{Misfit::Reason::Missing, Parsed::NotOne, row};
      valid_[row] = 0;
      column_.hasNulls_ = true;
      return std::nullopt;
    }
    Parsed parsed = values_.slow(text, out_[row]);
    if (parsed == Parsed::Value) return std::nullopt;
    return Misfit{Misfit::Reason::Value, parsed, row};
  }

  CsvColumn &column_;
  const CsvRows &rows_;
  const FieldRules &rules_;
  Values values_;
  Value *out_;
  uint8_t *valid_;
  std::string scratch_;
};

/// The loop over the rows of a text column.
class CsvColumn::TextLoop {
public:
  TextLoop(CsvColumn &column, const CsvRows &rows, const FieldRules &rules)
      : column_(column), rows_(rows), rules_(rules),
        out_(reinterpret_cast<StringView *>(column.data_->data())),
        valid_(column.valid_ ? reinterpret_cast<uint8_t *>(column.valid_->data()) : nullptr),
        checksUtf8_(!rows.isAscii && column.type_.kind != ColumnKind::Bytes) {}

  std::optional<Misfit> run(StringHeap &heap, uint8_t *dropped) {
    if (!reserve(heap)) return Misfit{Misfit::Reason::Memory, Parsed::NotOne, 0};
    if (valid_) std::memset(valid_, 1, rows_.rows);
    column_.hasNulls_ = false;
    bool alwaysSlow = rules_.nullWords.applyToText() || checksUtf8_;
    for (uint32_t row = 0; row < rows_.rows; ++row) {
      const char *text = rows_.text + rows_.begin(row, column_.number_);
      uint32_t length = rows_.end(row, column_.number_) - rows_.begin(row, column_.number_);
      if (column_.isLast_ && length > 0 && text[length - 1] == '\r') --length;
      if (length != 0 && *text != rules_.quote && !alwaysSlow) [[likely]] {
        out_[row] =
            length <= StringView::kInlineBytes ? inlineView(text, length) : copiedView(text, length, room_);
        continue;
      }
      std::optional<Misfit> misfit = readSlowly({text, length}, row);
      if (!misfit) continue;
      if (!dropped) return misfit;
      out_[row] = {};
      dropped[row] = 1;
    }
    return std::nullopt;
  }

private:
  /// Room for all texts that do not fit into their views.
  bool reserve(StringHeap &heap) {
    size_t bytes = 0;
    for (uint32_t row = 0; row < rows_.rows; ++row) {
      uint32_t length = rows_.end(row, column_.number_) - rows_.begin(row, column_.number_);
      bytes += length > StringView::kInlineBytes ? length : 0;
    }
    if (bytes == 0) return true;
    room_ = heap.allocate(bytes + kCopyBytes);
    return room_ != nullptr;
  }

  [[gnu::noinline]] std::optional<Misfit> readSlowly(std::string_view text, uint32_t row) {
    bool isNull = text.empty();
    if (isQuotedField(text, rules_.quote) && !unquoteField(text, rules_.quote, text, scratch_))
      return Misfit{Misfit::Reason::Quotes, Parsed::NotOne, row};
    if (!isNull && rules_.nullWords.applyToText()) isNull = rules_.nullWords.contains(text);
    out_[row] = {};
    if (isNull) {
      if (!valid_) return Misfit{Misfit::Reason::Missing, Parsed::NotOne, row};
      valid_[row] = 0;
      column_.hasNulls_ = true;
      return std::nullopt;
    }
    if (checksUtf8_ && !isUtf8(text)) return Misfit{Misfit::Reason::Utf8, Parsed::NotOne, row};
    if (text.size() > StringView::kInlineBytes) {
      std::memcpy(room_, text.data(), text.size());
      out_[row] = StringView(room_, static_cast<uint32_t>(text.size()));
      room_ += text.size();
    } else {
      out_[row] = StringView(text);
    }
    return std::nullopt;
  }

  CsvColumn &column_;
  const CsvRows &rows_;
  const FieldRules &rules_;
  StringView *out_;
  uint8_t *valid_;
  bool checksUtf8_;
  char *room_ = nullptr;
  std::string scratch_;
};

template <typename Values>
std::optional<Misfit> CsvColumn::readValues(const CsvRows &rows, const FieldRules &rules, uint8_t *dropped) {
  return Loop<Values>(*this, rows, rules).run(dropped);
}

std::optional<Misfit> CsvColumn::read(const CsvRows &rows, const FieldRules &rules, StringHeap &heap,
                                      uint8_t *dropped) {
  switch (type_.kind) {
  case ColumnKind::Bool: return readValues<BoolValues>(rows, rules, dropped);
  case ColumnKind::I8: return readValues<IntegerValues<int8_t>>(rows, rules, dropped);
  case ColumnKind::I16: return readValues<IntegerValues<int16_t>>(rows, rules, dropped);
  case ColumnKind::I32: return readValues<IntegerValues<int32_t>>(rows, rules, dropped);
  case ColumnKind::I64: return readValues<IntegerValues<int64_t>>(rows, rules, dropped);
  case ColumnKind::U8: return readValues<IntegerValues<uint8_t>>(rows, rules, dropped);
  case ColumnKind::U16: return readValues<IntegerValues<uint16_t>>(rows, rules, dropped);
  case ColumnKind::U32: return readValues<IntegerValues<uint32_t>>(rows, rules, dropped);
  case ColumnKind::U64: return readValues<IntegerValues<uint64_t>>(rows, rules, dropped);
  case ColumnKind::F32: return readValues<FloatValues<float>>(rows, rules, dropped);
  case ColumnKind::F64: return readValues<FloatValues<double>>(rows, rules, dropped);
  case ColumnKind::Decimal64: return readValues<DecimalValues<int64_t>>(rows, rules, dropped);
  case ColumnKind::Decimal128: return readValues<DecimalValues<__int128>>(rows, rules, dropped);
  case ColumnKind::Date: return readValues<DateValues>(rows, rules, dropped);
  case ColumnKind::Timestamp: return readValues<TimestampValues>(rows, rules, dropped);
  case ColumnKind::Duration: return readValues<QuantityValues<parseDuration>>(rows, rules, dropped);
  case ColumnKind::Size: return readValues<QuantityValues<parseSize>>(rows, rules, dropped);
  case ColumnKind::Str:
  case ColumnKind::Bytes:
  case ColumnKind::Path: return TextLoop(*this, rows, rules).run(heap, dropped);
  }
  FLOW_UNREACHABLE("kind of column: ", type_.kind);
}

void CsvColumn::compact(const uint8_t *dropped, uint32_t rows) {
  size_t width = abi::bytesOf(type_.kind);
  uint32_t kept = 0;
  for (uint32_t row = 0; row < rows; ++row) {
    if (dropped[row]) continue;
    std::memmove(data_->data() + kept * width, data_->data() + row * width, width);
    if (valid_) valid_->data()[kept] = valid_->data()[row];
    ++kept;
  }
}

} // namespace flow::frame

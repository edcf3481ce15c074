#include "runtime/frame/io/csv/CsvColumn.h"

#include "runtime/frame/io/csv/ColumnValues.h"
#include "runtime/frame/io/csv/CsvField.h"

#include <algorithm>

namespace flow::frame {

namespace {

constexpr size_t kCopyBytes = 32; // texts are copied in such pieces, the last one reaching beyond the text

/// A view of at most 12 bytes, without a loop, as the two words that it is.
void storeInline(const char *text, uint32_t length, StringView &view) {
  uint64_t low;
  uint32_t high;
  std::memcpy(&low, text, 8);
  std::memcpy(&high, text + 8, 4);
  low &= length >= 8 ? ~uint64_t(0) : (uint64_t(1) << (8 * length)) - 1;
  high &= length >= 12 ? ~uint32_t(0) : length <= 8 ? 0 : (uint32_t(1) << (8 * (length - 8))) - 1;
  uint64_t words[2] = {length | low << 32, low >> 32 | uint64_t(high) << 32};
  std::memcpy(&view, words, sizeof words);
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

  Loop(CsvColumn &column, const CsvRows &rows, const FieldRules &rules, uint32_t at)
      : column_(column), rows_(rows), rules_(rules), values_(column.type_),
        out_(reinterpret_cast<Value *>(column.data_->data()) + at),
        valid_(column.valid_ ? reinterpret_cast<uint8_t *>(column.valid_->data()) + at : nullptr) {}

  std::optional<Misfit> run(const MisfitUse &use) {
    bool mayBeFast = !rules_.nullWords.lookLikeValues();
    if (valid_) std::memset(valid_, 1, rows_.rows);
    uint32_t row = 0;
    if constexpr (Values::kHasGroups) {
      ShortFields fields;
      for (; mayBeFast && row + ShortFields::kRows <= rows_.rows; row += ShortFields::kRows) {
        if (!values_.fastGroup(rows_, row, column_.number_, column_.isLast_, fields, out_ + row)) continue;
        for (uint32_t index = 0; index < ShortFields::kRows; ++index) {
          if (!fields.wrong[index]) continue;
          if (std::optional<Misfit> misfit = readOne(row + index, mayBeFast, use)) return misfit;
        }
      }
    }
    for (; row < rows_.rows; ++row)
      if (std::optional<Misfit> misfit = readOne(row, mayBeFast, use)) return misfit;
    return std::nullopt;
  }

private:
  /// Reads one field. A misfit is returned only when it ends reading.
  [[gnu::always_inline]] std::optional<Misfit> readOne(uint32_t row, bool mayBeFast, const MisfitUse &use) {
    const char *text = rows_.text + rows_.begin(row, column_.number_);
    uint32_t length = rows_.end(row, column_.number_) - rows_.begin(row, column_.number_);
    if (column_.isLast_ && length > 0 && text[length - 1] == '\r') --length;
    if (mayBeFast && values_.fast(text, length, out_[row])) [[likely]]
      return std::nullopt;
    std::optional<Misfit> misfit = readSlowly({text, length}, row);
    if (!misfit || !use.take(*misfit)) return misfit;
    out_[row] = {};
    return std::nullopt;
  }

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
  TextLoop(CsvColumn &column, const CsvRows &rows, const FieldRules &rules, uint32_t at)
      : column_(column), rows_(rows), rules_(rules),
        out_(reinterpret_cast<StringView *>(column.data_->data()) + at),
        valid_(column.valid_ ? reinterpret_cast<uint8_t *>(column.valid_->data()) + at : nullptr),
        checksUtf8_(!rows.isAscii && column.type_.kind != ColumnKind::Bytes) {}

  std::optional<Misfit> run(StringHeap &heap, const MisfitUse &use) {
    heap_ = &heap;
    if (valid_) std::memset(valid_, 1, rows_.rows);
    bool alwaysSlow = rules_.nullWords.applyToText() || checksUtf8_;
    for (uint32_t row = 0; row < rows_.rows; ++row) {
      const char *text = rows_.text + rows_.begin(row, column_.number_);
      uint32_t length = rows_.end(row, column_.number_) - rows_.begin(row, column_.number_);
      if (column_.isLast_ && length > 0 && text[length - 1] == '\r') --length;
      if (length != 0 && *text != rules_.quote && !alwaysSlow) [[likely]] {
        if (length <= StringView::kInlineBytes) {
          storeInline(text, length, out_[row]);
          continue;
        }
        if (!room_ && !reserve(row)) return Misfit{Misfit::Reason::Memory, Parsed::NotOne, row};
        out_[row] = copiedView(text, length, room_);
        continue;
      }
      std::optional<Misfit> misfit = readSlowly({text, length}, row);
      if (!misfit) continue;
      if (!use.take(*misfit)) return misfit;
      out_[row] = {};
    }
    return std::nullopt;
  }

private:
  /// Room for all texts from `first` on that do not fit into their views.
  bool reserve(uint32_t first) {
    size_t bytes = 0;
    for (uint32_t row = first; row < rows_.rows; ++row) {
      uint32_t length = rows_.end(row, column_.number_) - rows_.begin(row, column_.number_);
      bytes += length > StringView::kInlineBytes ? length : 0;
    }
    room_ = heap_->allocate(bytes + kCopyBytes);
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
      if (!room_ && !reserve(row)) return Misfit{Misfit::Reason::Memory, Parsed::NotOne, row};
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
  StringHeap *heap_ = nullptr;
  char *room_ = nullptr;
  std::string scratch_;
};

template <typename Values>
std::optional<Misfit> CsvColumn::readValues(const CsvRows &rows, const FieldRules &rules, uint32_t at,
                                            const MisfitUse &use) {
  return Loop<Values>(*this, rows, rules, at).run(use);
}

std::optional<Misfit> CsvColumn::read(const CsvRows &rows, const FieldRules &rules, StringHeap &heap,
                                      uint32_t at, const MisfitUse &use) {
  if (at == 0) hasNulls_ = false;
  switch (type_.kind) {
  case ColumnKind::Bool: return readValues<BoolValues>(rows, rules, at, use);
  case ColumnKind::I8: return readValues<IntegerValues<int8_t>>(rows, rules, at, use);
  case ColumnKind::I16: return readValues<IntegerValues<int16_t>>(rows, rules, at, use);
  case ColumnKind::I32: return readValues<IntegerValues<int32_t>>(rows, rules, at, use);
  case ColumnKind::I64: return readValues<IntegerValues<int64_t>>(rows, rules, at, use);
  case ColumnKind::U8: return readValues<IntegerValues<uint8_t>>(rows, rules, at, use);
  case ColumnKind::U16: return readValues<IntegerValues<uint16_t>>(rows, rules, at, use);
  case ColumnKind::U32: return readValues<IntegerValues<uint32_t>>(rows, rules, at, use);
  case ColumnKind::U64: return readValues<IntegerValues<uint64_t>>(rows, rules, at, use);
  case ColumnKind::F32: return readValues<FloatValues<float>>(rows, rules, at, use);
  case ColumnKind::F64: return readValues<FloatValues<double>>(rows, rules, at, use);
  case ColumnKind::Decimal64: return readValues<DecimalValues<int64_t>>(rows, rules, at, use);
  case ColumnKind::Decimal128: return readValues<DecimalValues<__int128>>(rows, rules, at, use);
  case ColumnKind::Date: return readValues<DateValues>(rows, rules, at, use);
  case ColumnKind::Timestamp: return readValues<TimestampValues>(rows, rules, at, use);
  case ColumnKind::Duration: return readValues<QuantityValues<parseDuration>>(rows, rules, at, use);
  case ColumnKind::Size: return readValues<QuantityValues<parseSize>>(rows, rules, at, use);
  case ColumnKind::Str:
  case ColumnKind::Bytes:
  case ColumnKind::Path: return TextLoop(*this, rows, rules, at).run(heap, use);
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

#pragma once
// Plain data as bytes and back, for what is kept on disk: numbers, enums, texts, pairs, vectors, optionals, variants,
// and structs of such, whose members FLOW_FIELDS lists. Numbers are as in memory, so bytes belong to one kind of
// machine, and to one form of the structs: whoever keeps them has that in the key.

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

/// FLOW_FIELDS(Type, member, ..): all members of a struct, in order. One that is missing or too many does not compile.
/// Stands in the namespace of the type.
#define FLOW_FIELDS(Type, ...)                                                                                         \
  [[maybe_unused]] inline auto fieldsOf(Type &whole_) {                                                                \
    auto &[__VA_ARGS__] = whole_;                                                                                      \
    return std::tie(__VA_ARGS__);                                                                                      \
  }                                                                                                                    \
  [[maybe_unused]] inline auto fieldsOf(const Type &whole_) {                                                          \
    const auto &[__VA_ARGS__] = whole_;                                                                                \
    return std::tie(__VA_ARGS__);                                                                                      \
  }

namespace flow::abi {

template <typename T>
concept Number = std::is_arithmetic_v<T> || std::is_enum_v<T>;

/// Appends values to a string.
class ByteWriter {
public:
  explicit ByteWriter(std::string &bytes) : bytes_(bytes) {}

  template <Number T> void write(const T &value) {
    bytes_.append(reinterpret_cast<const char *>(&value), sizeof value);
  }
  void write(const std::string &text) {
    write(uint64_t{text.size()});
    bytes_ += text;
  }
  template <typename T> void write(const std::vector<T> &values) {
    write(uint64_t{values.size()});
    for (const T &value : values) write(value);
  }
  template <typename T> void write(const std::optional<T> &value) {
    write(value.has_value());
    if (value) write(*value);
  }
  template <typename A, typename B> void write(const std::pair<A, B> &pair) {
    write(pair.first);
    write(pair.second);
  }
  template <typename... Ts> void write(const std::variant<Ts...> &value) {
    write(static_cast<uint8_t>(value.index()));
    std::visit([&](const auto &chosen) { write(chosen); }, value);
  }
  template <typename T>
    requires(std::is_class_v<T>)
  void write(const T &value) {
    std::apply([&](const auto &...members) { (write(members), ...); }, fieldsOf(value));
  }

private:
  std::string &bytes_;
};

/// Reads what a ByteWriter wrote. Bytes that are not of that form, or too few, give anything and ok() is false.
class ByteReader {
public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  /// Nothing was missing so far.
  bool ok() const { return ok_; }
  /// And nothing is left.
  bool isDone() const { return ok_ && bytes_.empty(); }

  template <Number T> void read(T &value) {
    if (!take(sizeof value)) return;
    std::memcpy(&value, bytes_.data(), sizeof value);
    bytes_.remove_prefix(sizeof value);
  }
  void read(std::string &text) {
    uint64_t size = readCount();
    if (!take(size)) return;
    text.assign(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
  }
  template <typename T> void read(std::vector<T> &values) {
    uint64_t size = readCount();
    values.clear();
    for (uint64_t i = 0; ok_ && i < size; ++i) read(values.emplace_back());
  }
  template <typename T> void read(std::optional<T> &value) {
    bool isThere = false;
    read(isThere);
    if (isThere)
      read(value.emplace());
    else
      value.reset();
  }
  template <typename A, typename B> void read(std::pair<A, B> &pair) {
    read(pair.first);
    read(pair.second);
  }
  template <typename... Ts> void read(std::variant<Ts...> &value) {
    uint8_t index = 0;
    read(index);
    readAlternative(value, index, std::index_sequence_for<Ts...>());
  }
  template <typename T>
    requires(std::is_class_v<T>)
  void read(T &value) {
    std::apply([&](auto &...members) { (read(members), ...); }, fieldsOf(value));
  }

private:
  bool take(uint64_t size) {
    ok_ = ok_ && size <= bytes_.size();
    return ok_;
  }
  /// A number of things that take a byte each at least.
  uint64_t readCount() {
    uint64_t count = 0;
    read(count);
    return take(count) ? count : 0;
  }
  template <typename Variant, size_t... I>
  void readAlternative(Variant &value, size_t index, std::index_sequence<I...>) {
    ok_ = ok_ && index < sizeof...(I);
    (void)((ok_ && I == index && (read(value.template emplace<I>()), true)) || ...);
  }

  std::string_view bytes_;
  bool ok_ = true;
};

template <typename T> std::string toBytes(const T &value) {
  std::string bytes;
  ByteWriter(bytes).write(value);
  return bytes;
}

/// Nothing when the bytes are not those of such a value.
template <typename T> std::optional<T> fromBytes(std::string_view bytes) {
  ByteReader reader(bytes);
  std::optional<T> value(std::in_place);
  reader.read(*value);
  if (!reader.isDone()) value.reset();
  return value;
}

} // namespace flow::abi

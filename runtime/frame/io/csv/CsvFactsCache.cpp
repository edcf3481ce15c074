#include "runtime/base/CacheFolder.h"
#include "runtime/frame/io/csv/CsvFileFacts.h"

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>

namespace flow::frame {

namespace {

/// Files that changed so recently may change again without a change of size or time.
constexpr int64_t kSettledNanos = 100'000'000;

// The form of an entry: numbers as eight bytes, texts and lists after their length.
class Writer {
public:
  void number(uint64_t value) { bytes_.append(reinterpret_cast<const char *>(&value), sizeof value); }
  void text(std::string_view value) {
    number(value.size());
    bytes_ += value;
  }
  std::string take() { return std::move(bytes_); }

private:
  std::string bytes_;
};

class Reader {
public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  uint64_t number() {
    uint64_t value = 0;
    if (bytes_.size() < sizeof value)
      failed_ = true;
    else
      std::memcpy(&value, bytes_.data(), sizeof value), bytes_.remove_prefix(sizeof value);
    return value;
  }
  /// A number of things of which each takes at least `bytes` bytes.
  size_t count(size_t bytes) {
    uint64_t value = number();
    if (value > bytes_.size() / bytes) failed_ = true;
    return failed_ ? 0 : value;
  }
  std::string text() {
    size_t length = count(1);
    std::string value(bytes_.substr(0, length));
    bytes_.remove_prefix(length);
    return value;
  }
  bool isDone() const { return !failed_ && bytes_.empty(); }

private:
  std::string_view bytes_;
  bool failed_ = false;
};

std::string serialize(const CsvFileFacts &facts) {
  Writer writer;
  writer.number(facts.header.firstRow);
  writer.number(static_cast<unsigned char>(facts.header.likelyDelimiter));
  writer.number(facts.rows);
  writer.number(facts.isSampled);
  writer.number(facts.columns.size());
  for (size_t index = 0; index < facts.columns.size(); ++index) {
    writer.text(facts.header.names[index]);
    writer.number(facts.columns[index]);
  }
  writer.number(facts.segmentBegins.size());
  for (uint64_t begin : facts.segmentBegins) writer.number(begin);
  return writer.take();
}

std::optional<CsvFileFacts> deserialize(std::string_view bytes) {
  Reader reader(bytes);
  CsvFileFacts facts;
  facts.header.firstRow = reader.number();
  facts.header.likelyDelimiter = static_cast<char>(reader.number());
  facts.rows = reader.number();
  facts.isSampled = reader.number() != 0;
  for (size_t left = reader.count(2 * sizeof(uint64_t)); left > 0; --left) {
    facts.header.names.push_back(reader.text());
    facts.columns.push_back(static_cast<ColumnFacts>(reader.number()));
  }
  for (size_t left = reader.count(sizeof(uint64_t)); left > 0; --left)
    facts.segmentBegins.push_back(reader.number());
  if (!reader.isDone()) return std::nullopt;
  return facts;
}

std::mutex memoryMutex;
std::map<std::string, CsvFileFacts> &inMemory() {
  static auto *facts = new std::map<std::string, CsvFileFacts>;
  return *facts;
}

} // namespace

std::string factsKey(const InputFile &file, const CsvReadOptions &options) {
  Writer writer;
  char *absolute = realpath(file.path().c_str(), nullptr);
  writer.text(absolute ? absolute : file.path());
  std::free(absolute);
  writer.number(file.state().bytes);
  writer.number(static_cast<uint64_t>(file.state().modifiedNanos));
  writer.number(static_cast<uint64_t>(file.state().changedNanos));
  writer.number(file.state().inode);
  const char flags[] = {options.delimiter, options.quote, options.header, options.skipBadRows,
                        options.nulls.has_value()};
  writer.text({flags, sizeof flags});
  writer.number(options.sampleAboveBytes);
  if (options.nulls)
    for (const std::string &word : *options.nulls) writer.text(word);
  return writer.take();
}

std::optional<CsvFileFacts> recallFacts(const std::string &key) {
  {
    std::lock_guard lock(memoryMutex);
    auto found = inMemory().find(key);
    if (found != inMemory().end()) return found->second;
  }
  std::optional<std::string> entry = readCacheEntry("csv-schema", key);
  if (!entry) return std::nullopt;
  std::optional<CsvFileFacts> facts = deserialize(*entry);
  if (!facts) return std::nullopt;
  std::lock_guard lock(memoryMutex);
  inMemory()[key] = *facts;
  return facts;
}

void rememberFacts(const std::string &key, const InputFile &file, const CsvFileFacts &facts) {
  auto now = std::chrono::system_clock::now().time_since_epoch();
  int64_t nanos = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
  if (file.state().inode == 0 || nanos - file.state().changedNanos < kSettledNanos) return;
  writeCacheEntry("csv-schema", key, serialize(facts));
  std::lock_guard lock(memoryMutex);
  inMemory()[key] = facts;
}

} // namespace flow::frame

#include "runtime/abi/Bytes.h"
#include "runtime/base/DiskCache.h"
#include "runtime/frame/io/csv/CsvFileFacts.h"

#include <cstdlib>
#include <map>
#include <mutex>

namespace flow::frame {

FLOW_FIELDS(CsvHeader, names, firstRow, likelyDelimiter)
FLOW_FIELDS(CsvFileFacts, header, columns, rows, isSampled, segmentBegins)

namespace {

/// Of entries on disk. They outlive a build, so it changes with the form of the facts.
constexpr std::string_view kKind = "csv-facts-2";

std::mutex memoryMutex;
std::map<std::string, CsvFileFacts> &inMemory() {
  static auto *facts = new std::map<std::string, CsvFileFacts>;
  return *facts;
}

} // namespace

std::string factsKey(const InputFile &file, const CsvReadOptions &options) {
  std::string key;
  abi::ByteWriter writer(key);
  char *absolute = realpath(file.path().c_str(), nullptr);
  writer.write(absolute ? std::string(absolute) : file.path());
  std::free(absolute);
  writer.write(file.state());
  for (char flag : {options.delimiter, options.quote}) writer.write(flag);
  for (bool flag : {options.header, options.skipBadRows}) writer.write(flag);
  writer.write(options.sampleAboveBytes);
  writer.write(options.nulls);
  return key;
}

std::optional<CsvFileFacts> recallFacts(const std::string &key) {
  {
    std::lock_guard lock(memoryMutex);
    auto found = inMemory().find(key);
    if (found != inMemory().end()) return found->second;
  }
  std::optional<std::string> entry = DiskCache(kKind).load(key);
  if (!entry) return std::nullopt;
  std::optional<CsvFileFacts> facts = abi::fromBytes<CsvFileFacts>(*entry);
  if (!facts) return std::nullopt;
  std::lock_guard lock(memoryMutex);
  inMemory()[key] = *facts;
  return facts;
}

void rememberFacts(const std::string &key, const InputFile &file, const CsvFileFacts &facts) {
  if (file.state().inode == 0 || !isSettled(file.state())) return;
  DiskCache(kKind).store(key, abi::toBytes(facts));
  std::lock_guard lock(memoryMutex);
  inMemory()[key] = facts;
}

} // namespace flow::frame

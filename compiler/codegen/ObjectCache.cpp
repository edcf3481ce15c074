#include "compiler/codegen/ObjectCache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <vector>

namespace flow::codegen {

namespace {

struct Header {
  char magic[8] = {'f', 'l', 'o', 'w', 'o', 'b', 'j', '1'};
  uint64_t bytes = 0;
  XXH128_hash_t checksum{};
};

std::string usersFolder() {
  if (const char *folder = std::getenv("FLOW_CACHE")) return folder;
  if (const char *folder = std::getenv("XDG_CACHE_HOME"); folder && *folder) return std::string(folder) + "/flow";
  if (const char *home = std::getenv("HOME"); home && *home) return std::string(home) + "/.cache/flow";
  return {};
}

/// A file descriptor that closes itself.
class File {
public:
  File(const std::string &path, int flags) : descriptor_(open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  File(const File &) = delete;

  bool isOpen() const { return descriptor_ >= 0; }
  int get() const { return descriptor_; }
  bool readAll(char *to, size_t bytes) const {
    while (bytes > 0) {
      ssize_t got = read(descriptor_, to, bytes);
      if (got <= 0) return false;
      to += got;
      bytes -= static_cast<size_t>(got);
    }
    return true;
  }
  bool writeAll(const char *from, size_t bytes) const {
    while (bytes > 0) {
      ssize_t put = write(descriptor_, from, bytes);
      if (put <= 0) return false;
      from += put;
      bytes -= static_cast<size_t>(put);
    }
    return true;
  }

private:
  int descriptor_;
};

/// Lateness of use is told by the time of modification, renewed at most once an hour.
void noteUse(const File &file, const struct stat &facts) {
  constexpr time_t kHour = 3600;
  if (time(nullptr) - facts.st_mtime > kHour) futimens(file.get(), nullptr);
}

} // namespace

ObjectCache::ObjectCache(std::string folder) : folder_(folder.empty() ? usersFolder() : std::move(folder)) {
  if (!folder_.empty()) folder_ += "/objects";
}

std::optional<std::string> ObjectCache::load(const std::string &key) const {
  if (folder_.empty()) return {};
  File file(folder_ + "/" + key + ".o", O_RDONLY);
  struct stat facts;
  if (!file.isOpen() || fstat(file.get(), &facts) != 0 || !S_ISREG(facts.st_mode)) return {};
  Header header, expected;
  auto size = static_cast<uint64_t>(facts.st_size);
  if (size < sizeof(header) || !file.readAll(reinterpret_cast<char *>(&header), sizeof(header))) return {};
  if (std::memcmp(header.magic, expected.magic, sizeof(header.magic)) != 0 || header.bytes != size - sizeof(header))
    return {};
  std::string object(header.bytes, '\0');
  if (!file.readAll(object.data(), object.size())) return {};
  if (!XXH128_isEqual(XXH3_128bits(object.data(), object.size()), header.checksum)) return {};
  noteUse(file, facts);
  return object;
}

void ObjectCache::store(const std::string &key, std::string_view object) const {
  if (folder_.empty()) return;
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  static std::atomic<uint32_t> counter{0};
  std::string aside = folder_ + "/." + key + "." + std::to_string(getpid()) + "." + std::to_string(counter++);
  bool isWritten = false;
  {
    File file(aside, O_WRONLY | O_CREAT | O_EXCL);
    if (!file.isOpen()) return;
    Header header;
    header.bytes = object.size();
    header.checksum = XXH3_128bits(object.data(), object.size());
    isWritten = file.writeAll(reinterpret_cast<const char *>(&header), sizeof(header)) &&
                file.writeAll(object.data(), object.size());
  }
  if (!isWritten || rename(aside.c_str(), (folder_ + "/" + key + ".o").c_str()) != 0) unlink(aside.c_str());
  // Looking at every file costs more than a small compilation, so only some stores do.
  if (key.ends_with('0')) evict();
}

void ObjectCache::evict() const {
  struct Entry {
    std::filesystem::file_time_type used;
    uint64_t bytes;
    std::filesystem::path path;
  };
  std::vector<Entry> entries;
  uint64_t total = 0;
  std::error_code error;
  for (std::filesystem::directory_iterator at(folder_, error), end; !error && at != end; at.increment(error)) {
    std::error_code gone;
    uint64_t bytes = at->file_size(gone);
    auto used = at->last_write_time(gone);
    if (gone) continue;
    entries.push_back({used, bytes, at->path()});
    total += bytes;
  }
  if (total <= kMaxBytes) return;
  std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) { return a.used < b.used; });
  for (const Entry &entry : entries) {
    if (total <= kMaxBytes / 4 * 3) break;
    std::filesystem::remove(entry.path, error);
    total -= entry.bytes;
  }
}

} // namespace flow::codegen

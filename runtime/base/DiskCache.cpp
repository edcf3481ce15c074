#include "runtime/base/DiskCache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <vector>

namespace flow {

namespace {

// The file of an entry: this, then the key, then the content.
struct EntryHeader {
  char magic[8] = {'F', 'L', 'O', 'W', 'E', 'N', 'T', '1'};
  uint64_t keyBytes = 0;
  uint64_t contentBytes = 0;
  uint64_t checksum = 0; // of key and content
};

uint64_t checksumOf(std::string_view key, std::string_view content) {
  return XXH3_64bits_withSeed(content.data(), content.size(), XXH3_64bits(key.data(), key.size()));
}

bool isOff = false;

std::string usersFolder() {
  auto variable = [](const char *name) { return std::string(std::getenv(name) ? std::getenv(name) : ""); };
  if (std::string own = variable("FLOW_CACHE_DIR"); !own.empty()) return own;
  if (std::string shared = variable("XDG_CACHE_HOME"); !shared.empty()) return shared + "/flow";
  if (std::string home = variable("HOME"); !home.empty()) return home + "/.cache/flow";
  return {};
}

/// Creates a folder and those above it, for their owner alone.
bool makeFolder(const std::string &folder) {
  if (mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) return true;
  size_t slash = folder.rfind('/');
  if (errno != ENOENT || slash == std::string::npos || slash == 0) return false;
  return makeFolder(folder.substr(0, slash)) && (mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST);
}

/// Lateness of use is told by the time of modification, renewed at most once an hour.
void noteUse(int file, const struct stat &state) {
  constexpr time_t kHour = 3600;
  if (time(nullptr) - state.st_mtime > kHour) futimens(file, nullptr);
}

/// Whether the file can be an entry: a plain file of this user, which nobody else may write, of a size that the cache
/// keeps. What others can write is not trusted, as entries hold code.
bool isOurs(const struct stat &state, uint64_t maxBytes) {
  return S_ISREG(state.st_mode) && state.st_uid == geteuid() && (state.st_mode & (S_IWGRP | S_IWOTH)) == 0 &&
         static_cast<uint64_t>(state.st_size) <= maxBytes;
}

std::optional<std::string> readWhole(const std::string &path, uint64_t maxBytes) {
  int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK); // a pipe must not make us wait
  if (file < 0) return std::nullopt;
  struct stat state{};
  if (fstat(file, &state) != 0 || !isOurs(state, maxBytes)) {
    close(file);
    return std::nullopt;
  }
  std::string bytes(static_cast<size_t>(state.st_size), '\0');
  size_t done = 0;
  while (done < bytes.size()) {
    ssize_t got = read(file, bytes.data() + done, bytes.size() - done);
    if (got <= 0) break;
    done += static_cast<size_t>(got);
  }
  noteUse(file, state);
  close(file);
  if (done < bytes.size()) return std::nullopt;
  return bytes;
}

bool writeWhole(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t written = write(file, bytes.data(), bytes.size());
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

} // namespace

void DiskCache::turnOff() { isOff = true; }

DiskCache::DiskCache(std::string_view kind, std::string folder, uint64_t maxBytes)
    : folder_(folder.empty() ? usersFolder() : std::move(folder)), maxBytes_(maxBytes) {
  if (isOff) folder_.clear();
  if (!folder_.empty()) folder_ += "/" + std::string(kind);
}

std::string DiskCache::pathOf(std::string_view key) const {
  XXH128_hash_t hash = XXH3_128bits(key.data(), key.size());
  char name[40];
  std::snprintf(name, sizeof name, "/%016llx%016llx", static_cast<unsigned long long>(hash.high64),
                static_cast<unsigned long long>(hash.low64));
  return folder_ + name;
}

std::optional<std::string> DiskCache::load(std::string_view key) const {
  if (folder_.empty()) return std::nullopt;
  std::optional<std::string> bytes = readWhole(pathOf(key), maxBytes_);
  EntryHeader header, expected;
  if (!bytes || bytes->size() < sizeof header) return std::nullopt;
  std::memcpy(&header, bytes->data(), sizeof header);
  size_t payload = bytes->size() - sizeof header;
  if (std::memcmp(header.magic, expected.magic, sizeof header.magic) != 0) return std::nullopt;
  if (header.keyBytes != key.size() || payload < key.size()) return std::nullopt;
  if (header.contentBytes != payload - key.size()) return std::nullopt;
  std::string_view stored = std::string_view(*bytes).substr(sizeof header);
  std::string_view content = stored.substr(key.size());
  if (stored.substr(0, key.size()) != key || header.checksum != checksumOf(key, content)) return std::nullopt;
  return std::string(content);
}

void DiskCache::store(std::string_view key, std::string_view content) const {
  if (folder_.empty() || !makeFolder(folder_)) return;
  std::string path = pathOf(key);
  std::string beside = path + ".XXXXXX";
  int file = mkostemp(beside.data(), O_CLOEXEC);
  if (file < 0) return;
  EntryHeader header;
  header.keyBytes = key.size();
  header.contentBytes = content.size();
  header.checksum = checksumOf(key, content);
  bool whole = writeWhole(file, {reinterpret_cast<const char *>(&header), sizeof header}) &&
               writeWhole(file, key) && writeWhole(file, content);
  close(file);
  if (!whole || rename(beside.c_str(), path.c_str()) != 0) unlink(beside.c_str());
  if (isTimeToLook(key, content.size())) evict();
}

/// Looking at every file costs more than a small compilation, so only some stores do: about one in each 16th of what
/// the cache may hold, chosen by the key, as other processes store, too.
bool DiskCache::isTimeToLook(std::string_view key, uint64_t bytes) const {
  constexpr uint64_t kLooks = 16;
  uint64_t between = std::max<uint64_t>(maxBytes_ / kLooks, 1);
  return checksumOf(key, {}) % between < bytes;
}

void DiskCache::evict() const {
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
  if (total <= maxBytes_) return;
  std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) { return a.used < b.used; });
  for (const Entry &entry : entries) {
    if (total <= maxBytes_ / 4 * 3) break;
    std::filesystem::remove(entry.path, error);
    total -= entry.bytes;
  }
}

} // namespace flow

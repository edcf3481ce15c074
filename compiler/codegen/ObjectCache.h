#pragma once
// Objects on disk, by content: <folder>/<key>.o is a checksum and the bytes. Files appear whole (written
// aside, renamed) and are checked when they are read, so any number of processes may share a folder and
// damage only costs a compilation. A cache that cannot be used is no error: it just has nothing.

#include <optional>
#include <string>
#include <string_view>

namespace flow::codegen {

class ObjectCache {
public:
  /// Empty: the user's own folder.
  explicit ObjectCache(std::string folder);

  std::optional<std::string> load(const std::string &key) const;
  void store(const std::string &key, std::string_view object) const;

  /// When a folder holds more, the files that were used least lately go.
  static constexpr uint64_t kMaxBytes = 256 << 20;

private:
  void evict() const;

  std::string folder_;
};

} // namespace flow::codegen

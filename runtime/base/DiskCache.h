#pragma once
// Results that are kept on disk between runs: schemas of files, objects, checked programs. An entry is found by its
// key alone; one that is damaged, or that belongs to another key, counts as missing. Entries appear whole (written
// beside, then renamed), so any number of processes may share a folder. A cache that cannot be used is no failure: it
// just has nothing.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace flow {

class DiskCache {
public:
  /// When the entries of a kind take more than this, those that were used least lately go.
  static constexpr uint64_t kMaxBytes = 256 << 20;

  /// The entries of a kind (`objects`), kept under `folder`/kind; without a folder in the user's own:
  /// $FLOW_CACHE_DIR, $XDG_CACHE_HOME/flow or ~/.cache/flow, whichever is set first.
  explicit DiskCache(std::string_view kind, std::string folder = {}, uint64_t maxBytes = kMaxBytes);

  /// For the whole process, before other threads run: nothing is found, nothing is kept.
  static void turnOff();

  std::optional<std::string> load(std::string_view key) const;
  void store(std::string_view key, std::string_view content) const;

private:
  std::string pathOf(std::string_view key) const;
  bool isTimeToLook(std::string_view key, uint64_t bytes) const;
  /// Removes what was used least lately until three quarters of the limit are left.
  void evict() const;

  std::string folder_; ///< empty: there is none
  uint64_t maxBytes_;
};

} // namespace flow

#pragma once
// Small results that are kept on disk between runs, such as the schema of a file. An entry is found by its
// key alone; one that is damaged, or that belongs to another key, counts as missing. Entries appear whole
// (written beside and renamed), so processes may share the folder.

#include <optional>
#include <string>
#include <string_view>

namespace flow {

/// $FLOW_CACHE_DIR, $XDG_CACHE_HOME/flow or ~/.cache/flow, whichever is set first; empty when none is.
std::string cacheFolder();

/// The content that was stored under `key` among the entries of a kind (`schema`), if it is there and whole.
std::optional<std::string> readCacheEntry(std::string_view kind, std::string_view key);

/// Stores an entry. A cache that cannot be written is no failure: the next run works without.
void writeCacheEntry(std::string_view kind, std::string_view key, std::string_view content);

} // namespace flow

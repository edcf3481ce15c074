#pragma once
// Which files a compilation asked for their columns, and what they were then: for the cache of programs, whose entries
// hold for as long as none of them changes.

#include "compiler/schema/SchemaProvider.h"
#include "runtime/frame/io/InputFile.h"

namespace flow::driver {

/// A path or pattern, and the files that it named.
struct WatchedPath {
  std::string path;
  std::vector<std::pair<std::string, frame::FileState>> files;

  friend bool operator==(const WatchedPath &, const WatchedPath &) = default;
};

/// What a path names now; nothing when that is no regular file.
std::optional<WatchedPath> watch(const std::string &path);

/// Passes questions on, and notes before each what the files are.
class FileWatch : public schema::SchemaProvider {
public:
  explicit FileWatch(schema::SchemaProvider &schemas) : schemas_(schemas) {}

  schema::FileAnswer<schema::FileSchema> csv(const std::string &path, const schema::CsvDialect &dialect) override;
  schema::FileAnswer<schema::FileHeader> csvHeader(const std::string &path, const schema::CsvDialect &dialect) override;
  schema::FileAnswer<schema::FileSchema> parquet(const std::string &path) override;

  /// What was asked for; nothing when a file is none that can be told from its later self.
  const std::optional<std::vector<WatchedPath>> &seen() const { return seen_; }

private:
  void note(const std::string &path);

  schema::SchemaProvider &schemas_;
  std::optional<std::vector<WatchedPath>> seen_{std::in_place};
};

} // namespace flow::driver

#include "compiler/driver/FileWatch.h"

#include "runtime/frame/io/FilesOfPath.h"

namespace flow::driver {

std::optional<WatchedPath> watch(const std::string &path) {
  WatchedPath watched{path, {}};
  Result<std::vector<std::string>> files = frame::expandPath(path);
  if (!files.ok()) return std::nullopt;
  for (const std::string &file : *files) {
    std::optional<frame::FileState> state = frame::stateOf(file);
    if (!state) return std::nullopt;
    watched.files.emplace_back(file, *state);
  }
  return watched;
}

void FileWatch::note(const std::string &path) {
  if (!seen_) return;
  std::optional<WatchedPath> watched = watch(path);
  bool isSettled = watched.has_value();
  for (size_t i = 0; isSettled && i < watched->files.size(); ++i)
    isSettled = frame::isSettled(watched->files[i].second);
  if (isSettled)
    seen_->push_back(std::move(*watched));
  else
    seen_.reset();
}

schema::FileAnswer<schema::FileSchema> FileWatch::csv(const std::string &path, const schema::CsvDialect &dialect) {
  note(path);
  return schemas_.csv(path, dialect);
}

schema::FileAnswer<schema::FileHeader> FileWatch::csvHeader(const std::string &path,
                                                           const schema::CsvDialect &dialect) {
  note(path);
  return schemas_.csvHeader(path, dialect);
}

schema::FileAnswer<schema::FileSchema> FileWatch::parquet(const std::string &path) {
  note(path);
  return schemas_.parquet(path);
}

} // namespace flow::driver

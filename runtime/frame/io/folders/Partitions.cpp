#include "runtime/frame/io/folders/Partitions.h"

#include "runtime/frame/io/FilesOfPath.h"
#include "runtime/frame/io/csv/ColumnFacts.h"

#include <algorithm>

namespace flow::frame {

static std::string namesOf(const std::vector<PathPart> &parts) {
  std::string names;
  for (const PathPart &part : parts) names += (names.empty() ? "" : ", ") + part.name;
  return names.empty() ? "nothing" : names;
}

static bool haveSameNames(const std::vector<PathPart> &a, const std::vector<PathPart> &b) {
  bool isSame = a.size() == b.size();
  for (size_t i = 0; isSame && i < a.size(); ++i) isSame = a[i].name == b[i].name;
  return isSame;
}

/// `month=07` is a number, other than in CSV: folders have zeros so that they sort well.
static std::string_view withoutZeros(std::string_view value) {
  bool isNumber = !value.empty() && value.find_first_not_of("0123456789") == std::string_view::npos;
  if (isNumber) value.remove_prefix(std::min(value.find_first_not_of('0'), value.size() - 1));
  return value;
}

Result<abi::RowSpec> partitionsOf(const std::string &path) {
  Result<std::vector<std::string>> files = expandPath(path);
  if (!files.ok()) return files.takeFailure();
  const NullWords nullWords{std::nullopt};
  const std::vector<PathPart> first = openParts(path, files->front());
  for (size_t i = 0; i < first.size(); ++i)
    for (size_t j = 0; j < i; ++j)
      if (first[i].name == first[j].name) {
        Failure failure;
        failure.kind = FailureKind::SchemaDrift;
        failure.message = "the folders of `" + files->front() + "` give the column `" + first[i].name + "` twice";
        return failure;
      }
  std::vector<ColumnFacts> facts(first.size());
  for (const std::string &file : *files) {
    std::vector<PathPart> parts = openParts(path, file);
    if (!haveSameNames(parts, first)) {
      Failure failure;
      failure.kind = FailureKind::SchemaDrift;
      failure.message = "the folders of `" + file + "` give other columns than those of `" + files->front() + "`";
      failure.notes = {"`" + files->front() + "`: " + namesOf(first), "`" + file + "`: " + namesOf(parts)};
      return failure;
    }
    for (size_t i = 0; i < parts.size(); ++i)
      facts[i] |= parts[i].isNull ? kSawEmpty : factOf(withoutZeros(parts[i].value), '\0', nullWords);
  }
  abi::RowSpec row;
  for (size_t i = 0; i < first.size(); ++i) row.push_back({first[i].name, typeOf(facts[i], nullWords)});
  return row;
}

} // namespace flow::frame

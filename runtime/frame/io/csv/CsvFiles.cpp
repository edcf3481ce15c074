#include "runtime/frame/io/csv/CsvFiles.h"

#include "runtime/frame/io/FilesOfPath.h"
#include "runtime/frame/io/PathOperand.h"

#include <algorithm>

namespace flow::frame {

Status CsvFiles::prepare() {
  Result<std::vector<std::string>> files = expandPath(pathOf(spec_.path, context_.captures));
  if (!files.ok()) return atSite(files.takeFailure());
  for (std::string &file : *files) {
    parts_.push_back(std::make_unique<CsvPart>(spec_, std::move(file), *context_.memory));
    if (Status status = parts_.back()->prepare(); !status.ok()) return atSite(status.take());
    firstSegments_.push_back(segments_);
    segments_ += parts_.back()->segmentCount();
  }
  return {};
}

Result<CsvFiles::Place> CsvFiles::open(uint32_t segment) {
  auto after = std::upper_bound(firstSegments_.begin(), firstSegments_.end(), segment);
  Place place;
  place.file = static_cast<size_t>(after - firstSegments_.begin()) - 1;
  place.part = parts_[place.file].get();
  Status status = parts_[place.file]->open(segment - firstSegments_[place.file], place.bytes);
  if (status.ok()) return place;
  Failure failure = atSite(status.take());
  failure.segment = segment;
  return failure;
}

} // namespace flow::frame

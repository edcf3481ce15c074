#pragma once
// The files of a CSV source one after the other, as segments. Thread-safe after prepare().

#include "runtime/abi/Plan.h"
#include "runtime/frame/Operator.h"
#include "runtime/frame/io/csv/CsvPart.h"

namespace flow::frame {

class CsvFiles {
public:
  CsvFiles(const abi::CsvSource &spec, const QueryContext &context) : spec_(spec), context_(context) {}

  /// Finds the files and reads the headers of those that are not compressed.
  Status prepare();
  uint32_t segmentCount() const { return segments_; }

  struct Place {
    size_t file = 0; ///< its number
    const CsvPart *part = nullptr;
    CsvPart::Segment bytes;
  };
  Result<Place> open(uint32_t segment);

  const abi::CsvSource &spec() const { return spec_; }
  const QueryContext &context() const { return context_; }
  size_t fileCount() const { return parts_.size(); }
  Failure atSite(Failure failure) const {
    failure.site = spec_.site;
    return failure;
  }

private:
  abi::CsvSource spec_;
  QueryContext context_;
  std::vector<std::unique_ptr<CsvPart>> parts_;
  std::vector<uint32_t> firstSegments_; // of each part
  uint32_t segments_ = 0;
};

} // namespace flow::frame

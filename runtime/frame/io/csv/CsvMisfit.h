#pragma once
// What is said of a field that does not fit.

#include "runtime/frame/io/InputFile.h"
#include "runtime/frame/io/csv/CsvColumn.h"

namespace flow::frame {

/// "is no i64" and the like, to go behind the text of the field. Not for denied memory.
std::string misfitText(const Misfit &misfit, std::string_view raw, const ColumnType &type);

/// A field that does not fit, for whoever reads it. It keeps the file open, so that its line can be found.
class CsvFault final : public FieldFault {
public:
  struct Place {
    std::shared_ptr<const InputFile> file;
    uint64_t rowOffset = 0; ///< in the file
    uint32_t site = 0;      ///< of the scan
    uint32_t segment = 0;
    uint64_t row = 0; ///< of the segment
  };
  CsvFault(Place place, std::string message, std::string help)
      : place_(std::move(place)), message_(std::move(message)), help_(std::move(help)) {}

  std::string_view message() const override { return message_; }
  Failure failure() const override;

private:
  Place place_;
  std::string message_, help_;
};

} // namespace flow::frame

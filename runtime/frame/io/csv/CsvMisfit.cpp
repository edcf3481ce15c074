#include "runtime/frame/io/csv/CsvMisfit.h"

#include "runtime/frame/io/csv/CsvRowStream.h"

namespace flow::frame {

std::string misfitText(const Misfit &misfit, std::string_view raw, const ColumnType &type) {
  switch (misfit.reason) {
  case Misfit::Reason::Missing:
    return (raw.empty() ? "the field is empty" : "is null") + (", but " + abi::typeText(type)) + " is not optional";
  case Misfit::Reason::Quotes: return "goes on after its closing quote";
  case Misfit::Reason::Utf8: return "is not UTF-8";
  default: return misfitReason(misfit.parsed, type);
  }
}

Failure CsvFault::failure() const {
  Failure failure = badRow(*place_.file, place_.rowOffset, message_);
  failure.helps = {help_, "`bad_rows: skip` leaves such rows out"};
  failure.site = place_.site;
  failure.segment = place_.segment;
  failure.row = place_.row;
  return failure;
}

} // namespace flow::frame

#pragma once
// How a CSV file is written: what separates fields and what quotes them. Rows end in a line feed; a carriage
// return before it belongs to the end. Quotes follow RFC 4180, with one leniency: a quote inside a field that
// does not begin with one is an ordinary character.

namespace flow::frame {

struct CsvDialect {
  char delimiter = ',';
  char quote = '"'; ///< '\0': none

  friend bool operator==(const CsvDialect &, const CsvDialect &) = default;
};

} // namespace flow::frame

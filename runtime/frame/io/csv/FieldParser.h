#pragma once
// From the text of a field to a value: the parsers of runtime/text, under the names of this folder.

#include "runtime/text/ValueParser.h"

namespace flow::frame {

using text::isUtf8;
using text::misfitReason;
using text::parseBool;
using text::Parsed;
using text::parseDate;
using text::parseDecimal;
using text::parseDouble;
using text::parseDuration;
using text::parseFloat;
using text::parseInteger;
using text::parseSize;
using text::parseTimestamp;
using text::parseUnsigned;
using text::withoutBlanks;

} // namespace flow::frame

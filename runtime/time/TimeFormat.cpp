#include "runtime/time/TimeFormat.h"

#include "runtime/abi/leaf/CivilDate.h"
#include "runtime/base/NewText.h"

#include <charconv>
#include <string>

namespace flow::time {

namespace {

using namespace calendar;

constexpr const char *kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                   "July",    "August",   "September", "October", "November", "December"};
constexpr const char *kWeekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                     "Friday", "Saturday", "Sunday"};

/// The part of a format after a '%': the directive, and whether it drops leading zeros.
struct Directive {
  char letter = '\0'; ///< '\0' at the end of the format
  bool isPlain = false;
};

Directive takeDirective(std::string_view &format) {
  Directive directive;
  if (!format.empty() && format[0] == '-') {
    directive.isPlain = true;
    format.remove_prefix(1);
  }
  if (format.empty()) return directive;
  directive.letter = format[0];
  format.remove_prefix(1);
  return directive;
}

/// What a directive that stands for others stands for; empty for the rest.
std::string_view expansion(char letter) {
  switch (letter) {
  case 'F': return "%Y-%m-%d";
  case 'T': return "%H:%M:%S";
  case 'D': return "%m/%d/%y";
  case 'R': return "%H:%M";
  default: return {};
  }
}

void appendNumber(std::string &out, int64_t value, size_t width, bool isPlain) {
  char digits[24];
  char *end = std::to_chars(digits, digits + sizeof digits, value < 0 ? -value : value).ptr;
  auto length = static_cast<size_t>(end - digits);
  if (value < 0) out += '-';
  if (!isPlain && length < width) out.append(width - length, '0');
  out.append(digits, length);
}

class Writer {
public:
  Writer(int64_t micros, std::string &out)
      : micros_(micros), days_(daysFromMicros(micros)), date_(civilFromDays(days_)),
        ofDay_(microsOfDay(micros)), out_(out) {}

  /// False when the format has a directive that does not exist: `unknown`.
  bool write(std::string_view format) {
    while (!format.empty()) {
      size_t percent = format.find('%');
      out_ += format.substr(0, percent);
      if (percent == std::string_view::npos) return true;
      format.remove_prefix(percent + 1);
      Directive directive = takeDirective(format);
      std::string_view others = expansion(directive.letter);
      bool known = !others.empty() ? write(others) : writeOne(directive);
      if (!known) {
        unknown_ = directive.letter;
        return false;
      }
    }
    return true;
  }

  /// The letter; '\0' when the format ends behind a percent sign.
  char unknown() const { return unknown_; }

private:
  bool writeOne(Directive directive) {
    int64_t hour = ofDay_ / 3'600'000'000;
    auto number = [&](int64_t value, size_t width) {
      appendNumber(out_, value, width, directive.isPlain);
      return true;
    };
    auto words = [&](std::string_view text) {
      out_ += text;
      return true;
    };
    switch (directive.letter) {
    case 'Y': return number(date_.year, 4);
    case 'y': return number((date_.year % 100 + 100) % 100, 2);
    case 'm': return number(date_.month, 2);
    case 'd': return number(date_.day, 2);
    case 'e': return words(date_.day < 10 ? " " : "") && number(date_.day, 1);
    case 'H': return number(hour, 2);
    case 'I': return number((hour + 11) % 12 + 1, 2);
    case 'M': return number(ofDay_ / 60'000'000 % 60, 2);
    case 'S': return number(ofDay_ / kMicrosPerSecond % 60, 2);
    case 'f': return number(ofDay_ % kMicrosPerSecond, 6);
    case 'L': return number(ofDay_ % kMicrosPerSecond / 1000, 3);
    case 'p': return words(hour < 12 ? "AM" : "PM");
    case 'b': return words(std::string_view(kMonths[date_.month - 1]).substr(0, 3));
    case 'B': return words(kMonths[date_.month - 1]);
    case 'a': return words(std::string_view(kWeekdays[weekday(days_) - 1]).substr(0, 3));
    case 'A': return words(kWeekdays[weekday(days_) - 1]);
    case 'j': return number(dayOfYear(days_), 3);
    case 'u': return number(weekday(days_), 1);
    case 'w': return number(weekday(days_) % 7, 1);
    case 'V': return number(isoWeek(days_), 2);
    case 'U': return number((dayOfYear(days_) + 6 - static_cast<int32_t>(weekday(days_) % 7)) / 7, 2);
    case 'W': return number((dayOfYear(days_) + 7 - static_cast<int32_t>(weekday(days_))) / 7, 2);
    case 'G': return number(civilFromDays(days_ - static_cast<int32_t>(weekday(days_)) + 4).year, 4);
    case 'z': return words("+0000");
    case 'Z': return words("UTC");
    case 's': return number(floorDivide(micros_, kMicrosPerSecond), 1);
    case '%': return words("%");
    case 'n': return words("\n");
    case 't': return words("\t");
    default: return false;
    }
  }

  int64_t micros_;
  int32_t days_;
  CivilDate date_;
  int64_t ofDay_; // microseconds
  std::string &out_;
  char unknown_ = '\0';
};

bool isDigit(char c) { return c >= '0' && c <= '9'; }
char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

class Reader {
public:
  explicit Reader(std::string_view text) : text_(text) {}

  Read read(std::string_view format, int64_t &micros) {
    if (Read result = take(format); result != Read::Value) return result;
    if (!text_.empty()) return Read::NotOne;
    if (year_ < 1 || day_ > daysInMonth(static_cast<int32_t>(year_), static_cast<uint32_t>(month_)))
      return Read::NotOne;
    if (afternoon_ >= 0) {
      if (hour_ < 1 || hour_ > 12) return Read::NotOne;
      hour_ = hour_ % 12 + 12 * afternoon_;
    }
    int32_t days = daysFromCivil(static_cast<int32_t>(year_), static_cast<uint32_t>(month_),
                                 static_cast<uint32_t>(day_));
    micros = days * kMicrosPerDay +
             ((hour_ * 60 + minute_ - zoneMinutes_) * 60 + second_) * kMicrosPerSecond + fraction_;
    return Read::Value;
  }
  /// Of a bad format, the letter.
  char unknown() const { return unknown_; }

private:
  /// Goes on to the end of the format even when the text does not match, so that a bad format is always seen.
  Read take(std::string_view format) {
    bool fits = true;
    while (!format.empty()) {
      char c = format[0];
      format.remove_prefix(1);
      if (c == '%') {
        Directive directive = takeDirective(format);
        std::string_view others = expansion(directive.letter);
        Read result = !others.empty() ? take(others) : takeOne(directive.letter);
        if (result == Read::BadFormat) {
          unknown_ = directive.letter;
          return result;
        }
        fits &= result == Read::Value;
      } else if (c == ' ' || c == '\t' || c == '\n') {
        takeBlanks();
      } else {
        fits &= takeChar(c);
      }
    }
    return fits ? Read::Value : Read::NotOne;
  }

  void takeBlanks() {
    while (!text_.empty() && (text_[0] == ' ' || text_[0] == '\t' || text_[0] == '\n'))
      text_.remove_prefix(1);
  }
  bool takeChar(char c) {
    if (text_.empty() || text_[0] != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  /// `fewest` to `width` digits within the bounds.
  bool takeNumber(int64_t &value, size_t width, int64_t least, int64_t most, size_t fewest = 1) {
    size_t count = 0;
    int64_t number = 0;
    while (count < width && count < text_.size() && isDigit(text_[count]))
      number = number * 10 + (text_[count++] - '0');
    text_.remove_prefix(count);
    value = number;
    return count >= fewest && number >= least && number <= most;
  }
  /// Digits after a point, of a unit of 10^-digits seconds at the first `digits` of them.
  bool takeFraction() {
    size_t count = 0;
    fraction_ = 0;
    for (; count < 6 && count < text_.size() && isDigit(text_[count]); ++count)
      fraction_ = fraction_ * 10 + (text_[count] - '0');
    text_.remove_prefix(count);
    bool any = count > 0;
    for (; count < 6; ++count) fraction_ *= 10;
    return any;
  }
  /// A name or its first three letters, whatever their case.
  template <size_t Count> bool takeName(const char *const (&names)[Count], int64_t &number) {
    for (size_t i = 0; i < Count; ++i) {
      std::string_view name = names[i];
      for (size_t length : {name.size(), size_t{3}}) {
        if (text_.size() < length) continue;
        bool equal = true;
        for (size_t at = 0; at < length; ++at) equal &= lowered(text_[at]) == lowered(name[at]);
        if (!equal) continue;
        text_.remove_prefix(length);
        number = static_cast<int64_t>(i) + 1;
        return true;
      }
    }
    return false;
  }
  bool takeZone() {
    if (takeChar('Z')) return true;
    bool isEast = takeChar('+');
    if (!isEast && !takeChar('-')) return false;
    int64_t hours, minutes;
    if (!takeNumber(hours, 2, 0, 23)) return false;
    takeChar(':');
    if (!takeNumber(minutes, 2, 0, 59)) return false;
    zoneMinutes_ = (hours * 60 + minutes) * (isEast ? 1 : -1);
    return true;
  }
  bool takeWord(std::string_view word) {
    for (char c : word) {
      if (text_.empty() || lowered(text_[0]) != lowered(c)) return false;
      text_.remove_prefix(1);
    }
    return true;
  }

  Read takeOne(char letter) {
    auto result = [](bool fits) { return fits ? Read::Value : Read::NotOne; };
    int64_t ignored;
    switch (letter) {
    case 'Y': return result(takeNumber(year_, 4, 1, 9999, 4));
    case 'y': {
      bool fits = takeNumber(year_, 2, 0, 99);
      year_ += year_ < 69 ? 2000 : 1900; // as POSIX says
      return result(fits);
    }
    case 'm': return result(takeNumber(month_, 2, 1, 12));
    case 'e': takeBlanks(); [[fallthrough]];
    case 'd': return result(takeNumber(day_, 2, 1, 31));
    case 'H':
    case 'I': return result(takeNumber(hour_, 2, 0, 23));
    case 'M': return result(takeNumber(minute_, 2, 0, 59));
    case 'S': return result(takeNumber(second_, 2, 0, 59));
    case 'f':
    case 'L': return result(takeFraction());
    case 'p': {
      afternoon_ = !text_.empty() && lowered(text_[0]) == 'p';
      return result(takeWord(afternoon_ ? "pm" : "am"));
    }
    case 'b':
    case 'B': return result(takeName(kMonths, month_));
    case 'a':
    case 'A': return result(takeName(kWeekdays, ignored));
    case 'z': return result(takeZone());
    case 'Z': return result(takeWord("UTC"));
    case '%': return result(takeChar('%'));
    case 'n':
    case 't': takeBlanks(); return Read::Value;
    default: return Read::BadFormat;
    }
  }

  std::string_view text_;
  int64_t year_ = 1970, month_ = 1, day_ = 1, hour_ = 0, minute_ = 0, second_ = 0, fraction_ = 0;
  int64_t zoneMinutes_ = 0;
  int afternoon_ = -1; // unknown
  char unknown_ = '\0';
};

uint32_t writeTime(FlowContext *context, FlowText *out, int64_t micros, const FlowText *format) {
  std::string text;
  *out = FlowText();
  Writer writer(micros, text);
  if (!writer.write(format->view())) {
    return abi::fail(context, abi::FailureKind::ParseError,
                     badFormatText(format->view(), writer.unknown(), "stands for nothing"));
  }
  flow::storeText(context, out, text);
  return abi::kDone;
}

} // namespace

Read readTime(std::string_view text, std::string_view format, int64_t &micros, char &unknown) {
  Reader reader(text);
  Read result = reader.read(format, micros);
  unknown = reader.unknown();
  return result;
}

std::string badFormatText(std::string_view format, char unknown, std::string_view what) {
  std::string text = "the format `" + std::string(format) + "` has ";
  if (unknown <= ' ' || unknown > '~') return text + "a percent sign alone; as such it is written `%%`";
  return text + "`%" + unknown + "`, which " + std::string(what);
}

} // namespace flow::time

extern "C" {

uint32_t flow_date_format(FlowContext *context, FlowText *out, int32_t t, const FlowText *format) noexcept {
  return flow::time::writeTime(context, out, t * flow::calendar::kMicrosPerDay, format);
}
uint32_t flow_timestamp_format(FlowContext *context, FlowText *out, int64_t t,
                               const FlowText *format) noexcept {
  return flow::time::writeTime(context, out, t, format);
}

} // extern "C"

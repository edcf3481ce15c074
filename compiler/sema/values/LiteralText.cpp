#include "compiler/sema/values/LiteralText.h"

#include <algorithm>
#include <cctype>
#include <cstdio>

namespace flow::sema {
namespace {

int64_t daysFromCivil(int64_t year, unsigned month, unsigned day) {
  year -= month <= 2;
  int64_t era = (year >= 0 ? year : year - 399) / 400;
  auto yearOfEra = static_cast<unsigned>(year - era * 400);
  unsigned dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  unsigned dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return era * 146097 + static_cast<int64_t>(dayOfEra) -
         719468; // Hinnant, "chrono-compatible low-level date algorithms"
}

bool isDigits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

unsigned numberAt(std::string_view text, size_t at, size_t digits) {
  unsigned value = 0;
  for (char c : text.substr(at, digits)) value = value * 10 + static_cast<unsigned>(c - '0');
  return value;
}

/// "hh:mm" at the begin of `text`, which loses it.
bool takeHourMinute(std::string_view &text, unsigned &hour, unsigned &minute) {
  if (text.size() < 5 || text[2] != ':' || !isDigits(text.substr(0, 2)) || !isDigits(text.substr(3, 2))) return false;
  hour = numberAt(text, 0, 2);
  minute = numberAt(text, 3, 2);
  text.remove_prefix(5);
  return hour <= 23 && minute <= 59;
}

/// hh:mm[:ss[.ffffff]], then `Z`, +hh:mm, -hh:mm or nothing (UTC).
bool parseTimeOfDay(std::string_view text, int64_t &micros) {
  unsigned hour = 0, minute = 0, second = 0;
  if (!takeHourMinute(text, hour, minute)) return false;
  if (text.starts_with(':')) {
    if (text.size() < 3 || !isDigits(text.substr(1, 2))) return false;
    second = numberAt(text, 1, 2);
    text.remove_prefix(3);
    if (second > 59) return false;
  }
  micros = ((hour * 60 + minute) * 60LL + second) * 1'000'000;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
    if (end == 0 || end > 6) return false; // finer than a microsecond would be lost
    int64_t unit = 100'000;
    for (char c : text.substr(0, end)) {
      micros += (c - '0') * unit;
      unit /= 10;
    }
    text.remove_prefix(end);
  }
  if (text.empty() || text == "Z") return true;
  bool isAhead = text[0] == '+';
  if (!isAhead && text[0] != '-') return false;
  text.remove_prefix(1);
  if (!takeHourMinute(text, hour, minute) || !text.empty()) return false;
  int64_t shift = (hour * 60LL + minute) * 60'000'000;
  micros += isAhead ? -shift : shift;
  return true;
}

struct Unit {
  std::string_view text;
  bool isSize;
  __int128 factor; ///< nanoseconds or bytes
};
constexpr Unit kUnits[] = {{"ns", false, 1},
                           {"us", false, 1'000},
                           {"ms", false, 1'000'000},
                           {"s", false, 1'000'000'000},
                           {"min", false, 60'000'000'000},
                           {"h", false, 3'600'000'000'000},
                           {"d", false, 86'400'000'000'000},
                           {"B", true, 1},
                           {"KB", true, 1'000},
                           {"MB", true, 1'000'000},
                           {"GB", true, 1'000'000'000},
                           {"TB", true, 1'000'000'000'000},
                           {"KiB", true, 1 << 10},
                           {"MiB", true, 1 << 20},
                           {"GiB", true, 1 << 30},
                           {"TiB", true, static_cast<__int128>(1) << 40}};

} // namespace

std::optional<int64_t> dateOf(std::string_view text) {
  bool isForm = text.size() == 10 && text[4] == '-' && text[7] == '-' && isDigits(text.substr(0, 4)) &&
                isDigits(text.substr(5, 2)) && isDigits(text.substr(8, 2));
  if (!isForm) return std::nullopt;
  unsigned year = numberAt(text, 0, 4), month = numberAt(text, 5, 2), day = numberAt(text, 8, 2);
  static constexpr unsigned kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || day < 1) return std::nullopt;
  bool isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (day > kDays[month - 1] + (month == 2 && isLeap ? 1 : 0)) return std::nullopt;
  return daysFromCivil(year, month, day);
}

std::optional<int64_t> timestampOf(std::string_view text) {
  std::optional<int64_t> days = dateOf(text.substr(0, 10));
  if (!days) return std::nullopt;
  int64_t micros = 0;
  std::string_view time = text.substr(10);
  bool isForm = time.empty() || ((time[0] == 'T' || time[0] == ' ') && parseTimeOfDay(time.substr(1), micros));
  return isForm ? std::optional(*days * 86'400'000'000 + micros) : std::nullopt;
}

std::optional<DecimalText> decimalOf(std::string_view text) {
  bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  DecimalText result;
  unsigned digits = 0;
  bool afterPoint = false, any = false;
  for (char c : text) {
    if (c == '_') continue;
    if (c == '.' && !afterPoint) {
      afterPoint = true;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    any = true;
    digits += (digits > 0 || c != '0') ? 1 : 0;
    result.scale += afterPoint ? 1 : 0;
    if (digits > 38 || result.scale > 38) return std::nullopt;
    result.value = result.value * 10 + (c - '0');
  }
  if (!any) return std::nullopt;
  if (negative) result.value = -result.value;
  result.precision = std::max({digits, result.scale, 1u});
  return result;
}

QuantityText quantityOf(std::string_view text) {
  QuantityText result;
  auto bad = [&](const std::string &why) {
    result.problem = why;
    return result;
  };
  if (text.empty()) return bad("it is empty");
  __int128 total = 0;
  for (bool isFirst = true; !text.empty(); isFirst = false) {
    size_t numberEnd = text.find_first_not_of("0123456789._");
    if (numberEnd == 0 || numberEnd == std::string_view::npos) return bad("a number and a unit are expected");
    std::string_view number = text.substr(0, numberEnd);
    text.remove_prefix(numberEnd);
    std::string_view unitText = text.substr(0, text.find_first_of("0123456789"));
    text.remove_prefix(unitText.size());
    const Unit *unit = std::ranges::find(kUnits, unitText, &Unit::text);
    if (unit == std::end(kUnits)) return bad("`" + std::string(unitText) + "` is not a unit");
    if (!isFirst && result.isSize != unit->isSize) return bad("a duration and a size do not mix");
    result.isSize = unit->isSize;
    std::optional<DecimalText> amount = decimalOf(number);
    if (!amount || amount->precision > 18) return bad("the number is too long");
    __int128 parts = 1;
    for (unsigned i = 0; i < amount->scale; ++i) parts *= 10;
    if (amount->value * unit->factor % parts != 0) return bad("it is not a whole number of its smallest unit");
    total += amount->value * unit->factor / parts;
    if (total > INT64_MAX) return bad("it is too large");
  }
  result.value = static_cast<int64_t>(total);
  return result;
}

} // namespace flow::sema

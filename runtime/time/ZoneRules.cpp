#include "runtime/time/ZoneRules.h"

#include "runtime/abi/leaf/CivilDate.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>

namespace flow::time {

namespace {

constexpr int64_t kMinute = 60, kHour = 60 * kMinute, kDay = 24 * kHour;

/// A text that is read from its begin.
class Reader {
public:
  explicit Reader(std::string_view text) : text_(text) {}
  bool isAtEnd() const { return text_.empty(); }
  bool skip(char c) {
    if (text_.empty() || text_[0] != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  std::optional<int32_t> number() {
    int32_t value = 0;
    size_t digits = 0;
    for (; digits < text_.size() && digits < 4 && text_[digits] >= '0' && text_[digits] <= '9'; ++digits)
      value = value * 10 + (text_[digits] - '0');
    if (digits == 0) return std::nullopt;
    text_.remove_prefix(digits);
    return value;
  }
  /// "CET", "<+03>".
  bool zoneName() {
    bool isQuoted = skip('<');
    size_t length = 0;
    auto isPart = [&](char c) {
      return isQuoted ? c != '>' : (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    };
    while (length < text_.size() && isPart(text_[length])) ++length;
    text_.remove_prefix(length);
    return length > 0 && (!isQuoted || skip('>'));
  }
  /// "-1", "3:30", "02:00:00": seconds.
  std::optional<int64_t> clock() {
    bool isNegative = skip('-');
    if (!isNegative) skip('+');
    std::optional<int32_t> part = number();
    if (!part) return std::nullopt;
    int64_t seconds = *part * kHour;
    for (int64_t unit : {kMinute, int64_t{1}}) {
      if (!skip(':')) break;
      part = number();
      if (!part) return std::nullopt;
      seconds += *part * unit;
    }
    return isNegative ? -seconds : seconds;
  }
  std::optional<ChangeDay> changeDay() {
    ChangeDay change;
    if (skip('M')) {
      change.kind = ChangeDay::Kind::Month;
      auto month = number();
      auto week = skip('.') ? number() : std::nullopt;
      auto weekday = skip('.') ? number() : std::nullopt;
      if (!month || !week || !weekday || *month < 1 || *month > 12 || *week < 1 || *week > 5 || *weekday > 6)
        return std::nullopt;
      change.month = *month, change.week = *week, change.weekday = *weekday;
    } else {
      if (skip('J')) change.kind = ChangeDay::Kind::JulianWithoutLeapDay;
      auto day = number();
      if (!day) return std::nullopt;
      change.day = *day;
    }
    change.second = 2 * kHour;
    if (skip('/')) {
      auto time = clock();
      if (!time) return std::nullopt;
      change.second = *time;
    }
    return change;
  }

private:
  std::string_view text_;
};

/// Big-endian, as the file has it.
int64_t numberAt(std::string_view bytes, size_t at, size_t count) {
  uint64_t value = 0;
  for (size_t i = 0; i < count; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return count == 4 ? static_cast<int32_t>(value) : static_cast<int64_t>(value);
}

/// The six counts behind the version.
struct Header {
  static constexpr size_t kBytes = 44;
  size_t utc, standard, leaps, changes, types, names;

  static std::optional<Header> at(std::string_view file) {
    if (file.size() < kBytes || !file.starts_with("TZif")) return std::nullopt;
    auto count = [&](size_t i) { return static_cast<size_t>(numberAt(file, 20 + 4 * i, 4)); };
    return Header{count(0), count(1), count(2), count(3), count(4), count(5)};
  }
  size_t contentBytes(size_t timeBytes) const {
    return changes * (timeBytes + 1) + types * 6 + names + leaps * (timeBytes + 4) + standard + utc;
  }
};

} // namespace

int64_t ChangeDay::in(int32_t year) const {
  int32_t begin = calendar::daysFromCivil(year, 1, 1), at = begin + day;
  switch (kind) {
  case Kind::DayOfYear: break;
  case Kind::JulianWithoutLeapDay: // 1 to 365; 60 is always the first of March
    at = begin + day - 1 + (calendar::isLeapYear(year) && day >= 60 ? 1 : 0);
    break;
  case Kind::Month: {
    auto number = static_cast<uint32_t>(month);
    int32_t first = calendar::daysFromCivil(year, number, 1);
    auto firstWeekday = static_cast<int32_t>(calendar::weekday(first) % 7); // Monday 1, Sunday 7
    at = first + (weekday - firstWeekday + 7) % 7 + 7 * (week - 1);
    auto days = static_cast<int32_t>(calendar::daysInMonth(year, number));
    if (at >= first + days) at -= 7;
    break;
  }
  }
  return at * kDay + second;
}

std::optional<YearlyRule> YearlyRule::parse(std::string_view text) {
  Reader reader(text);
  YearlyRule rule;
  if (!reader.zoneName()) return std::nullopt;
  auto west = reader.clock();
  if (!west) return std::nullopt;
  rule.standard = -*west; // POSIX counts to the west
  if (reader.isAtEnd()) return rule;
  if (!reader.zoneName()) return std::nullopt;
  rule.hasSummer = true;
  rule.summer = rule.standard + kHour;
  if (!reader.skip(',')) {
    west = reader.clock();
    if (!west || !reader.skip(',')) return std::nullopt;
    rule.summer = -*west;
  }
  auto begin = reader.changeDay();
  auto end = reader.skip(',') ? reader.changeDay() : std::nullopt;
  if (!begin || !end) return std::nullopt;
  rule.begin = *begin, rule.end = *end;
  return rule;
}

int64_t YearlyRule::offsetAt(int64_t second) const {
  if (!hasSummer) return standard;
  auto days = static_cast<int32_t>(calendar::floorDivide(second + standard, kDay));
  int32_t year = calendar::civilFromDays(days).year;
  int64_t from = begin.in(year) - standard, to = end.in(year) - summer;
  bool isSummer = from < to ? second >= from && second < to : second >= from || second < to;
  return isSummer ? summer : standard;
}

/// The second version of the content, in which times have 64 bits.
bool ZoneRules::parse(std::string_view file) {
  auto old = Header::at(file);
  if (!old || file[4] < '2') return false;
  size_t begin = Header::kBytes + old->contentBytes(4);
  if (file.size() < begin) return false;
  file.remove_prefix(begin);
  auto header = Header::at(file);
  if (!header || header->types == 0 || file.size() < Header::kBytes + header->contentBytes(8)) return false;
  size_t times = Header::kBytes, kinds = times + 8 * header->changes, types = kinds + header->changes;
  auto offsetOf = [&](size_t type) { return numberAt(file, types + 6 * std::min(type, header->types - 1), 4); };
  for (size_t i = 0; i < header->changes; ++i) {
    changes_.push_back(numberAt(file, times + 8 * i, 8));
    offsets_.push_back(offsetOf(static_cast<unsigned char>(file[kinds + i])));
  }
  first_ = offsetOf(0);
  std::string_view footer = file.substr(Header::kBytes + header->contentBytes(8));
  size_t end = footer.size() > 1 ? footer.find('\n', 1) : std::string_view::npos;
  auto rule = end == std::string_view::npos ? std::nullopt : YearlyRule::parse(footer.substr(1, end - 1));
  after_ = rule ? *rule : YearlyRule{offsets_.empty() ? first_ : offsets_.back(), 0, false, {}, {}};
  return true;
}

int64_t ZoneRules::offsetAt(int64_t second) const {
  auto next = std::ranges::upper_bound(changes_, second);
  if (next == changes_.end()) return after_.offsetAt(second);
  return next == changes_.begin() ? first_ : offsets_[static_cast<size_t>(next - changes_.begin()) - 1];
}

int64_t ZoneRules::secondOf(int64_t local) const {
  int64_t before = offsetAt(local - kDay), after = offsetAt(local + kDay); // changes are further apart
  for (int64_t offset : {before, after})
    if (offsetAt(local - offset) == offset) return local - offset;
  return local - before;
}

std::unique_ptr<ZoneRules> ZoneRules::load(std::string_view name) {
  auto rules = std::make_unique<ZoneRules>();
  if (name == "UTC" || name == "Z") return rules;
  if (name.starts_with('+') || name.starts_with('-')) {
    Reader reader(name);
    auto ahead = reader.clock();
    if (!ahead || !reader.isAtEnd() || std::abs(*ahead) > kDay) return nullptr;
    rules->first_ = rules->after_.standard = *ahead;
    return rules;
  }
  // Names go down from the folder of zones, never out of it.
  bool isName = !name.empty() && name.find("..") == std::string_view::npos && name[0] != '/' &&
                name.find('\0') == std::string_view::npos;
  if (!isName) return nullptr;
  const char *folder = std::getenv("TZDIR");
  std::string path = std::string(folder ? folder : "/usr/share/zoneinfo") + "/" + std::string(name);
  std::error_code problem;
  if (!std::filesystem::is_regular_file(path, problem)) return nullptr; // "Europe" is a folder
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return rules->parse(bytes) ? std::move(rules) : nullptr;
}

const ZoneRules *ZoneRules::named(std::string_view name) {
  thread_local std::string lastName;
  thread_local const ZoneRules *last = nullptr;
  if (last && lastName == name) return last;
  static std::mutex mutex;
  static auto *known = new std::map<std::string, std::unique_ptr<ZoneRules>, std::less<>>; // never destroyed
  std::lock_guard lock(mutex);
  auto found = known->find(name);
  if (found == known->end()) found = known->emplace(std::string(name), load(name)).first;
  lastName = name;
  return last = found->second.get();
}

} // namespace flow::time

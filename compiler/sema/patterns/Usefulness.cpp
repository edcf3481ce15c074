#include "compiler/sema/patterns/Usefulness.h"

#include "runtime/abi/Check.h"

#include <algorithm>
#include <optional>
#include <set>

namespace flow::sema {

using tree::Pattern;
using tree::PatternKind;
using types::Type;
using types::TypeKind;

namespace {

using Row = std::vector<const Pattern *>;
using Whole = __int128; ///< of any integer, decimal or time

struct Interval {
  Whole low = 0, high = 0; ///< both belong to it; empty when low > high
  bool holds(Interval other) const { return low <= other.low && other.high <= high; }
};

/// One way in which values of a type are made; all values of it are alike to every row of the matrix at hand.
struct Constructor {
  enum class Kind : uint8_t {
    Fields,
    Variant, ///< number `before`
    None,
    Some,
    Interval,
    Literal,
    Length,    ///< of a list: exactly `before` elements
    MinLength, ///< of a list: `before` elements, any number of others, `after` elements
    Others     ///< every value that no row names
  };
  Kind kind{};
  Interval interval;
  const ir::Constant *literal = nullptr;
  const Type *declared = nullptr; ///< Literal of failures: the declared error
  size_t before = 0, after = 0;
  std::string text; ///< of Others and Interval
  bool isExample = false;
};
using Kind = Constructor::Kind;

/// The values of a type that is like the integers, else none.
std::optional<Interval> domainOf(const Type *type) {
  if (type->is(TypeKind::Bool)) return Interval{0, 1};
  if (type->isDecimal()) {
    Whole limit = 1;
    for (unsigned i = 0; i < type->precision; ++i) limit *= 10;
    return Interval{1 - limit, limit - 1};
  }
  unsigned bits = 64;
  if (type->isInt())
    bits = type->bits();
  else if (type->is(TypeKind::Date))
    bits = 32;
  else if (!(type->is(TypeKind::Timestamp) || type->is(TypeKind::Duration) || type->is(TypeKind::Size)))
    return std::nullopt;
  if (type->isUnsignedInt()) return Interval{0, (Whole{1} << bits) - 1};
  Whole half = Whole{1} << (bits - 1);
  return Interval{-half, half - 1};
}

/// Of a Value or Range pattern of a type that has a domain.
Interval intervalOf(const Pattern &pattern) {
  Whole low = std::get<Whole>(pattern.value);
  if (pattern.kind == PatternKind::Value) return {low, low};
  Whole high = std::get<Whole>(pattern.end);
  return {low, pattern.isInclusive ? high : high - 1};
}

/// A value of the type in Flow's words; `_` where a literal would say little.
std::string wholeText(const Type *type, Whole value) {
  if (type->is(TypeKind::Bool)) return value != 0 ? "true" : "false";
  if (!type->isInt()) return "_";
  bool isNegative = value < 0;
  std::string digits;
  do {
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(isNegative ? -(value % 10) : value % 10)));
    value /= 10;
  } while (value != 0);
  return isNegative ? "-" + digits : digits;
}

std::vector<const Type *> typesOf(const std::vector<types::Field> &fields) {
  std::vector<const Type *> result;
  for (const types::Field &field : fields) result.push_back(field.type);
  return result;
}

std::vector<const Type *> partTypes(const Constructor &constructor, const Type *type) {
  switch (constructor.kind) {
  case Kind::Fields: return type->components();
  case Kind::Variant: return typesOf(type->variants[constructor.before].fields);
  case Kind::Some: return {type->plain()};
  case Kind::Literal: return constructor.declared ? std::vector{constructor.declared} : std::vector<const Type *>();
  case Kind::Length:
  case Kind::MinLength: return std::vector<const Type *>(constructor.before + constructor.after, type->element());
  default: return {};
  }
}

std::string joined(const std::vector<std::string> &parts, size_t begin, size_t end) {
  std::string result;
  for (size_t i = begin; i < end; ++i) result += (i > begin ? ", " : "") + parts[i];
  return result;
}

/// The constructor's values as a pattern; `parts` are the patterns of its parts.
std::string textOf(const Constructor &constructor, const Type *type, const std::vector<std::string> &parts) {
  switch (constructor.kind) {
  case Kind::None: return "none";
  case Kind::Some: return parts[0];
  case Kind::Literal: return parts.empty() ? constructor.text : parts[0];
  case Kind::Length: return "[" + joined(parts, 0, parts.size()) + "]";
  case Kind::MinLength: {
    std::string text = "[" + joined(parts, 0, constructor.before) + (constructor.before ? ", .." : "..");
    return text + (constructor.after ? ", " + joined(parts, constructor.before, parts.size()) : "") + "]";
  }
  case Kind::Variant: {
    const std::string &name = type->variants[constructor.before].name;
    return parts.empty() ? name : name + "(" + joined(parts, 0, parts.size()) + ")";
  }
  case Kind::Fields: {
    std::vector<std::string> fields = parts;
    if (type->is(TypeKind::Record))
      for (size_t i = 0; i < fields.size(); ++i) fields[i] = type->fields[i].name + ": " + fields[i];
    return type->name + "(" + joined(fields, 0, fields.size()) + ")";
  }
  default: return constructor.text;
  }
}

/// Whether the pattern (no alternatives) takes all values of the constructor, before its parts are looked at.
bool covers(const Pattern &pattern, const Constructor &constructor, const Type *type) {
  switch (pattern.kind) {
  case PatternKind::Any: return true;
  case PatternKind::None: return constructor.kind == Kind::None;
  case PatternKind::Some: return constructor.kind == Kind::Some;
  case PatternKind::Fields: return true;
  case PatternKind::Variant: return constructor.kind == Kind::Variant && constructor.before == pattern.variant;
  case PatternKind::Failure: return constructor.kind == Kind::Literal && *constructor.literal == pattern.value;
  case PatternKind::Value:
    if (!domainOf(type)) return constructor.kind == Kind::Literal && *constructor.literal == pattern.value;
    [[fallthrough]];
  case PatternKind::Range: // of floats: nobody lists all of them, so it covers nothing
    return constructor.kind == Kind::Interval && intervalOf(pattern).holds(constructor.interval);
  case PatternKind::List: {
    size_t least = constructor.before + constructor.after;
    return pattern.hasRest ? pattern.parts.size() <= least
                           : constructor.kind == Kind::Length && pattern.parts.size() == least;
  }
  case PatternKind::Alternatives: break;
  }
  FLOW_UNREACHABLE();
}

const Pattern &anything() {
  static const Pattern kAny;
  return kAny;
}

using Witnesses = std::vector<std::vector<std::string>>;
using Types = std::vector<const Type *>;

/// Patterns may ask for every combination of values in turn (the problem is NP-hard). Nobody writes such a `match`, but
/// nobody shall wait for its compiler either: after so many patterns looked at the answer is "unknown". What is missing
/// is asked once, for at most a second or so; whether an arm is reached is asked for each of them.
constexpr size_t kMaxSeen = 20'000'000;
constexpr size_t kMaxSeenForWarning = 400'000;

class Matrix {
public:
  /// `limit`: how many witnesses are wanted; `maxSeen`: how many patterns may be looked at for them.
  Matrix(size_t limit, size_t maxSeen) : limit_(limit), maxSeen_(maxSeen) {}

  /// Values that no row takes and the query does, as patterns of the columns, the last one first.
  Witnesses witnesses(const std::vector<Row> &rows, const Row &query, const Types &types);
  bool hasExample() const { return hasExample_; }
  /// The patterns were too many; what was found before is right.
  bool isUnknown() const { return seen_ > maxSeen_; }

private:
  Witnesses find(const std::vector<Row> &rows, const Row &query, const Types &types);
  void addSpecialised(const Constructor &constructor, const std::vector<Row> &rows, const Row &query,
                      const Types &types, Witnesses &out);
  bool isEnough(const Witnesses &found) const { return found.size() >= limit_ || isUnknown(); }

  size_t limit_, maxSeen_;
  bool hasExample_ = false;
  size_t seen_ = 0;
  std::set<std::pair<std::vector<Row>, Types>> taken_; ///< without witnesses; the query is the last row
};

bool takesAll(const Row &row) {
  return std::ranges::all_of(row, [](const Pattern *pattern) { return pattern->takesAll(); });
}

/// Rows with alternatives in the first column become several rows.
void expand(const Row &row, std::vector<Row> &out) {
  if (row[0]->kind != PatternKind::Alternatives) {
    out.push_back(row);
    return;
  }
  for (const Pattern *part : row[0]->parts) {
    Row one = row;
    one[0] = part;
    expand(one, out);
  }
}

/// The row with the first column replaced by the parts of the constructor.
Row specialised(const Row &row, size_t partCount) {
  const Pattern &head = *row[0];
  Row result(partCount, &anything());
  if (head.kind == PatternKind::List) {
    size_t before = head.hasRest ? head.restAt : head.parts.size();
    for (size_t i = 0; i < before; ++i) result[i] = head.parts[i];
    for (size_t i = before; i < head.parts.size(); ++i) result[partCount - head.parts.size() + i] = head.parts[i];
  } else if (!head.takesAll()) {
    for (size_t i = 0; i < head.parts.size(); ++i) result[i] = head.parts[i];
  }
  result.insert(result.end(), row.begin() + 1, row.end());
  return result;
}

/// The integers of `whole` cut at the ends of the rows' intervals. What no row names is one constructor.
std::vector<Constructor> splitIntervals(const std::vector<Row> &rows, Interval whole, const Type *type) {
  std::vector<Whole> begins{whole.low};
  for (const Row &row : rows) {
    if (row[0]->takesAll()) continue;
    Interval interval = intervalOf(*row[0]);
    if (interval.low > interval.high) continue;
    if (interval.low > whole.low && interval.low <= whole.high) begins.push_back(interval.low);
    if (interval.high >= whole.low && interval.high < whole.high) begins.push_back(interval.high + 1);
  }
  std::ranges::sort(begins);
  begins.erase(std::ranges::unique(begins).begin(), begins.end());
  std::vector<Constructor> result;
  std::optional<Constructor> others;                                          // keeps the value that is nearest to zero
  auto distance = [](Whole value) { return value < 0 ? -value : value - 1; }; // 1 rather than -1
  auto nearest = [](Interval interval) { return std::clamp(Whole{0}, interval.low, interval.high); };
  for (size_t i = 0; i < begins.size(); ++i) {
    Constructor part;
    part.kind = Kind::Interval;
    part.interval = {begins[i], i + 1 < begins.size() ? begins[i + 1] - 1 : whole.high};
    part.text = wholeText(type, nearest(part.interval));
    part.isExample = part.interval.low != part.interval.high;
    bool isNamed = std::ranges::any_of(
        rows, [&](const Row &row) { return !row[0]->takesAll() && intervalOf(*row[0]).holds(part.interval); });
    if (isNamed) {
      result.push_back(part);
      continue;
    }
    bool isNearer = others && distance(nearest(part.interval)) < distance(nearest(others->interval));
    if (others) part.isExample = others->isExample = true;
    if (!others || isNearer) others = part;
  }
  if (others) result.push_back(*others);
  return result;
}

std::vector<Constructor> splitLengths(const std::vector<Row> &rows, const Pattern &head) {
  size_t before = 0, after = 0, longest = 0; // of the patterns with a rest, of those without
  auto add = [&](const Pattern &pattern) {
    if (pattern.kind != PatternKind::List) return;
    if (!pattern.hasRest) {
      longest = std::max(longest, pattern.parts.size() + 1);
      return;
    }
    before = std::max<size_t>(before, pattern.restAt);
    after = std::max(after, pattern.parts.size() - pattern.restAt);
  };
  for (const Row &row : rows) add(*row[0]);
  add(head);
  if (longest > before + after) before = longest - after;
  std::vector<Constructor> result;
  for (size_t length = 0; length <= before + after; ++length) {
    Constructor one;
    bool isLast = length == before + after;
    one.kind = isLast ? Kind::MinLength : Kind::Length;
    one.before = isLast ? before : length;
    one.after = isLast ? after : 0;
    if (covers(head, one, nullptr) || head.takesAll()) result.push_back(one);
  }
  return result;
}

std::vector<Constructor> splitLiterals(const std::vector<Row> &rows, const Pattern &head) {
  std::vector<Constructor> result;
  auto add = [&](const Pattern &pattern) {
    if (pattern.kind != PatternKind::Value && pattern.kind != PatternKind::Failure) return;
    for (const Constructor &known : result)
      if (*known.literal == pattern.value) return;
    Constructor one;
    one.kind = Kind::Literal;
    one.literal = &pattern.value;
    one.declared = pattern.parts.empty() ? nullptr : pattern.parts[0]->type;
    one.text = "_";
    result.push_back(one);
  };
  add(head);
  if (!result.empty()) return result;
  if (head.takesAll())
    for (const Row &row : rows) add(*row[0]);
  Constructor others;
  others.kind = Kind::Others;
  others.text = "_";
  others.isExample = true;
  result.push_back(others);
  return result;
}

std::vector<Constructor> split(const std::vector<Row> &rows, const Pattern &head, const Type *type) {
  auto simple = [](Kind kind) {
    Constructor one;
    one.kind = kind;
    return one;
  };
  if (type->isOptional()) {
    std::vector<Constructor> result;
    if (head.takesAll() || head.kind == PatternKind::None) result.push_back(simple(Kind::None));
    if (head.takesAll() || head.kind == PatternKind::Some) result.push_back(simple(Kind::Some));
    return result;
  }
  if (type->is(TypeKind::Tuple) || type->is(TypeKind::Record)) return {simple(Kind::Fields)};
  if (type->isEnum()) {
    std::vector<Constructor> result;
    for (size_t i = 0; i < type->variants.size(); ++i) {
      if (!head.takesAll() && head.variant != i) continue;
      result.push_back(simple(Kind::Variant));
      result.back().before = i;
    }
    return result;
  }
  if (type->is(TypeKind::List)) return splitLengths(rows, head);
  std::optional<Interval> domain = domainOf(type);
  if (!domain) return splitLiterals(rows, head);
  Interval whole = head.takesAll() ? *domain : intervalOf(head);
  return whole.low > whole.high ? std::vector<Constructor>{} : splitIntervals(rows, whole, type);
}

void Matrix::addSpecialised(const Constructor &constructor, const std::vector<Row> &rows, const Row &query,
                            const Types &types, Witnesses &out) {
  Types columns = partTypes(constructor, types[0]);
  size_t partCount = columns.size();
  columns.insert(columns.end(), types.begin() + 1, types.end());
  std::vector<Row> covered;
  for (const Row &row : rows)
    if (covers(*row[0], constructor, types[0])) covered.push_back(specialised(row, partCount));
  for (std::vector<std::string> &witness : witnesses(covered, specialised(query, partCount), columns)) {
    if (isEnough(out)) return;
    std::vector<std::string> parts(witness.rbegin(), witness.rbegin() + static_cast<std::ptrdiff_t>(partCount));
    witness.resize(witness.size() - partCount);
    witness.push_back(textOf(constructor, types[0], parts));
    hasExample_ |= constructor.isExample;
    out.push_back(std::move(witness));
  }
}

Witnesses Matrix::witnesses(const std::vector<Row> &rows, const Row &query, const Types &types) {
  seen_ += (rows.size() + 1) * (types.size() + 1);
  if (isUnknown() || std::ranges::any_of(rows, takesAll)) return {};
  if (types.empty()) return {{}};
  std::pair key{rows, types};
  key.first.push_back(query);
  if (taken_.contains(key)) return {};
  Witnesses found = find(rows, query, types);
  if (found.empty() && !isUnknown()) taken_.insert(std::move(key));
  return found;
}

/// Takes the first column apart.
Witnesses Matrix::find(const std::vector<Row> &rows, const Row &query, const Types &types) {
  std::vector<Row> expanded, queries;
  for (const Row &row : rows) expand(row, expanded);
  expand(query, queries);
  Witnesses result;
  for (const Row &one : queries) {
    bool isPlain =
        one[0]->takesAll() && std::ranges::all_of(expanded, [](const Row &row) { return row[0]->takesAll(); });
    if (!isPlain) {
      for (const Constructor &constructor : split(expanded, *one[0], types[0])) {
        if (isEnough(result)) return result;
        addSpecialised(constructor, expanded, one, types, result);
      }
      continue;
    }
    // Nobody looks at the first column.
    std::vector<Row> rest;
    for (const Row &row : expanded) rest.emplace_back(row.begin() + 1, row.end());
    for (std::vector<std::string> &witness :
         witnesses(rest, Row(one.begin() + 1, one.end()), {types.begin() + 1, types.end()})) {
      if (isEnough(result)) return result;
      witness.push_back("_");
      result.push_back(std::move(witness));
    }
  }
  return result;
}

std::vector<Row> rowsOf(const std::vector<const Pattern *> &patterns) {
  std::vector<Row> rows;
  for (const Pattern *pattern : patterns) rows.push_back({pattern});
  return rows;
}

} // namespace

Missing missingPatterns(const std::vector<const Pattern *> &rows, const Type *type) {
  Matrix matrix(kMaxMissing, kMaxSeen);
  Missing missing;
  for (const std::vector<std::string> &witness : matrix.witnesses(rowsOf(rows), {&anything()}, {type}))
    missing.patterns.push_back(witness[0]);
  missing.isExample = matrix.hasExample();
  missing.isUnknown = missing.patterns.empty() && matrix.isUnknown();
  return missing;
}

bool isReachable(const std::vector<const Pattern *> &rows, const Pattern &pattern) {
  Matrix matrix(1, kMaxSeenForWarning);
  return !matrix.witnesses(rowsOf(rows), {&pattern}, {pattern.type}).empty() || matrix.isUnknown();
}

} // namespace flow::sema

#include "test/unit/runtime/frame/exec/ReferenceAggregate.h"
#include "test/unit/runtime/frame/exec/TestKernels.h"

#include <cmath>

namespace flow::frame::test {

namespace {

using abi::JoinKind;

const RowSpec kLeft = {{"a", type(ColumnKind::I64, true)},
                       {"s", type(ColumnKind::Str, true)},
                       {"f", type(ColumnKind::F64)},
                       {"i", type(ColumnKind::I32)},
                       {"x", type(ColumnKind::I64)}};
const RowSpec kRight = {{"a", type(ColumnKind::I64)},
                        {"s", type(ColumnKind::Str)},
                        {"f", type(ColumnKind::F64, true)},
                        {"i", type(ColumnKind::I32, true)},
                        {"y", type(ColumnKind::I64, true)}};

struct Join {
  JoinKind kind{};
  std::vector<uint32_t> keys;  ///< the same columns on both sides
  bool hasCondition = false;   ///< left x < right y
  int64_t refused = INT64_MIN; ///< the condition fails at such a y
  abi::JoinPartners partners = abi::JoinPartners::All;
};

bool isEqualKey(const Value &a, const Value &b) {
  if (a.index() == 0 || b.index() == 0) return false;
  return a == b; // NaN is not, -0.0 is 0.0
}

/// Left rows with their matches, as the language says.
std::vector<Row> referenceJoin(const std::vector<Row> &left, const std::vector<Row> &right,
                               const Join &join) {
  std::vector<Row> result;
  for (const Row &l : left) {
    bool isMatched = false;
    for (const Row &r : right) {
      bool matches = true;
      for (uint32_t key : join.keys) matches = matches && isEqualKey(l[key], r[key]);
      if (matches && join.hasCondition) {
        matches = r[4].index() != 0 && std::get<int64_t>(l[4]) < std::get<int64_t>(r[4]);
      }
      if (!matches) continue;
      const bool isFirst = !isMatched;
      isMatched = true;
      if (join.kind == JoinKind::Anti || (join.kind == JoinKind::Semi && !isFirst)) continue;
      if (join.partners == abi::JoinPartners::First && !isFirst) continue;
      Row both = l;
      if (join.kind != JoinKind::Semi) both.insert(both.end(), r.begin(), r.end());
      result.push_back(both);
    }
    if (isMatched) continue;
    Row alone = l;
    if (join.kind == JoinKind::Left) alone.resize(l.size() + right[0].size());
    if (join.kind == JoinKind::Left || join.kind == JoinKind::Anti) result.push_back(alone);
  }
  return result;
}

std::vector<uint32_t> allOf(const RowSpec &row) {
  std::vector<uint32_t> columns;
  for (uint32_t column = 0; column < row.size(); ++column) columns.push_back(column);
  return columns;
}

void makePlan(PlanRun &run, const std::vector<Row> &left, const std::vector<Row> &right, const Join &join) {
  run.captures.resize(8);
  std::memcpy(run.captures.data(), &join.refused, 8);
  run.plan.sites = {{0, 0, 0, FailureKind::ConversionError, ""}, {0, 0, 0, FailureKind::Failure, "several partners"}};
  run.plan.joinTables = {kRight};
  abi::JoinBuildSink build;
  build.keys = join.keys;
  run.plan.pipelines.push_back({run.input(kRight, right, {100, 37}), {}, build});
  abi::ProbeStep probe;
  probe.kind = join.kind;
  probe.keys = join.keys;
  probe.partners = join.partners;
  probe.site = 2;
  probe.probeOutputs = allOf(kLeft);
  RowSpec result = kLeft;
  if (join.kind == JoinKind::Inner || join.kind == JoinKind::Left) {
    probe.buildOutputs = allOf(kRight);
    for (ColumnSpec column : kRight) {
      column.type.nullable |= join.kind == JoinKind::Left;
      result.push_back(column);
    }
  }
  if (join.hasCondition) {
    abi::StageStep condition;
    condition.kernel = 0;
    condition.inputs = {4, static_cast<uint32_t>(kLeft.size()) + 4};
    condition.filters = true;
    probe.condition = condition;
    const bool mayFail = join.refused != INT64_MIN;
    run.kernels.add(mayFail ? suspectPair : keepLess, mayFail ? refusePair : nullptr);
  }
  abi::CollectSink collect{run.table(result)};
  run.plan.result = collect.table;
  run.plan.pipelines.push_back({run.input(kLeft, left, {200, 64}), {probe}, collect});
}

void check(const std::vector<Row> &left, const std::vector<Row> &right, const Join &join) {
  SCOPED_TRACE(testing::Message() << "kind " << static_cast<int>(join.kind) << ", first key " << join.keys[0]
                                  << ", " << join.keys.size() << " keys, condition " << join.hasCondition);
  PlanRun run;
  makePlan(run, left, right, join);
  EXPECT_TRUE(areClose(rowsOf(run.runAll()), referenceJoin(left, right, join)));
}

void checkAllKinds(const std::vector<Row> &left, const std::vector<Row> &right, std::vector<uint32_t> keys) {
  for (JoinKind kind : {JoinKind::Inner, JoinKind::Left, JoinKind::Semi, JoinKind::Anti}) {
    for (bool hasCondition : {false, true}) check(left, right, {kind, keys, hasCondition});
  }
}

TEST(Join, KeysOfEachKind) {
  RandomValues random(1);
  std::vector<Row> left = random.rows(kLeft, 700, 60), right = random.rows(kRight, 250, 60);
  for (uint32_t key : {0u, 1u, 2u, 3u}) checkAllKinds(left, right, {key});
}

TEST(Join, SeveralKeys) {
  RandomValues random(2);
  std::vector<Row> left = random.rows(kLeft, 600, 6), right = random.rows(kRight, 300, 6);
  checkAllKinds(left, right, {1, 3});
  checkAllKinds(left, right, {3, 0, 2});
}

/// Keys that come once, close together: an array by value.
TEST(Join, UniqueKeys) {
  RandomValues random(3);
  std::vector<Row> left = random.rows(kLeft, 900, 400), right = random.rows(kRight, 300, 9);
  int64_t next = -100;
  for (Row &row : right) {
    row[0] = next;
    row[3] = Value(int64_t(next * 5));
    ++next;
  }
  checkAllKinds(left, right, {0});
  checkAllKinds(left, right, {3});
}

/// Keys that come once, far apart: hashed, but no row matches twice.
TEST(Join, UniqueKeysFarApart) {
  RandomValues random(4);
  std::vector<Row> left = random.rows(kLeft, 900, 400), right = random.rows(kRight, 300, 9);
  for (size_t row = 0; row < right.size(); ++row) right[row][0] = int64_t(row) * 1000000007;
  for (Row &row : left) row[0] = int64_t(random.below(600)) * 1000000007;
  checkAllKinds(left, right, {0});
}

TEST(Join, EmptySides) {
  RandomValues random(5);
  std::vector<Row> left = random.rows(kLeft, 50, 10);
  Row absent(kRight.size()); // a key that is null matches nothing and is not stored
  absent[0] = int64_t(0), absent[1] = std::string("k"), absent[2] = 0.0;
  for (JoinKind kind : {JoinKind::Inner, JoinKind::Left, JoinKind::Semi, JoinKind::Anti}) {
    check(left, {absent}, {kind, {3}});
    check({}, {absent}, {kind, {0}});
  }
}

/// One left row with more matches than a batch has rows, and a key that all right rows share.
TEST(Join, ManyMatches) {
  RandomValues random(6);
  std::vector<Row> left = random.rows(kLeft, 12, 3), right = random.rows(kRight, 3000, 50);
  for (size_t row = 0; row < left.size(); ++row) left[row][0] = int64_t(row % 3);
  for (Row &row : right) row[0] = int64_t(random.below(20) == 0);
  checkAllKinds(left, right, {0});
}

TEST(Join, ConditionFailsAtTheFirstPair) {
  RandomValues random(7);
  std::vector<Row> left = random.rows(kLeft, 800, 20), right = random.rows(kRight, 200, 20);
  for (JoinKind kind : {JoinKind::Inner, JoinKind::Left, JoinKind::Semi, JoinKind::Anti}) {
    PlanRun run;
    makePlan(run, left, right, {kind, {0}, true, 7});
    Failure failure = run.failAll();
    EXPECT_EQ(failure.kind, FailureKind::ConversionError);
    EXPECT_EQ(failure.site, 1u);
    ASSERT_EQ(failure.notes.size(), 2u);
    EXPECT_EQ(failure.notes[1], "y = 7");
    // The left row is the first that meets a right one with 7.
    for (const Row &l : left) {
      bool meets = false;
      for (const Row &r : right) meets |= isEqualKey(l[0], r[0]) && r[4] == Value(int64_t(7));
      if (!meets) continue;
      EXPECT_EQ(failure.notes[0], "x = " + std::to_string(std::get<int64_t>(l[4])));
      break;
    }
  }
}

TEST(Join, FirstPartners) {
  RandomValues random(8);
  std::vector<Row> left = random.rows(kLeft, 700, 60), right = random.rows(kRight, 250, 60);
  for (JoinKind kind : {JoinKind::Inner, JoinKind::Left})
    for (bool hasCondition : {false, true})
      for (uint32_t key : {0u, 1u, 3u})
        check(left, right, {kind, {key}, hasCondition, INT64_MIN, abi::JoinPartners::First});
}

/// The row that fails is the first with two partners, whatever the size of batches.
TEST(Join, OnlyPartners) {
  RandomValues random(9);
  std::vector<Row> left = random.rows(kLeft, 500, 60), right = random.rows(kRight, 60, 60);
  for (size_t row = 0; row < left.size(); ++row) left[row][0] = int64_t(row);
  for (size_t row = 0; row < right.size(); ++row) right[row][0] = int64_t(row * 8), right[row][4] = int64_t(1000000);
  for (JoinKind kind : {JoinKind::Inner, JoinKind::Left})
    for (bool hasCondition : {false, true}) {
      check(left, right, {kind, {0}, hasCondition, INT64_MIN, abi::JoinPartners::Only});
      std::vector<Row> twice = right;
      twice.push_back(right[50]);
      twice.push_back(right[40]);
      PlanRun run;
      makePlan(run, left, twice, {kind, {0}, hasCondition, INT64_MIN, abi::JoinPartners::Only});
      Failure failure = run.failAll();
      EXPECT_EQ(failure.message, "several partners");
      EXPECT_EQ(failure.site, 2u);
      EXPECT_EQ(failure.notes, std::vector<std::string>{"a = 320"});
    }
}

/// The table of a join is read by several pipelines, and large enough for partitions and prefetching.
TEST(Join, LargeTable) {
  const RowSpec row = {{"k", type(ColumnKind::I64)}, {"v", type(ColumnKind::I64)}};
  for (int64_t stride :
       {int64_t(1), int64_t(3), int64_t(1000003)}) { // array by value, directory by value or hash, hash
    for (uint32_t repeats : {1u, 2u}) {
      std::vector<Row> right, left;
      for (int64_t index = 0; index < 150000; ++index) right.push_back({index / repeats * stride, index});
      for (int64_t index = 0; index < 3000; ++index)
        left.push_back({(index * 7919 % 100000) * stride, index});
      PlanRun run;
      run.plan.joinTables = {row};
      abi::JoinBuildSink build;
      build.keys = {0};
      run.plan.pipelines.push_back({run.input(row, right, {65536, 9000}), {}, build});
      abi::ProbeStep probe;
      probe.keys = {0};
      probe.probeOutputs = {1};
      probe.buildOutputs = {1};
      abi::CollectSink collect{run.table({{"l", row[1].type}, {"r", row[1].type}})};
      abi::InputSource source = run.input(row, left, {1000});
      run.plan.pipelines.push_back({source, {probe}, collect});
      run.plan.pipelines.push_back({source, {probe}, collect});
      std::vector<Row> expected;
      for (int pass = 0; pass < 2; ++pass) {
        for (const Row &l : left) {
          int64_t key = std::get<int64_t>(l[0]) / stride;
          for (uint32_t repeat = 0; repeat < repeats; ++repeat) {
            int64_t value = key * repeats + repeat;
            if (value < 150000) expected.push_back({l[1], value});
          }
        }
      }
      EXPECT_TRUE(areClose(rowsOf(run.runAll()), expected)) << stride << " " << repeats;
    }
  }
}

} // namespace

} // namespace flow::frame::test

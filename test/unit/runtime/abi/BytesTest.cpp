#include "runtime/abi/PlanBytes.h"

#include <gtest/gtest.h>

namespace flow::abi {

namespace {

/// A plan that has something of everything.
PlanSpec richPlan() {
  CsvSource csv;
  csv.path = {"data/*.csv", 16};
  csv.row = {{"name", {ColumnKind::Str, 0, 0, true}}, {"amount", {ColumnKind::Decimal64, 12, 2, false}}};
  csv.columns = {1};
  csv.nulls = {"-", ""};
  csv.badRows = CsvSource::BadRows::Skip;
  ParquetSource parquet;
  parquet.bounds = {{0, ColumnBound::Op::Less, int64_t{-3}},
                    {1, ColumnBound::Op::Equal, 0.5},
                    {2, ColumnBound::Op::Greater, std::string("text")}};
  StageStep stage;
  stage.kernel = 3;
  stage.inputs = {0, 2};
  stage.outputs = {{true, 0}, {false, 2}};
  stage.filters = true;
  ProbeStep probe;
  probe.kind = JoinKind::Left;
  probe.condition = stage;
  AggregateSink aggregate;
  aggregate.aggregates = {{AggregateKind::Sum, 1, std::nullopt, 0.25, {}, 7}};
  PlanSpec plan;
  plan.pipelines.push_back({csv, {stage, probe}, aggregate});
  plan.pipelines.push_back({parquet, {TakeStep{1, 2, 8, 3, 16}}, SortSink{1, {{0, true, false}}, 10, {}}});
  plan.pipelines.push_back({RangeSource{-7, 0, {}, 24}, {}, WriteCsvSink{{"out.csv", {}}, csv.row, 9}});
  plan.tables = {csv.row, {}};
  plan.kernels = {"plan0.stage0"};
  plan.sites = {{1, 2, 3, FailureKind::Overflow, "why"}};
  plan.result = 1;
  return plan;
}

} // namespace

TEST(Bytes, APlanComesBack) {
  std::string bytes = toBytes(richPlan());
  std::optional<PlanSpec> back = fromBytes<PlanSpec>(bytes);
  ASSERT_TRUE(back);
  EXPECT_EQ(toBytes(*back), bytes);
  const auto &csv = std::get<CsvSource>(back->pipelines[0].source);
  EXPECT_EQ(csv.path.text, "data/*.csv");
  EXPECT_EQ(csv.path.capture, 16u);
  EXPECT_EQ(csv.row, back->tables[0]);
  EXPECT_EQ(csv.nulls, (std::vector<std::string>{"-", ""}));
  EXPECT_EQ(std::get<ProbeStep>(back->pipelines[0].steps[1]).condition->kernel, 3u);
  EXPECT_EQ(std::get<std::string>(std::get<ParquetSource>(back->pipelines[1].source).bounds[2].value), "text");
  EXPECT_EQ(back->sites[0].message, "why");
}

TEST(Bytes, WhatIsCutOffIsNothing) {
  std::string bytes = toBytes(richPlan());
  for (size_t length = 0; length < bytes.size(); ++length)
    EXPECT_FALSE(fromBytes<PlanSpec>(std::string_view(bytes).substr(0, length))) << length;
  EXPECT_FALSE(fromBytes<PlanSpec>(bytes + "x"));
}

TEST(Bytes, DamageNeverDoesMoreThanChangeValues) {
  std::string bytes = toBytes(richPlan());
  for (size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = '\xff';
    fromBytes<PlanSpec>(damaged); // anything but a crash, or memory without end
  }
}

} // namespace flow::abi

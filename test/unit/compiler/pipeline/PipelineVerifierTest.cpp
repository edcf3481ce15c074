#include "compiler/pipeline/PipelineVerifier.h"

#include "test/unit/compiler/pipeline/PipelineText.h"

namespace flow::pipeline {

class PipelineVerifierTest : public testing::Test {
protected:
  /// The first problem after the change.
  std::string problem() {
    auto problems = verifyPipelines(cut.spec, cut.module);
    return problems.empty() ? "" : problems[0];
  }
  abi::StageStep &stage() { return std::get<abi::StageStep>(cut.spec.pipelines[1].steps[0]); }
  abi::ProbeStep &probe() { return std::get<abi::ProbeStep>(cut.spec.pipelines[1].steps[1]); }

  CutPlan cut{R"(plan () {
    %0 = scan.csv "x" { a: i64, b: f64 } !1
    %1 = filter %0 lt(.a, 10)
    %2 = scan.csv "y" { k: i64, v: str } !1
    %3 = join left %1, %2 on (.a = .k) { left.b, right.v }
  })"};
};

TEST_F(PipelineVerifierTest, WhatWasBuiltIsSound) { EXPECT_EQ(problem(), ""); }

TEST_F(PipelineVerifierTest, ColumnsExist) {
  probe().keys[0] = 7;
  EXPECT_EQ(problem(), "pipeline 1: the keys of a probe: no column #7");
}

TEST_F(PipelineVerifierTest, KernelsGetWhatTheyTake) {
  stage().inputs[0] = 1;
  EXPECT_EQ(problem(), "pipeline 1: plan0.stage0 takes other columns than its step gives");
}

TEST_F(PipelineVerifierTest, JoinTablesAreBuiltBefore) {
  std::swap(cut.spec.pipelines[0], cut.spec.pipelines[1]);
  EXPECT_EQ(problem(), "pipeline 0: it probes what is not built yet");
}

TEST_F(PipelineVerifierTest, TablesHaveTheirRow) {
  cut.spec.tables[0][1].type.nullable = false;
  EXPECT_EQ(problem(), "pipeline 1: it leaves other columns than table 0");
}

TEST_F(PipelineVerifierTest, SomethingLeavesTheResult) {
  cut.spec.result = 1;
  EXPECT_EQ(problem(), "no pipeline leaves the result");
}

} // namespace flow::pipeline

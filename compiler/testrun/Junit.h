#pragma once
// Results as JUnit XML, which build servers read.

#include "compiler/testrun/TestResult.h"

#include <string>
#include <vector>

namespace flow::testrun {

/// A suite for each file, in the order of the results.
std::string junitText(const std::vector<TestResult> &results);

} // namespace flow::testrun

#pragma once
// Modules from text, for tests.

#include "compiler/ir/FnParser.h"
#include "compiler/ir/FnPrinter.h"
#include "compiler/ir/FnVerifier.h"

#include <gtest/gtest.h>

namespace flow::ir {

/// The module of the text; a mistake in it is a failure of the test.
inline Module moduleOf(std::string_view text, types::TypeContext &context) {
  std::string error;
  auto module = parseModule(text, context, error);
  EXPECT_TRUE(module.has_value()) << error;
  return module ? std::move(*module) : Module{};
}

/// The same, verified.
inline Module soundModuleOf(std::string_view text, types::TypeContext &context) {
  Module module = moduleOf(text, context);
  for (const std::string &problem : verify(module)) ADD_FAILURE() << problem;
  return module;
}

} // namespace flow::ir

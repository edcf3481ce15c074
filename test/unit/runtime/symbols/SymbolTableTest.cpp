#include "runtime/symbols/SymbolTable.h"

#include "runtime/symbols/SignatureCheck.h"
#include "runtime/text/StringFunctions.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

namespace flow::symbols {

using abi::FunctionId;
using abi::info;

// The check notices a missing context, another result, another parameter.
static_assert(hasSignature(&flow_str_upper, info(FunctionId::StrUpper)));
static_assert(!hasSignature(&flow_str_upper, info(FunctionId::StrLength)));
static_assert(!hasSignature(&flow_str_find, info(FunctionId::StrContains)));
static_assert(!hasSignature(&flow_str_pad_left, info(FunctionId::StrReplace)));

TEST(SymbolTable, EachNameHasOneAddress) {
  std::map<std::string, const void *> known;
  for (const abi::Symbol &symbol : runtimeSymbols()) {
    ASSERT_NE(symbol.address, nullptr) << symbol.name;
    auto [found, isNew] = known.emplace(symbol.name, symbol.address);
    EXPECT_EQ(found->second, symbol.address) << symbol.name;
    EXPECT_EQ(std::string(symbol.name).substr(0, 5), "flow_");
  }
  EXPECT_GT(known.size(), 100u);
}

TEST(Functions, OverloadsDiffer) {
  std::set<std::string> known;
  for (const abi::FunctionInfo &function : abi::kFunctions) {
    std::string signature = function.signature;
    std::string call = function.name + signature.substr(0, signature.find(" ->"));
    EXPECT_TRUE(known.insert(call).second) << call << " stands twice in Functions.def";
  }
}

} // namespace flow::symbols

// Kernels in a cache: found again, and compiled again when they are gone.

#include "compiler/codegen/ObjectCache.h"

#include "test/unit/compiler/codegen/FakeHost.h"
#include "test/unit/compiler/codegen/StageHarness.h"

#include <map>

namespace flow::codegen {

namespace {

class ObjectsInMemory : public ObjectCache {
public:
  std::optional<std::string> load(const std::string &key) override {
    auto found = objects.find(key);
    if (found == objects.end()) return {};
    ++hits;
    return found->second;
  }
  void store(const std::string &key, std::string_view object) override { objects[key] = object; }

  std::map<std::string, std::string> objects;
  int hits = 0;
};

} // namespace

static const char *const kText = R"(site 1 = 0:1:2 Overflow
stage @plus(%0: i64, %1: i64) -> i64 {
b0:
  %2: i64 = add %0, %1 !1
  return %2
}
)";

static int64_t sumOf(const std::string &text, ObjectCache &cache) {
  CodegenOptions options;
  options.cache = &cache;
  StageHarness harness(text, options);
  TestColumn two = TestColumn::of(std::vector<int64_t>{2}), three = TestColumn::of(std::vector<int64_t>{3});
  return harness.run({two, three}, 1, /*alwaysExact=*/true).outputs[0].as<int64_t>()[0];
}

TEST(ObjectCache, KernelsAreFoundAgain) {
  ObjectsInMemory cache;
  EXPECT_EQ(sumOf(kText, cache), 5);
  EXPECT_EQ(cache.objects.size(), 2u) << "the fast and the exact one";
  EXPECT_EQ(cache.hits, 0);
  EXPECT_EQ(sumOf(kText, cache), 5);
  EXPECT_EQ(cache.objects.size(), 2u);
  EXPECT_EQ(cache.hits, 2);
  // Another function is another object.
  std::string changed = kText;
  changed.replace(changed.find("add"), 3, "sub");
  EXPECT_EQ(sumOf(changed, cache), -1);
  EXPECT_EQ(cache.objects.size(), 4u);
}

/// The sum by the code of an image.
static int64_t sumOf(CompiledModule &code) {
  int64_t two = 2, three = 3, sum = 0;
  abi::KernelColumn inputs[] = {{&two, nullptr}, {&three, nullptr}}, output{&sum, nullptr};
  abi::KernelContext context;
  abi::StageCall call;
  call.context = &context;
  call.inputs = inputs;
  call.outputs = &output;
  call.rows = 1;
  EXPECT_EQ(code.fast("plus")(&call), 0u);
  EXPECT_EQ(sum, 5);
  sum = 0;
  EXPECT_EQ(code.exact("plus")(&call), 0u);
  return sum;
}

TEST(ObjectCache, AnImageIsTheCodeWithoutItsModule) {
  ObjectsInMemory cache;
  CodegenOptions options;
  options.cache = &cache;
  CodeImage image = StageHarness(kText, options).compiled->image();
  ASSERT_EQ(image.kernels.size(), 1u);
  EXPECT_EQ(sumOf(*restore(image, options)), 5);
  EXPECT_EQ(cache.objects.size(), 2u) << "the exact kernel was compiled from the image's text";
  cache.objects.clear();
  EXPECT_EQ(sumOf(*restore(image, options)), 5) << "and so is everything when the cache has nothing any more";
  EXPECT_EQ(cache.objects.size(), 2u);
  cache.hits = 0;
  EXPECT_EQ(sumOf(*restore(image, options)), 5);
  EXPECT_EQ(cache.hits, 2);
}

/// Two groups: main, and a function with a loop that fails at its second site when the parameter is negative.
static std::string hostText(const std::string &first) {
  return R"(site 1 = 0:1:2 Overflow
site 2 = 0:3:4 Failure
site 3 = 0:5:6 Overflow

fn @`f.0`(%0: i64) -> i64 {
b0:
  jump b1
b1:
  %1: i64 = add %0, %0 !3
  %2: i64 = const 0
  %3: bool = lt %1, %2
  branch %3, b2, b3
b2:
  fail !2
b3:
  %4: bool = lt %1, %0
  branch %4, b1, b4
b4:
  return %1
}

main @flow_main() {
b0:
  %0: i64 = const )" + first + R"(
  %1: i64 = call @`f.0` %0 !1
  %2: str = text %1
  print %2
  %3: i64 = const -1
  %4: i64 = call @`f.0` %3 !1
  return
}
)";
}

/// What main prints before it fails in the function, at its place in the program.
static std::string printedBy(CompiledModule &code) {
  FakeHost host;
  EXPECT_EQ(code.hostMain()(host.context()), 2u);
  return host.printed;
}

TEST(ObjectCache, AnEditOfOneGroupLeavesTheOthers) {
  ObjectsInMemory cache;
  CodegenOptions options;
  options.cache = &cache;
  EXPECT_EQ(printedBy(*StageHarness(hostText("3"), options).compiled), "6\n");
  EXPECT_EQ(cache.objects.size(), 2u);
  EXPECT_EQ(printedBy(*StageHarness(hostText("4"), options).compiled), "8\n");
  EXPECT_EQ(cache.objects.size(), 3u) << "main alone";
  EXPECT_EQ(cache.hits, 1);
}

TEST(ObjectCache, AnImageHasAllGroups) {
  ObjectsInMemory cache;
  CodegenOptions options;
  options.cache = &cache;
  CodeImage image;
  {
    StageHarness harness(hostText("3"), options);
    image = harness.compiled->image();
    printedBy(*harness.compiled);
  }
  ASSERT_EQ(image.groups.size(), 2u);
  std::vector<abi::Symbol> symbols = FakeHost::symbols();
  options.symbols = symbols;
  EXPECT_EQ(printedBy(*restore(image, options)), "6\n");
  EXPECT_EQ(cache.hits, 2);
  cache.objects.erase(image.groups[1].key);
  EXPECT_EQ(printedBy(*restore(image, options)), "6\n") << "the function was compiled when it was called";
  EXPECT_EQ(cache.objects.size(), 2u);
}

} // namespace flow::codegen

// Kernels in a cache: found again, and compiled again when they are gone.

#include "compiler/codegen/ObjectCache.h"

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
  ASSERT_EQ(image.objects.size(), 1u);
  EXPECT_EQ(sumOf(*restore(image, options)), 5);
  EXPECT_EQ(cache.objects.size(), 2u) << "the exact kernel was compiled from the image's text";
  cache.objects.clear();
  EXPECT_EQ(sumOf(*restore(image, options)), 5) << "and so is everything when the cache has nothing any more";
  EXPECT_EQ(cache.objects.size(), 2u);
  cache.hits = 0;
  EXPECT_EQ(sumOf(*restore(image, options)), 5);
  EXPECT_EQ(cache.hits, 2);
}

} // namespace flow::codegen

#include "compiler/codegen/LazyCalls.h"

#include "runtime/abi/Check.h"

#include <sys/mman.h>

#include <atomic>
#include <cstring>

using flow::codegen::LazyCalls;

#if !defined(__x86_64__)
#error "the stubs below are for x86-64"
#endif

extern "C" {
/// What stubs call.
[[gnu::used]] void *flow_find_called(LazyCalls::Target *target) { return LazyCalls::addressOf(target); }

/// Where stubs jump to, with their target in r11. All registers that may have arguments are kept; then the function is
/// entered with the caller's stack.
[[gnu::naked, gnu::used]] static void findAndCall() {
  asm volatile("pushq %rbp\n\t"
               "movq %rsp, %rbp\n\t"
               "pushq %rdi\n\t"
               "pushq %rsi\n\t"
               "pushq %rdx\n\t"
               "pushq %rcx\n\t"
               "pushq %r8\n\t"
               "pushq %r9\n\t"
               "pushq %rax\n\t"
               "subq $136, %rsp\n\t" // eight registers, and 8 bytes to a multiple of 16
               "movups %xmm0, (%rsp)\n\t"
               "movups %xmm1, 16(%rsp)\n\t"
               "movups %xmm2, 32(%rsp)\n\t"
               "movups %xmm3, 48(%rsp)\n\t"
               "movups %xmm4, 64(%rsp)\n\t"
               "movups %xmm5, 80(%rsp)\n\t"
               "movups %xmm6, 96(%rsp)\n\t"
               "movups %xmm7, 112(%rsp)\n\t"
               "movq %r11, %rdi\n\t"
               "callq flow_find_called\n\t"
               "movq %rax, %r11\n\t"
               "movups (%rsp), %xmm0\n\t"
               "movups 16(%rsp), %xmm1\n\t"
               "movups 32(%rsp), %xmm2\n\t"
               "movups 48(%rsp), %xmm3\n\t"
               "movups 64(%rsp), %xmm4\n\t"
               "movups 80(%rsp), %xmm5\n\t"
               "movups 96(%rsp), %xmm6\n\t"
               "movups 112(%rsp), %xmm7\n\t"
               "addq $136, %rsp\n\t"
               "popq %rax\n\t"
               "popq %r9\n\t"
               "popq %r8\n\t"
               "popq %rcx\n\t"
               "popq %rdx\n\t"
               "popq %rsi\n\t"
               "popq %rdi\n\t"
               "popq %rbp\n\t"
               "jmpq *%r11");
}
}

namespace flow::codegen {

namespace {

/// movabs target, %r11; movabs findAndCall, %r10; jmp *%r10
constexpr size_t kStubBytes = 24;
constexpr size_t kPage = 4096;

void writeStub(uint8_t *at, const LazyCalls::Target *target) {
  auto *entry = reinterpret_cast<const void *>(&findAndCall);
  const uint8_t toTarget[] = {0x49, 0xBB}, toEntry[] = {0x49, 0xBA}, jump[] = {0x41, 0xFF, 0xE2};
  std::memcpy(at, toTarget, 2);
  std::memcpy(at + 2, &target, 8);
  std::memcpy(at + 10, toEntry, 2);
  std::memcpy(at + 12, &entry, 8);
  std::memcpy(at + 20, jump, 3);
}

/// Other threads may be about to call through it.
void fill(void **slot, void *code) { std::atomic_ref<void *>(*slot).store(code, std::memory_order_release); }

} // namespace

/// A page of stubs, each for a target beside it. Written once, before any runs.
struct LazyCalls::Stubs {
  static constexpr size_t kCount = kPage / kStubBytes;

  explicit Stubs(LazyCalls *calls) {
    void *mapped = mmap(nullptr, kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    FLOW_CHECK(mapped != MAP_FAILED, "no memory for stubs");
    page = static_cast<uint8_t *>(mapped);
    for (size_t i = 0; i < kCount; ++i) {
      targets[i].calls = calls;
      writeStub(page + i * kStubBytes, &targets[i]);
    }
    FLOW_CHECK_EQ(mprotect(page, kPage, PROT_READ | PROT_EXEC), 0);
  }
  ~Stubs() { munmap(page, kPage); }
  Stubs(const Stubs &) = delete;

  uint8_t *page = nullptr;
  Target targets[kCount];
  size_t used = 0;
};

LazyCalls::LazyCalls(std::function<void *(uint32_t)> find) : find_(std::move(find)) {}
LazyCalls::~LazyCalls() = default;

LazyCalls::Entry LazyCalls::newEntry() {
  if (stubs_.empty() || stubs_.back()->used == Stubs::kCount) stubs_.push_back(std::make_unique<Stubs>(this));
  Stubs &stubs = *stubs_.back();
  size_t number = stubs.used++;
  return {&stubs.targets[number], stubs.page + number * kStubBytes};
}

void LazyCalls::connect(void **slot, uint32_t function) {
  if (auto known = addresses_.find(function); known != addresses_.end()) return fill(slot, known->second);
  auto [at, isNew] = entries_.try_emplace(function);
  if (isNew) {
    at->second = newEntry();
    at->second.target->function = function;
  }
  at->second.target->slots.push_back(slot);
  fill(slot, at->second.stub);
}

void LazyCalls::define(uint32_t function, void *address) {
  addresses_[function] = address;
  auto found = entries_.find(function);
  if (found == entries_.end()) return;
  for (void **slot : found->second.target->slots) fill(slot, address);
  found->second.target->slots.clear();
}

} // namespace flow::codegen

#include "runtime/host/HostRuntime.h"

#include "runtime/base/ThreadStack.h"
#include "runtime/frame/exec/Captures.h"

#include <algorithm>

namespace flow::host {

/// The kernels of one plan, which names them by position.
class HostRuntime::PlanKernels : public frame::KernelProvider {
public:
  PlanKernels(const abi::PlanSpec &plan, abi::KernelProvider &kernels) : plan_(plan), kernels_(kernels) {
    for (const std::string &name : plan.kernels) fast_.push_back(kernels.fast(name));
  }
  abi::StageKernel fast(uint32_t kernel) override { return fast_[kernel]; }
  Result<abi::StageKernel> exact(uint32_t kernel) override { return kernels_.exact(plan_.kernels[kernel]); }

private:
  const abi::PlanSpec &plan_;
  abi::KernelProvider &kernels_;
  std::vector<abi::StageKernel> fast_;
};

HostRuntime::HostRuntime(std::vector<abi::PlanSpec> plans, abi::KernelProvider &kernels, const HostOptions &options)
    : plans_(std::move(plans)), kernels_(kernels), options_(options), workers_(options.threads),
      heap_(*options.memory) {
  context_.kernel.heap = &heap_;
  context_.runtime = this;
}

HostRuntime::~HostRuntime() = default;

// Generated code has no signature before its entry, which the sanitizer of function pointers would read.
[[clang::no_sanitize("function")]] Status HostRuntime::run(Main main) {
  context_.kernel.stackLimit = stackLimitOfThread();
  uint32_t site = main(&context_);
  // Texts and lists are empty from then on, so nothing that came after it counts.
  if (heap_.isDenied() && !failure_) {
    Failure failure = heap_.denied();
    failure.site = site;
    return failure;
  }
  if (site == 0) return Status();
  if (failure_) {
    if (failure_->site == 0) failure_->site = site;
    return std::move(*failure_);
  }
  Failure failure;
  failure.site = site;
  if (context_.kernel.failure.isSet) {
    failure.kind = context_.kernel.failure.kind;
    failure.message = context_.kernel.failure.view();
  }
  return failure;
}

bool HostRuntime::fail(Failure failure) {
  failure_ = std::move(failure);
  return false;
}

/// The tables that the plan reads and host code holds, by number.
static std::vector<const frame::Table *> inputsOf(const abi::PlanSpec &plan, const void *captures) {
  std::vector<const frame::Table *> inputs;
  for (const abi::PipelineSpec &pipeline : plan.pipelines) {
    const auto *source = std::get_if<abi::InputSource>(&pipeline.source);
    if (!source) continue;
    FLOW_CHECK(source->capture.has_value(), "an input of a plan that host code runs is captured");
    if (source->input >= inputs.size()) inputs.resize(source->input + 1);
    inputs[source->input] = frame::captured<const frame::Table *>(captures, *source->capture);
  }
  return inputs;
}

bool HostRuntime::runPlan(uint32_t number, const void *captures, abi::HostTable **table) {
  if (heap_.isDenied()) return fail(heap_.denied());
  const abi::PlanSpec &plan = plans_[number];
  PlanKernels kernels(plan, kernels_);
  frame::ExecuteOptions execute;
  execute.workers = &workers_;
  execute.memory = options_.memory;
  execute.batchRows = options_.batchRows;
  execute.captures = captures;
  execute.cancelled = options_.cancelled;
  execute.progress = options_.progress;
  execute.files = options_.files;
  std::vector<const frame::Table *> inputs = inputsOf(plan, captures);
  execute.inputs = inputs;
  Result<frame::Table> result = frame::execute(plan, kernels, execute);
  if (!result.ok()) return fail(result.takeFailure());
  tables_.push_back(std::move(*result));
  *table = reinterpret_cast<abi::HostTable *>(&tables_.back());
  return true;
}

frame::Table HostRuntime::take(abi::HostTable *table) {
  auto held = std::ranges::find_if(
      tables_, [&](frame::Table &each) { return reinterpret_cast<abi::HostTable *>(&each) == table; });
  FLOW_CHECK(held != tables_.end(), "a table that host code does not hold");
  frame::Table taken = std::move(*held);
  tables_.erase(held);
  return taken;
}

} // namespace flow::host

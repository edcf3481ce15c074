#include "runtime/host/HostRuntime.h"

#include "runtime/abi/FailureTexts.h"
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
      values_(*options.memory) {
  context_.kernel.values = &values_;
  context_.kernel.sites = options.sites;
  context_.runtime = this;
}

HostRuntime::~HostRuntime() = default;

// Generated code has no signature before its entry, which the sanitizer of function pointers would read.
[[clang::no_sanitize("function")]] Status HostRuntime::run(Main main) {
  context_.kernel.stackLimit = stackLimitOfThread();
  uint32_t site = main(&context_);
  constants_.release(values_);
  if (site == 0) return Status();
  const abi::KernelContext &kernel = context_.kernel;
  Failure failure;
  if (kernel.isHostFailure) {
    failure = std::move(*failure_);
  } else if (kernel.error) {
    failure.message = kernel.error->message.view();
  } else if (kernel.failure.isSet) {
    failure.kind = kernel.failure.kind;
    failure.message = kernel.failure.view();
    if (failure.message.empty()) failure.message = abi::messageOf(failure.kind);
    if (failure.kind == FailureKind::OutOfMemory) failure.helps = options_.memory->denied(0).helps;
  }
  if (failure.site == 0) failure.site = site;
  std::vector<abi::FailureCall> calls = kernel.trail.calls(); // behind those of a kernel
  failure.calls.insert(failure.calls.end(), calls.begin(), calls.end());
  return failure;
}

std::string_view HostRuntime::errorKind() const {
  const abi::FailureObject *error = context_.kernel.isHostFailure ? nullptr : context_.kernel.error;
  return error ? error->kind.view() : std::string_view();
}

void HostRuntime::keep(uint32_t constant, const abi::ValueShape &shape, const void *value) {
  constants_.keep(constant, shape, value);
  context_.constants = constants_.values();
  context_.constantCount = constants_.count();
}

bool HostRuntime::fail(Failure failure) {
  context_.kernel.failure.set(failure.kind, failure.message); // for handlers
  context_.kernel.isHostFailure = true;
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
    inputs[source->input] = &frame::captured<const abi::HostTable *>(captures, *source->capture)->table;
  }
  return inputs;
}

Result<frame::Table> HostRuntime::execute(const abi::PlanSpec &plan, const void *captures,
                                          const abi::ValueShape *shape) {
  PlanKernels kernels(plan, kernels_);
  CapturedValues captured(captures, shape, spared_);
  frame::ExecuteOptions execute;
  execute.workers = &workers_;
  execute.memory = options_.memory;
  execute.batchRows = options_.batchRows;
  execute.captures = captures;
  execute.capturedTexts = captured.texts();
  execute.sites = options_.sites;
  execute.cancelled = options_.cancelled;
  execute.progress = options_.progress;
  execute.files = options_.files;
  std::vector<const frame::Table *> inputs = inputsOf(plan, captures);
  execute.inputs = inputs;
  return frame::execute(plan, kernels, execute);
}

bool HostRuntime::runPlan(uint32_t number, const void *captures, const abi::ValueShape *shape,
                          abi::HostTable **table) {
  Result<frame::Table> result = execute(plans_[number], captures, shape);
  spared_->giveBack(values_); // what nobody refers to any longer, most often all that was captured
  if (!result.ok()) return fail(result.takeFailure());
  abi::HostTable &made = tables_.emplace_back();
  made.table = std::move(*result);
  made.runtime = this;
  made.end = [](abi::FrameObject *object) {
    auto *ended = static_cast<abi::HostTable *>(object);
    ended->runtime->end(ended);
  };
  *table = &made;
  return true;
}

void HostRuntime::end(abi::HostTable *table) {
  auto held = std::ranges::find_if(tables_, [&](const abi::HostTable &each) { return &each == table; });
  FLOW_CHECK(held != tables_.end(), "a table that host code does not hold");
  tables_.erase(held);
  spared_->giveBack(values_);
}

} // namespace flow::host

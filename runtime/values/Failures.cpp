#include "runtime/abi/FailureTexts.h"
#include "runtime/abi/SiteNames.h"
#include "runtime/abi/Values.h"
#include "runtime/base/NewText.h"
#include "runtime/values/Failure.h"
#include "runtime/values/Lists.h"
#include "runtime/values/Ownership.h"
#include "runtime/values/Walk.h"

namespace flow::values {

using namespace abi;

namespace {

/// A text that is an object when it is long; empty when memory is denied.
StringView newText(ValueHeap &heap, std::string_view text) {
  if (text.size() <= StringView::kInlineBytes) return StringView(text);
  TextObject *object = newTextObject(heap, text.size());
  if (!object) return {};
  std::memcpy(object->bytes(), text.data(), text.size());
  return StringView(object->bytes(), static_cast<uint32_t>(text.size()));
}

FailureObject *newFailure(ValueHeap &heap, std::string_view kind, std::string_view message, uint64_t errorBytes) {
  uint64_t bytes = sizeof(FailureObject) + errorBytes;
  void *memory = heap.allocate(bytes);
  if (!memory) return nullptr;
  auto *failure = new (memory) FailureObject;
  failure->bytes = bytes;
  failure->kind = newText(heap, kind);
  failure->message = newText(heap, message);
  return failure;
}

/// The place that failed and the calls that led there, as texts; null when memory is denied.
ListObject *newTrace(KernelContext *context, uint32_t site) {
  const SiteNames *names = context->sites;
  if (!names) return nullptr;
  std::vector<FailureCall> calls = context->trail.calls();
  calls.insert(calls.begin(), {site, 1});
  ListObject *trace = newList(*context->values, calls.size(), sizeof(StringView));
  if (!trace) return nullptr;
  auto *texts = reinterpret_cast<StringView *>(trace->elements());
  for (const FailureCall &call : calls) {
    bool isGap = call.site == 0 && trace->length > 0;
    if (!isGap && !names->find(call.site)) continue;
    std::string place = isGap ? ".." : names->place(call.site);
    if (call.times > 1) place += " (" + std::to_string(call.times) + " times)";
    new (&texts[trace->length++]) StringView(newText(*context->values, place));
  }
  return trace;
}

/// Of a failure that is no declared error.
FailureObject *describe(KernelContext *context, uint32_t site) {
  const Site *place = context->sites ? context->sites->find(site) : nullptr;
  bool isTold = context->failure.isSet != 0;
  FailureKind kind = isTold ? context->failure.kind : place ? place->kind : FailureKind::Failure;
  std::string_view message = isTold ? context->failure.view() : place ? std::string_view(place->message) : "";
  if (message.empty()) message = messageOf(kind);
  return newFailure(*context->values, nameOf(kind), message, 0);
}

/// A text of a failure as a value of the context.
void giveText(KernelContext *context, StringView *out, const StringView &text) {
  if (countsTexts(context))
    shareText(context, out, text);
  else
    storeText(context, out, text.view());
}

} // namespace

uint32_t outOfMemory(KernelContext *context) noexcept {
  Failure denied = context->values->denied();
  context->values->forgetDenial();
  return fail(context, denied.kind, denied.message);
}

} // namespace flow::values

using namespace flow::values;
using flow::abi::FailureKind;
using flow::abi::FailureObject;

void flow_fail_error(FlowContext *context, const FlowShape *shape, void *error) noexcept {
  Variant variant = variantAt(*shape, static_cast<const char *>(error));
  FailureObject *failure = newFailure(*context->values, variant.shape->name, textOf(*shape, error), shape->size);
  if (!failure) {
    flow_value_release(context, shape, error);
    outOfMemory(context);
    return;
  }
  failure->error = shape;
  std::memcpy(failure->value(), error, shape->size);
  context->error = failure;
}

void flow_fail_message(FlowContext *context, uint32_t kind, const FlowText *message) noexcept {
  bool fits = message->length <= flow::abi::FailureText::kBytes;
  if (fits || !flow::countsTexts(context)) return context->failure.set(static_cast<FailureKind>(kind), message->view());
  std::string_view name = flow::abi::nameOf(static_cast<FailureKind>(kind));
  context->error = newFailure(*context->values, name, message->view(), 0);
  if (!context->error) outOfMemory(context);
}

void flow_fail_again(FlowContext *context, FailureObject *failure) noexcept {
  context->error = failure;
  if (!failure) fail(context, FailureKind::OutOfMemory, "");
}

void flow_fail_key(FlowContext *context, const FlowShape *shape, const void *key) noexcept {
  context->failure.set(FailureKind::KeyMissing, flow::abi::missingKeyText(partTextOf(*shape, key)));
}

void flow_failure_pass(FlowContext *context, uint32_t site) noexcept {
  context->trail.add({site, 1});
}

FailureObject *flow_failure_take(FlowContext *context, uint32_t site) noexcept {
  FailureObject *failure = std::exchange(context->error, nullptr);
  if (!failure) failure = describe(context, site);
  if (failure && !failure->trace && !failure->isShared()) failure->trace = newTrace(context, site);
  context->failure.clear();
  context->trail.count = 0;
  context->values->forgetDenial();
  context->textDenied = 0;
  context->isHostFailure = false;
  return failure;
}

void flow_failure_kind(FlowContext *context, FlowText *out, const FailureObject *failure) noexcept {
  giveText(context, out, failure ? failure->kind : FlowText(std::string_view("OutOfMemory")));
}

void flow_failure_message(FlowContext *context, FlowText *out, const FailureObject *failure) noexcept {
  if (failure) return giveText(context, out, failure->message);
  flow::storeText(context, out, flow::abi::messageOf(FailureKind::OutOfMemory));
}

uint32_t flow_failure_trace(FlowContext *context, FlowList **result, const FailureObject *failure) noexcept {
  *result = nullptr;
  const FlowList *trace = failure ? failure->trace : nullptr;
  if (!trace || trace->length == 0) return 0;
  FlowList *copy = newList(*context->values, trace->length, sizeof(FlowText));
  if (!copy) return outOfMemory(context);
  const auto *texts = reinterpret_cast<const FlowText *>(trace->elements());
  for (; copy->length < trace->length; ++copy->length)
    giveText(context, reinterpret_cast<FlowText *>(copy->elements()) + copy->length, texts[copy->length]);
  *result = copy;
  return 0;
}

uint8_t flow_failure_as(const FailureObject *failure, const FlowShape *shape, void *out) noexcept {
  std::memset(out, 0, shape->size);
  if (!failure || !failure->error || std::strcmp(failure->error->name, shape->name) != 0) return 0;
  std::memcpy(out, failure->value(), shape->size);
  retainValue(*shape, out);
  return 1;
}

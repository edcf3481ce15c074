#pragma once
// What generated code asks of the runtime about its values (Objects.h, ValueShape.h). All are extern "C" noexcept;
// runtime/values implements them, and ValueFunctions.def lists them.
//
//  - "Takes" means that the caller's user of an object goes to the function; arguments are only looked at otherwise.
//  - What changes an object takes it by the address of its pointer, and leaves the changed one there, of which the
//    caller is the only user: the same one in place when nobody else uses it, else a copy.
//  - A function that gives uint32_t gives 0, or 1 when memory is denied: then nothing has changed, and the failure is
//    in the context.

#include "runtime/abi/KernelContext.h"
#include "runtime/abi/ValueShape.h"

namespace flow::abi {

/// What is appended to a text: the words of a text, or in `low` an integer that is written as `text` does.
struct TextPiece {
  enum class Kind : uint8_t { Text, Signed, Unsigned };
  static constexpr uint32_t kKindBits = 2; ///< of each piece, the first one lowest
  static constexpr uint64_t kKindMask = 3;
  static constexpr uint64_t kMost = 32; ///< at once

  uint64_t low = 0, high = 0;
};

} // namespace flow::abi

extern "C" {
using FlowContext = flow::abi::KernelContext;
using FlowText = flow::abi::StringView;
using FlowTextPair = flow::abi::TextPair;
using FlowShape = flow::abi::ValueShape;
using FlowList = flow::abi::ListObject;
using FlowMap = flow::abi::MapObject;

// ---- any value, at its address
/// Memory for an object, 16-byte aligned; null when denied.
void *flow_object_new(FlowContext *context, uint64_t bytes) noexcept;
/// Takes the last user of an object of that shape away: it ends, and gives back what it holds.
void flow_object_end(FlowContext *context, const FlowShape *shape, void *object) noexcept;
void flow_text_end(FlowContext *context, flow::abi::TextObject *text) noexcept;
/// One user more, or one less, of each object that the value holds.
void flow_value_retain(const FlowShape *shape, const void *value) noexcept;
void flow_value_release(FlowContext *context, const FlowShape *shape, void *value) noexcept;
uint8_t flow_value_equal(const FlowShape *shape, const void *a, const void *b) noexcept;
/// -1, 0, 1 as numbers are ordered; 2 when a NaN decides.
int32_t flow_value_compare(const FlowShape *shape, const void *a, const void *b) noexcept;
void flow_value_text(FlowContext *context, FlowText *out, const FlowShape *shape, const void *value) noexcept;
/// Where values that are not equal differ first: "; they differ at [3]: 1 and 2"; nothing where the values say it all.
void flow_value_difference(FlowContext *context, FlowText *out, const FlowShape *shape, const void *a,
                           const void *b) noexcept;

// ---- texts
/// Takes `a`. When memory is denied it does not: the result is empty, and the denial is remembered.
FlowTextPair flow_text_append(FlowContext *context, FlowTextPair a, FlowTextPair b) noexcept;
/// The same with several pieces; `kinds` has those of all of them.
FlowTextPair flow_text_append_all(FlowContext *context, FlowTextPair a, const flow::abi::TextPiece *pieces,
                                  uint64_t kinds, uint64_t count) noexcept;
/// The character that begins at a byte offset, and where the next one begins.
FlowTextPair flow_text_char(FlowTextPair text, int64_t offset) noexcept;
int64_t flow_text_next(FlowTextPair text, int64_t offset) noexcept;

// ---- lists; `element` is the shape of an element
/// Makes it the caller's alone.
uint32_t flow_list_own(FlowContext *context, FlowList **list, const FlowShape *element) noexcept;
/// The same, with room for `more` elements behind its last one.
uint32_t flow_list_grow(FlowContext *context, FlowList **list, const FlowShape *element, uint64_t more) noexcept;
/// The elements [from, to), which are in range.
uint32_t flow_list_slice(FlowContext *context, FlowList **result, const FlowList *list, const FlowShape *element,
                         int64_t from, int64_t to) noexcept;
uint32_t flow_list_concat(FlowContext *context, FlowList **list, const FlowList *more,
                          const FlowShape *element) noexcept;
/// A gap at `index` for an element that the caller writes; the list is longer by one.
uint32_t flow_list_open(FlowContext *context, FlowList **list, const FlowShape *element, uint64_t index) noexcept;
/// The caller has taken the element at `index` out of its own list, which is shorter by one then.
void flow_list_close(FlowList *list, const FlowShape *element, uint64_t index) noexcept;
uint32_t flow_list_clear(FlowContext *context, FlowList **list, const FlowShape *element) noexcept;
uint32_t flow_list_reverse(FlowContext *context, FlowList **list, const FlowShape *element) noexcept;
uint32_t flow_list_sort(FlowContext *context, FlowList **list, const FlowShape *element) noexcept;
/// By keys, of which there are as many.
uint32_t flow_list_sort_by(FlowContext *context, FlowList **list, const FlowShape *element, const FlowList *keys,
                           const FlowShape *key) noexcept;
/// The list of indices (i64) in the order of the keys.
uint32_t flow_list_order(FlowContext *context, FlowList **result, const FlowList *keys, const FlowShape *key) noexcept;

// ---- maps and sets; `shape` is that of the map
uint32_t flow_map_own(FlowContext *context, FlowMap **map, const FlowShape *shape) noexcept;
/// The position of a key, or -1. A word is any scalar of 8 bytes that is kept as an integer.
int64_t flow_map_find(const FlowMap *map, const FlowShape *shape, const void *key) noexcept;
int64_t flow_map_find_word(const FlowMap *map, uint64_t key) noexcept;
int64_t flow_map_find_text(const FlowMap *map, FlowTextPair key) noexcept;
/// The position of a key that is now there, with a value of zero if it was not; takes the key. -1: denied.
int64_t flow_map_insert(FlowContext *context, FlowMap **map, const FlowShape *shape, void *key) noexcept;
/// The same, but looks at the key, and `found` is what `find` says of it.
int64_t flow_map_add(FlowContext *context, FlowMap **map, const FlowShape *shape, const void *key,
                     int64_t found) noexcept;
uint32_t flow_map_remove(FlowContext *context, FlowMap **map, const FlowShape *shape, const void *key) noexcept;
/// The first position from there on that has an entry, or -1.
int64_t flow_map_next(const FlowMap *map, int64_t position) noexcept;

// ---- JSON
/// Into a value that is zero. 1: a failure is in the context, and the value is zero again.
uint32_t flow_json_parse(FlowContext *context, const FlowShape *shape, void *out, const FlowText *text) noexcept;
/// On one line when `indent` is below zero. 1: a failure is in the context.
uint32_t flow_json_write(FlowContext *context, FlowText *out, const FlowShape *shape, const void *value,
                         int64_t indent) noexcept;

// ---- failures
/// Leaves a failure with a declared error, which it takes, in the context.
void flow_fail_error(FlowContext *context, const FlowShape *shape, void *error) noexcept;
/// Leaves a failure with that message in the context.
void flow_fail_message(FlowContext *context, uint32_t kind, const FlowText *message) noexcept;
/// Leaves a caught failure, which it takes, in the context again.
void flow_fail_again(FlowContext *context, flow::abi::FailureObject *failure) noexcept;
/// Leaves in the context that a map has no such key.
void flow_fail_key(FlowContext *context, const FlowShape *shape, const void *key) noexcept;
/// Adds a place that the failure passed on its way out.
void flow_failure_pass(FlowContext *context, uint32_t site) noexcept;
/// The failure that a handler gets; the context has none then. Null when memory is denied for that, too.
flow::abi::FailureObject *flow_failure_take(FlowContext *context, uint32_t site) noexcept;
/// Each null safe: of a null failure, memory was denied for more.
void flow_failure_kind(FlowContext *context, FlowText *out, const flow::abi::FailureObject *failure) noexcept;
void flow_failure_message(FlowContext *context, FlowText *out, const flow::abi::FailureObject *failure) noexcept;
uint32_t flow_failure_trace(FlowContext *context, FlowList **result, const flow::abi::FailureObject *failure) noexcept;
/// Copies the declared error to `out` if it is one of that shape.
uint8_t flow_failure_as(const flow::abi::FailureObject *failure, const FlowShape *shape, void *out) noexcept;
}

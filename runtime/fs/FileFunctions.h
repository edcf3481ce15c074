#pragma once
// The namespace `fs` of Flow, as generated code calls it (runtime/abi/Functions.h); stdlib/fs.flow says what they do.
// All fail with IoError.

#include "runtime/abi/KernelContext.h"
#include "runtime/abi/StringView.h"

#include <cstdint>

extern "C" {
using FlowContext = flow::abi::KernelContext;
using FlowText = flow::abi::StringView;

uint32_t flow_fs_read(FlowContext *context, FlowText *out, const FlowText *path) noexcept;
/// Gives the bytes that were written.
uint32_t flow_fs_write(FlowContext *context, int64_t *out, const FlowText *path, const FlowText *text) noexcept;
uint8_t flow_fs_exists(const FlowText *path) noexcept;
/// The names in the folder, sorted, each with a zero byte behind it.
uint32_t flow_fs_list(FlowContext *context, FlowText *out, const FlowText *path) noexcept;
/// Gives 1.
uint32_t flow_fs_remove(FlowContext *context, int64_t *out, const FlowText *path) noexcept;
}

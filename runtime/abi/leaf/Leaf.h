#pragma once
// The functions that are inlined into kernels: small, without calls other than memcmp, without state. They
// are compiled twice: into this library, and into LLVM bitcode that codegen links lazily (LeafBitcode.h).

#include "runtime/abi/KernelContext.h"
#include "runtime/abi/StringView.h"

extern "C" {

// Text
uint8_t flow_str_equal(const flow::abi::StringView *a, const flow::abi::StringView *b) noexcept;
int32_t flow_str_compare(const flow::abi::StringView *a, const flow::abi::StringView *b) noexcept;
uint64_t flow_str_hash(const flow::abi::StringView *s) noexcept;
int64_t flow_str_length(const flow::abi::StringView *s) noexcept;
uint8_t flow_str_starts_with(const flow::abi::StringView *s, const flow::abi::StringView *prefix) noexcept;
uint8_t flow_str_ends_with(const flow::abi::StringView *s, const flow::abi::StringView *suffix) noexcept;
void flow_str_min(flow::abi::StringView *out, const flow::abi::StringView *a,
                  const flow::abi::StringView *b) noexcept;
void flow_str_max(flow::abi::StringView *out, const flow::abi::StringView *a,
                  const flow::abi::StringView *b) noexcept;

// Parts of dates and timestamps
int64_t flow_date_year(int32_t t) noexcept;
int64_t flow_date_month(int32_t t) noexcept;
int64_t flow_date_day(int32_t t) noexcept;
int64_t flow_date_weekday(int32_t t) noexcept;
int64_t flow_date_day_of_year(int32_t t) noexcept;
int64_t flow_date_week(int32_t t) noexcept;
int64_t flow_date_quarter(int32_t t) noexcept;
int64_t flow_timestamp_year(int64_t t) noexcept;
int64_t flow_timestamp_month(int64_t t) noexcept;
int64_t flow_timestamp_day(int64_t t) noexcept;
int64_t flow_timestamp_weekday(int64_t t) noexcept;
int64_t flow_timestamp_day_of_year(int64_t t) noexcept;
int64_t flow_timestamp_week(int64_t t) noexcept;
int64_t flow_timestamp_quarter(int64_t t) noexcept;
int64_t flow_timestamp_hour(int64_t t) noexcept;
int64_t flow_timestamp_minute(int64_t t) noexcept;
int64_t flow_timestamp_second(int64_t t) noexcept;
int32_t flow_timestamp_date(int64_t t) noexcept;
int64_t flow_months(int64_t n) noexcept;
double flow_duration_days(int64_t d) noexcept;
double flow_duration_hours(int64_t d) noexcept;
double flow_duration_minutes(int64_t d) noexcept;
double flow_duration_seconds(int64_t d) noexcept;

// Numbers
int64_t flow_i64_min(int64_t a, int64_t b) noexcept;
int64_t flow_i64_max(int64_t a, int64_t b) noexcept;
int32_t flow_date_min(int32_t a, int32_t b) noexcept;
int32_t flow_date_max(int32_t a, int32_t b) noexcept;
double flow_f64_min(double a, double b) noexcept;
double flow_f64_max(double a, double b) noexcept;
uint8_t flow_f64_is_nan(double x) noexcept;
uint8_t flow_f64_is_inf(double x) noexcept;
uint8_t flow_f64_is_finite(double x) noexcept;
int64_t flow_i64_wrapping_add(int64_t a, int64_t b) noexcept;
int64_t flow_i64_wrapping_sub(int64_t a, int64_t b) noexcept;
int64_t flow_i64_wrapping_mul(int64_t a, int64_t b) noexcept;

} // extern "C"

#pragma once
// Where objects are kept between runs. The driver keeps them on disk; codegen knows no files.

#include <optional>
#include <string>
#include <string_view>

namespace flow::codegen {

/// May be used by several threads at once. What it gives is whole, or it gives nothing.
class ObjectCache {
public:
  virtual ~ObjectCache() = default;
  virtual std::optional<std::string> load(const std::string &key) = 0;
  virtual void store(const std::string &key, std::string_view object) = 0;
};

} // namespace flow::codegen

#include "runtime/frame/io/ArrowLoader.h"

#include <dlfcn.h>

#include <filesystem>

namespace flow::frame {

namespace {

constexpr const char *kLibrary = "libflow_arrow.so";

struct Opened {
  const ArrowApi *api = nullptr;
  std::string problem;
};

/// The places where the library may be, nearest first.
std::vector<std::string> places() {
  std::vector<std::string> found;
  std::error_code error;
  std::filesystem::path folder = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  found.push_back(folder / kLibrary);
  for (int above = 0; above < 3; ++above) {
    folder = folder.parent_path();
    found.push_back(folder / "lib" / kLibrary);
  }
  return found;
}

Opened open() {
  Opened opened;
  std::error_code error;
  std::string path = kLibrary;
  for (const std::string &place : places()) {
    if (!std::filesystem::exists(place, error)) continue;
    path = place;
    break;
  }
  void *library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  void *entry = library ? dlsym(library, kArrowEntry) : nullptr;
  if (entry)
    opened.api = reinterpret_cast<ArrowEntry>(entry)();
  else if (const char *reason = dlerror())
    opened.problem = reason;
  return opened;
}

} // namespace

Result<const ArrowApi *> arrowApi() {
  static const Opened kOpened = open();
  if (kOpened.api) return kOpened.api;
  Failure failure;
  failure.kind = FailureKind::IoError;
  failure.message = "Parquet files need " + std::string(kLibrary) + ", which cannot be opened";
  failure.notes = {kOpened.problem};
  failure.helps = {"it stands beside flowc, or in the folder lib beside the folder of flowc"};
  return failure;
}

} // namespace flow::frame

#pragma once
// A file that appears whole or not at all: it is written without a name, or beside its target under another
// one, and takes the target's name only when it is complete. Where the system can do it, nothing is left even
// when the process is killed. What is no regular file (a pipe, /dev/stdout) is written directly. Not
// thread-safe.

#include "runtime/base/Status.h"

#include <string>
#include <string_view>

namespace flow {

class OutputFile {
public:
  static Result<std::unique_ptr<OutputFile>> create(const std::string &path);
  /// Leaves nothing behind unless commit() was called.
  ~OutputFile();
  OutputFile(const OutputFile &) = delete;
  OutputFile &operator=(const OutputFile &) = delete;

  /// Removes what has a name already and is not complete, in the whole process: for an end without destructors. After
  /// it no other file appears.
  static void abandonAll();

  Status write(std::string_view bytes);
  /// The file takes its name, replacing what has it.
  Status commit();

  const std::string &path() const { return path_; }
  /// For writers that do it themselves; closed by this class.
  int descriptor() const { return file_; }

private:
  explicit OutputFile(std::string path) : path_(std::move(path)) {}
  Status openBeside();

  std::string path_;   // as the user wrote it
  std::string target_; // where a link leads
  std::string beside_; // empty while the file has no name
  int file_ = -1;
  bool isDirect_ = false;
};

} // namespace flow

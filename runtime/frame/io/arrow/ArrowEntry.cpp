// The table of functions of libflow_arrow.so. What Parquet throws becomes a failure here.

#include "runtime/frame/io/arrow/ParquetReading.h"
#include "runtime/frame/io/arrow/ParquetWriting.h"

#include <arrow/util/utf8.h>
#include <parquet/exception.h>

#include <new>

namespace flow::frame {

namespace {

using abi::FailureKind;

/// The message of a status without the name of its class: what the user can do something about.
std::string_view plainMessage(std::string_view message) {
  for (std::string_view prefix : {"IOError: ", "Invalid: ", "Out of memory: ", "Unknown error: "})
    if (message.substr(0, prefix.size()) == prefix) message.remove_prefix(prefix.size());
  return message.substr(0, message.find('\n'));
}

/// Runs `action`; gives what it gives, or `failed` and the failure.
template <typename Result, typename Action>
Result guarded(FailureText *failure, Result failed, Action action) noexcept {
  try {
    return action();
  } catch (const BadValue &exception) {
    failure->set(FailureKind::BadRow, exception.what());
  } catch (const ::parquet::ParquetStatusException &exception) {
    FailureKind kind = exception.status().IsOutOfMemory() ? FailureKind::OutOfMemory : FailureKind::IoError;
    failure->set(kind, plainMessage(exception.status().message()));
  } catch (const std::bad_alloc &) {
    failure->set(FailureKind::OutOfMemory, "there is no more memory");
  } catch (const std::exception &exception) {
    failure->set(FailureKind::IoError, plainMessage(exception.what()));
  }
  return failed;
}

ParquetFile *openFile(const ArrowInput &input, FailureText *failure) {
  return guarded<ParquetFile *>(failure, nullptr, [&] { return new ParquetFile(input); });
}
void closeFile(ParquetFile *file) { delete file; }
void describe(const ParquetFile *file, ParquetFacts *facts) { *facts = file->facts(); }

void range(const ParquetFile *file, uint32_t group, uint32_t column, ParquetRange *range) {
  FailureText ignored;
  *range = guarded(&ignored, ParquetRange(), [&] { return file->range(group, column); });
}

ParquetReader *openReader(const ParquetFile *file, uint32_t group, const uint32_t *columns, uint32_t columnCount,
                          uint32_t blockRows, const ArrowMemory &memory, const ArrowTexts &texts,
                          FailureText *failure) {
  return guarded<ParquetReader *>(failure, nullptr, [&] {
    return new ParquetReader(*file, group, columns, columnCount, blockRows, memory, texts);
  });
}
bool read(ParquetReader *reader, uint32_t rows, DecodedColumn *outputs, FailureText *failure) {
  return guarded(failure, false, [&] {
    reader->read(rows, outputs);
    return true;
  });
}
void closeReader(ParquetReader *reader) { delete reader; }

ParquetWriter *openWriter(const ParquetWriterOptions &options, FailureText *failure) {
  return guarded<ParquetWriter *>(failure, nullptr, [&] { return new ParquetWriter(options); });
}
bool write(ParquetWriter *writer, const WrittenColumn *columns, uint64_t rows, FailureText *failure) {
  return guarded(failure, false, [&] {
    writer->write(columns, rows);
    return true;
  });
}
bool finish(ParquetWriter *writer, FailureText *failure) {
  return guarded(failure, false, [&] {
    writer->finish();
    return true;
  });
}
void closeWriter(ParquetWriter *writer) {
  FailureText ignored;
  guarded(&ignored, false, [&] {
    delete writer;
    return true;
  });
}

constexpr ArrowApi kApi = {openFile,    closeFile,  describe, range,  openReader, read,
                           closeReader, openWriter, write,    finish, closeWriter};

} // namespace

} // namespace flow::frame

extern "C" [[gnu::visibility("default")]] const flow::frame::ArrowApi *flow_arrow_api() {
  ::arrow::util::InitializeUTF8();
  return &flow::frame::kApi;
}

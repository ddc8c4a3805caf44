// Comma-separated values, RFC 4180.
#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace counterpoint::cli {

// Why a reader of our own: of Debian's two, fast-cpp-csv-parser fixes the
// columns at compile time and knows no line break inside quotes, and libcsv
// tells no line numbers, which every message about a bad row needs.
struct CsvRecord {
  // Where the record begins, from 1. A quoted field may span lines.
  int64_t line = 0;
  std::vector<std::string> fields;
};

// Reads records one by one. Takes LF and CRLF, a byte order mark, quoted fields
// with doubled quotes and line breaks; skips empty lines. A quote inside a
// field that does not begin with one is taken as it is. Borrows the stream.
// For one thread.
class CsvReader {
 public:
  explicit CsvReader(std::istream* in) : in_(in) {}

  // The next record, in UTF-8; nullopt at the end. INVALID_ARGUMENT, with the
  // line, for text after a closing quote, for a quote that is never closed, and
  // for a record in another encoding; nothing can be read after that.
  absl::StatusOr<std::optional<CsvRecord>> Next();

 private:
  enum class Separator { kComma, kLine, kEnd };

  absl::StatusOr<Separator> ReadField(std::string* field);
  absl::StatusOr<Separator> ReadQuoted(std::string* field);
  // What ends a field, if `character` does; eats the LF of a CRLF.
  std::optional<Separator> AsSeparator(int character);
  int Get();
  void SkipByteOrderMark();

  std::istream* in_;
  bool begun_ = false;
  int64_t line_ = 1;
};

}  // namespace counterpoint::cli

// What a command reads items from.
#pragma once

#include <cstdint>
#include <fstream>
#include <istream>
#include <string>

#include "absl/status/status.h"
#include "clients/cli/session.h"

namespace counterpoint::cli {

// A file or standard input, open for reading.
struct InputFile {
  std::ifstream file;
  std::istream* stream = nullptr;
  // In bytes; 0 where it is not known.
  int64_t size = 0;
};

// Opens a path, or standard input for "-". A usage error where it cannot be.
absl::Status OpenInput(const Session& session, const std::string& path, InputFile* input);

// Whether items are CSV: by `format`, "csv" or "jsonl", else by the file's
// extension.
bool IsCsv(const std::string& format, const std::string& path);

}  // namespace counterpoint::cli

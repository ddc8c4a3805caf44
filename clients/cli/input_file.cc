#include "clients/cli/input_file.h"

#include <filesystem>

#include "absl/strings/str_cat.h"

namespace counterpoint::cli {

absl::Status OpenInput(const Session& session, const std::string& path, InputFile* input) {
  input->stream = session.terminal().in;
  if (path == "-") return absl::OkStatus();
  input->file.open(path, std::ios::binary);
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (!input->file.is_open() || error) return UsageError(absl::StrCat("cannot open ", path));
  input->stream = &input->file;
  input->size = static_cast<int64_t>(size);
  return absl::OkStatus();
}

bool IsCsv(const std::string& format, const std::string& path) {
  return format.empty() ? path.ends_with(".csv") : format == "csv";
}

}  // namespace counterpoint::cli

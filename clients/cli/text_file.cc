#include "clients/cli/text_file.h"

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "clients/cli/diagnostics.h"
#include "clients/cli/json.h"

namespace counterpoint::cli {

absl::StatusOr<std::string> ReadTextFile(const std::string& path, std::istream& standard_input) {
  std::ostringstream content;
  if (path == "-") {
    content << standard_input.rdbuf();
    return content.str();
  }
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open()) return UsageError(absl::StrCat("cannot open ", path));
  content << file.rdbuf();
  return content.str();
}

absl::Status ReadMessageFile(const std::string& path, std::istream& standard_input,
                             google::protobuf::Message* message) {
  const absl::StatusOr<std::string> text = ReadTextFile(path, standard_input);
  if (!text.ok()) return text.status();
  const absl::Status status = FromJson(*text, message);
  if (status.ok()) return status;
  return UsageError(absl::StrCat(path == "-" ? "standard input" : path, ": ", status.message()));
}

}  // namespace counterpoint::cli

#include "service/command_line/failure.h"

#include <cstdio>
#include <string>

namespace counterpoint::command_line {

int Fail(const absl::Status& status) {
  const char* advice = "";
  if (absl::IsUnavailable(status)) advice = "; stop that process or name another directory";
  if (absl::IsNotFound(status)) advice = "; check the path";
  if (absl::IsPermissionDenied(status)) advice = "; run as a user who may write there";
  if (absl::IsFailedPrecondition(status)) advice = "; use the newer counterpointd that wrote it";
  if (absl::IsDataLoss(status)) advice = "; restore a backup to another directory";
  if (absl::IsAlreadyExists(status)) advice = "; name a directory that does not exist";
  const std::string message(status.message());
  std::fprintf(stderr, "counterpointd: %s%s\n", message.c_str(), advice);
  return 1;
}

}  // namespace counterpoint::command_line

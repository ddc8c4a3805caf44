#include "service/validation/violations.h"

#include <algorithm>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "counterpoint/rpc/status.pb.h"

namespace counterpoint::validation {
namespace {

constexpr std::size_t kMostKept = 1000;
constexpr std::size_t kMostInMessage = 3;
constexpr std::size_t kMessageBytes = 600;

// At least one, and as many as fit.
google::rpc::BadRequest Details(const std::vector<Violations::Violation>& violations,
                                std::size_t bytes_left) {
  google::rpc::BadRequest details;
  for (const Violations::Violation& violation : violations) {
    google::rpc::BadRequest::FieldViolation field;
    field.set_field(violation.field);
    field.set_description(violation.text);
    constexpr std::size_t kTagAndLength = 4;
    const std::size_t bytes = field.ByteSizeLong() + kTagAndLength;
    if (bytes > bytes_left && details.field_violations_size() > 0) break;
    bytes_left -= std::min(bytes, bytes_left);
    *details.add_field_violations() = std::move(field);
  }
  return details;
}

}  // namespace

void Violations::Add(const FieldPath& field, absl::string_view text) {
  ++size_;
  if (violations_.size() < kMostKept) violations_.push_back({field.ToString(), std::string(text)});
}

absl::Status Violations::ToStatus(std::size_t detail_bytes) const {
  if (empty()) return absl::OkStatus();
  const google::rpc::BadRequest details = Details(violations_, detail_bytes);
  absl::Status status = absl::InvalidArgumentError(
      Message(static_cast<std::size_t>(details.field_violations_size())));
  status.SetPayload(kBadRequestUrl, absl::Cord(details.SerializeAsString()));
  return status;
}

std::string Violations::Message(std::size_t detailed) const {
  std::string message;
  std::size_t told = 0;
  for (const Violation& violation : violations_) {
    const std::string next = absl::StrCat(violation.field, ": ", violation.text);
    if (told == kMostInMessage || (told > 0 && message.size() + next.size() > kMessageBytes)) break;
    absl::StrAppend(&message, told == 0 ? "" : "; ", next);
    ++told;
  }
  if (told < size_) absl::StrAppend(&message, "; and ", size_ - told, " more");
  if (detailed < size_) absl::StrAppend(&message, " (the details hold the first ", detailed, ")");
  return message;
}

}  // namespace counterpoint::validation

#include "service/validation/audit_requests.h"

#include "service/conversion/timestamp.h"
#include "service/validation/enum_check.h"
#include "service/validation/name_check.h"
#include "service/validation/number_check.h"

namespace counterpoint::validation {
namespace {

constexpr int kLargestPage = 1000;
constexpr int kHashBytes = 32;
constexpr std::size_t kMostFilterBytes = 300;

void CheckParent(const std::string& parent, Violations& violations) {
  if (parent != kServerParent) CheckAllianceName(FieldPath("parent"), parent, violations);
}

void CheckFilterText(const char* field, const std::string& text, Violations& violations) {
  if (text.size() > kMostFilterBytes) {
    violations.Add(FieldPath(field), "must have at most 300 bytes");
  }
}

void CheckTimes(const v1::ListAuditEntriesRequest& request, Violations& violations) {
  if (request.has_start_time()) {
    CheckTimestamp(FieldPath("start_time"), request.start_time(), violations);
  }
  if (request.has_end_time()) {
    CheckTimestamp(FieldPath("end_time"), request.end_time(), violations);
  }
  if (request.has_start_time() && request.has_end_time() &&
      conversion::IsValid(request.start_time()) && conversion::IsValid(request.end_time()) &&
      conversion::ToTime(request.end_time()) <= conversion::ToTime(request.start_time())) {
    violations.Add(FieldPath("end_time"), "must be later than start_time");
  }
}

}  // namespace

void Check(const v1::ListAuditEntriesRequest& request, Violations& violations) {
  CheckParent(request.parent(), violations);
  CheckPageSize(request.page_size(), kLargestPage, violations);
  CheckTimes(request, violations);
  CheckFilterText("caller", request.caller(), violations);
  CheckFilterText("method", request.method(), violations);
  CheckFilterText("resource", request.resource(), violations);
  CheckEnum(FieldPath("outcome"), request.outcome(),
            *v1::ListAuditEntriesRequest::Outcome_descriptor(), Presence::kOptional, violations);
}

void Check(const v1::GetAuditHeadRequest& request, Violations& violations) {
  CheckParent(request.parent(), violations);
}

void Check(const v1::VerifyAuditRequest& request, Violations& violations) {
  CheckParent(request.parent(), violations);
  CheckNotNegative(FieldPath("anchor_sequence"), request.anchor_sequence(), violations);
  if (request.anchor_sequence() != 0 && request.anchor_hash().size() != kHashBytes) {
    violations.Add(FieldPath("anchor_hash"), "must have 32 bytes, as anchor_sequence is set");
  }
  if (request.anchor_sequence() == 0 && !request.anchor_hash().empty()) {
    violations.Add(FieldPath("anchor_sequence"), "must be set, as anchor_hash is");
  }
}

}  // namespace counterpoint::validation

#include "service/validation/participant_requests.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "service/validation/list_check.h"
#include "service/validation/name_check.h"
#include "service/validation/number_check.h"
#include "service/validation/participant_check.h"
#include "service/validation/update_mask.h"

namespace counterpoint::validation {
namespace {

constexpr int kLargestPage = 1000;
constexpr int kLargestBatch = 1000;

// `participant_id` and `participant`.
void CheckContent(const FieldPath& path, const v1::CreateParticipantRequest& request,
                  const conversion::SessionName& session, Violations& violations) {
  CheckResourceId(path.Field("participant_id"), request.participant_id(), violations);
  CheckParticipant(path.Field("participant"), request.participant(),
                   {session.alliance, session.session, request.participant_id()}, violations);
}

}  // namespace

void Check(const v1::CreateParticipantRequest& request, Violations& violations) {
  const FieldPath root;
  const auto session = CheckSessionName(FieldPath("parent"), request.parent(), violations);
  CheckContent(root, request, session.value_or(conversion::SessionName()), violations);
  CheckRequestId(request.request_id(), violations);
}

void Check(const v1::BatchCreateParticipantsRequest& request, Violations& violations) {
  const FieldPath root;
  const FieldPath list("requests");
  const auto session = CheckSessionName(FieldPath("parent"), request.parent(), violations);
  CheckRequestId(request.request_id(), violations);
  if (request.requests().empty()) violations.Add(list, "must not be empty");
  if (!CheckLength(list, request.requests_size(), kLargestBatch, violations)) return;
  absl::flat_hash_map<absl::string_view, int> seen;
  for (int i = 0; i < request.requests_size(); ++i) {
    const v1::CreateParticipantRequest& item = request.requests(i);
    const FieldPath path = root.Item("requests", i);
    if (!item.parent().empty() && item.parent() != request.parent()) {
      violations.Add(path.Field("parent"), "must be empty or the parent of the batch");
    }
    CheckContent(path, item, session.value_or(conversion::SessionName()), violations);
    if (!item.request_id().empty()) {
      violations.Add(path.Field("request_id"), "must be empty; set that of the batch");
    }
    const auto [earlier, is_new] = seen.try_emplace(item.participant_id(), i);
    if (!is_new && !item.participant_id().empty()) {
      violations.Add(path.Field("participant_id"),
                     absl::StrCat("is the same as that of requests[", earlier->second, "]"));
    }
  }
}

void Check(const v1::GetParticipantRequest& request, Violations& violations) {
  CheckParticipantName(FieldPath("name"), request.name(), violations);
}

void Check(const v1::ListParticipantsRequest& request, Violations& violations) {
  CheckSessionName(FieldPath("parent"), request.parent(), violations);
  CheckPageSize(request.page_size(), kLargestPage, violations);
}

void Check(const v1::UpdateParticipantRequest& request, Violations& violations) {
  const FieldPath participant("participant");
  if (request.has_participant()) {
    CheckParticipantName(participant.Field("name"), request.participant().name(), violations);
  } else {
    violations.Add(participant, "must be set");
  }
  CheckParticipantMask(FieldPath("update_mask"), request.update_mask(), violations);
  CheckRequestId(request.request_id(), violations);
}

void Check(const v1::DeleteParticipantRequest& request, Violations& violations) {
  CheckParticipantName(FieldPath("name"), request.name(), violations);
  CheckRequestId(request.request_id(), violations);
}

}  // namespace counterpoint::validation

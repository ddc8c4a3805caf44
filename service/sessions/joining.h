// Members that join a session.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "counterpoint/v1/session_service.pb.h"
#include "service/conversion/resource_name.h"
#include "service/validation/field_path.h"
#include "service/validation/session_parts.h"
#include "service/validation/violations.h"
#include "storage/read_view.h"

namespace counterpoint::service {

// So many take part at most.
inline constexpr int kMostParticipants = 2000;

// Errors: FAILED_PRECONDITION where joining and leaving has ended at `now`.
absl::Status CheckDeadline(const v1::Session& session, absl::Time now);

// Collects those that join together, for one commit beside a view. Borrows the
// view. Not thread-safe.
class Joining {
 public:
  // Errors: NOT_FOUND (session), FAILED_PRECONDITION (closed), DATA_LOSS.
  static absl::StatusOr<Joining> Into(const storage::ReadView& view,
                                      const conversion::SessionName& session);

  // `path` leads to the request. What is wrong with it is told by Finish(), but
  // for DATA_LOSS.
  absl::Status Add(const validation::FieldPath& path, const v1::CreateParticipantRequest& request,
                   absl::Time now);

  // The participants in the order of Add(), without etags and times. Errors:
  // INVALID_ARGUMENT, NOT_FOUND (members), ALREADY_EXISTS, FAILED_PRECONDITION
  // (deadline, too many), each with all that are concerned.
  absl::StatusOr<std::vector<v1::Participant>> Finish();

 private:
  Joining(const storage::ReadView& view, conversion::SessionName name, v1::Session session);

  const storage::ReadView& view_;
  conversion::SessionName name_;
  std::unique_ptr<const v1::Session> session_;  // Stays where it is: parts_ borrows it.
  validation::SessionParts parts_;
  std::vector<v1::Participant> participants_;
  validation::Violations violations_;
  std::vector<std::string> missing_;
  std::vector<std::string> present_;
  absl::Status deadline_;
};

}  // namespace counterpoint::service

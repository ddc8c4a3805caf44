// The records of an alliance that are a member's or name it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "service/personal_data/member_traces.h"
#include "storage/read_view.h"
#include "storage/record.h"

namespace counterpoint::service {

struct HeldRecord {
  storage::Collection collection = storage::Collection::kMember;
  std::string kind;  // As ExportMemberDataResponse has it.
  std::string name;  // Of the resource.
  // Whether it is by its id about the member: its profile, its participation, an
  // outcome or interaction of its.
  bool is_own = false;
  const storage::Record* record = nullptr;
  std::unique_ptr<google::protobuf::Message> message;  // As it is stored.
};

// Calls `visit` with each, collection by collection in order of id, until that fails.
// Stored lists are not among them: they name members by places in a table, see
// generation_traces.h. Errors: DATA_LOSS where a record that may name the member cannot
// be read, since then nobody knows; those of `visit`.
absl::Status VisitHeldRecords(const storage::ReadView& view, absl::string_view alliance,
                              const MemberTraces& traces,
                              const std::function<absl::Status(HeldRecord&)>& visit);

// Whether what was looked through at this revision would, looked through now, give the
// same: false where anything that has changed since may name the member, is an operation
// or of a stored list, or where so much has changed that looking through all is as quick.
bool IsStillAllThatIsHeld(const storage::ReadView& view, absl::string_view alliance,
                          const MemberTraces& traces, std::int64_t revision);

}  // namespace counterpoint::service

// One message of ImportMembers after the other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "counterpoint/v1/member_service.pb.h"
#include "service/access/caller.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// The state of one stream. Not thread-safe.
class MemberImport {
 public:
  MemberImport(const Backend& backend, const Caller& caller) : backend_(backend), caller_(caller) {}

  // Commits what is good of a message and gives a verdict on each member of it.
  // Errors, which end the stream: INVALID_ARGUMENT, NOT_FOUND, and those of the
  // store.
  absl::StatusOr<v1::ImportMembersResponse> Take(const v1::ImportMembersRequest& request);

 private:
  using Verdict = v1::ImportMembersResponse::Verdict;
  // A good member, and the verdict that waits for it.
  struct Item {
    std::string id;
    int index;  // Within its message.
    const v1::Member* member;
    Verdict* verdict;
  };

  absl::Status Begin(const v1::ImportMembersRequest& request);
  std::vector<Item> Judge(const v1::ImportMembersRequest& request, const KnownAlliance& alliance,
                          v1::ImportMembersResponse& response) const;
  absl::Status Complete(const Item& item, const std::optional<storage::Record>& present,
                        v1::Member& written) const;
  absl::StatusOr<std::optional<storage::Write>> Decide(const storage::ReadView& view,
                                                       const Item& item) const;
  absl::StatusOr<std::int64_t> CommitItems(const storage::ReadView& view,
                                           const std::vector<Item>& items) const;

  const Backend& backend_;
  const Caller& caller_;
  std::string parent_;  // Empty before the first message.
  std::string alliance_;
  bool reject_existing_ = false;
  bool validate_only_ = false;
  std::int64_t members_ = 0;  // In the messages before.
};

}  // namespace counterpoint::service

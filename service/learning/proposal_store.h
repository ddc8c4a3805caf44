// Proposals of policies in the store. Numbers count up from 1; none is ever
// deleted, so the newest one tells the last number.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "counterpoint/v1/policy_proposal.pb.h"
#include "service/conversion/resource_name.h"
#include "storage/read_view.h"
#include "storage/record.h"

namespace counterpoint::service {

// 0 where there is none yet. Errors: DATA_LOSS.
absl::StatusOr<int> LastProposalNumber(const storage::ReadView& view, absl::string_view alliance);

// A proposal with the revision of its record.
struct KeptProposal {
  v1::PolicyProposal proposal;
  std::int64_t revision = 0;
};
// Errors: NOT_FOUND with a ResourceInfo, DATA_LOSS.
absl::StatusOr<KeptProposal> ReadProposal(const storage::ReadView& view,
                                          const conversion::PolicyProposalName& name);

storage::Write PutOf(const conversion::PolicyProposalName& name,
                     const v1::PolicyProposal& proposal, storage::Precondition precondition);

}  // namespace counterpoint::service

// Proposals of policies between the API and the store.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "counterpoint/v1/policy_proposal.pb.h"
#include "storage/record.h"

namespace counterpoint::conversion {

// The id of the record. The newest proposal, which has the highest number, comes
// first in order of id. REQUIRES: 1 <= proposal <= 999,999,999.
std::string PolicyProposalRecordId(int proposal);

// Name and time of creation are left out. Equal proposals give equal bytes.
std::string PayloadOf(v1::PolicyProposal proposal);

// As the API shows it. Errors: DATA_LOSS naming the record where it cannot be read.
absl::StatusOr<v1::PolicyProposal> PolicyProposalOf(absl::string_view alliance,
                                                    const storage::Record& record);

}  // namespace counterpoint::conversion

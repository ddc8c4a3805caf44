#include "service/conversion/policy_proposal_record.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "service/conversion/resource_name.h"
#include "service/conversion/stored_bytes.h"
#include "service/conversion/timestamp.h"

namespace counterpoint::conversion {
namespace {

constexpr int kLastProposal = 999'999'999;

}  // namespace

std::string PolicyProposalRecordId(int proposal) {
  return absl::StrFormat("%09d", kLastProposal - proposal);
}

std::string PayloadOf(v1::PolicyProposal proposal) {
  proposal.clear_name();
  proposal.clear_create_time();
  return StoredBytesOf(proposal);
}

absl::StatusOr<v1::PolicyProposal> PolicyProposalOf(absl::string_view alliance,
                                                    const storage::Record& record) {
  v1::PolicyProposal proposal;
  int below_last = 0;
  if (!proposal.ParseFromString(record.payload) || !absl::SimpleAtoi(record.id, &below_last)) {
    return absl::DataLossError(absl::StrCat("the stored policy proposal ", record.id, " of ",
                                            FormatAllianceName(alliance), " cannot be read"));
  }
  proposal.set_name(FormatPolicyProposalName(alliance, kLastProposal - below_last));
  *proposal.mutable_create_time() = ToTimestamp(record.create_time);
  return proposal;
}

}  // namespace counterpoint::conversion

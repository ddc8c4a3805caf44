#include "service/learning/proposal_store.h"

#include <utility>

#include "service/conversion/policy_proposal_record.h"
#include "service/errors/resource_errors.h"

namespace counterpoint::service {

using storage::Collection;

absl::StatusOr<int> LastProposalNumber(const storage::ReadView& view, absl::string_view alliance) {
  storage::Record newest;
  const auto any = view.Scan(alliance, Collection::kPolicyProposal, "")->Next(newest);
  if (!any.ok()) return any.status();
  if (!*any) return 0;
  const auto proposal = conversion::PolicyProposalOf(alliance, newest);
  if (!proposal.ok()) return proposal.status();
  return conversion::ParsePolicyProposalName(proposal->name())->proposal;
}

absl::StatusOr<KeptProposal> ReadProposal(const storage::ReadView& view,
                                          const conversion::PolicyProposalName& name) {
  const auto record = view.Get(name.alliance, Collection::kPolicyProposal,
                               conversion::PolicyProposalRecordId(name.proposal));
  if (absl::IsNotFound(record.status())) return PolicyProposalNotFound(name);
  if (!record.ok()) return record.status();
  auto proposal = conversion::PolicyProposalOf(name.alliance, *record);
  if (!proposal.ok()) return proposal.status();
  return KeptProposal{*std::move(proposal), record->revision};
}

storage::Write PutOf(const conversion::PolicyProposalName& name,
                     const v1::PolicyProposal& proposal, storage::Precondition precondition) {
  storage::Write write;
  write.collection = Collection::kPolicyProposal;
  write.id = conversion::PolicyProposalRecordId(name.proposal);
  write.payload = conversion::PayloadOf(proposal);
  write.precondition = precondition;
  return write;
}

}  // namespace counterpoint::service

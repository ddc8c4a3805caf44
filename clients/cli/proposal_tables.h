// Proposals of policies as people read them.
#pragma once

#include <string>

#include "clients/cli/table.h"
#include "counterpoint/v1/policy_proposal.pb.h"

namespace counterpoint::cli {

// The columns of a list of proposals.
Table ProposalList(const std::string& language);
void AddProposalRow(const v1::PolicyProposal& proposal, const std::string& language, Table* table);

// What it was learnt from and what it promises, a field a line.
Table ProposalDetail(const v1::PolicyProposal& proposal, const std::string& language);

// The weights of the terms, the largest first.
Table ProposalWeights(const v1::PolicyProposal& proposal, const std::string& language);

// Predicted probabilities beside what was accepted.
Table ProposalCalibration(const v1::PolicyProposal& proposal, const std::string& language);

}  // namespace counterpoint::cli

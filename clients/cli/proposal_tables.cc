#include "clients/cli/proposal_tables.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/member_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/vocabulary.h"
#include "clients/cli/wording.h"

namespace counterpoint::cli {
namespace {

constexpr Table::Align kRight = Table::Align::kRight;

// "0.412 (0.380 to 0.444)"
std::string Shown(const v1::Estimate& estimate) {
  return absl::StrFormat("%.3f (%.3f - %.3f)", estimate.value(), estimate.low(), estimate.high());
}

std::string StateOf(const v1::PolicyProposal& proposal, const std::string& language) {
  return ShownName(*v1::PolicyProposal::State_descriptor(), proposal.state(), language);
}

const char* SentenceOf(v1::PolicyProposal::Caution caution) {
  switch (caution) {
    case v1::PolicyProposal::FEW_ACCEPTED:
      return "Fewer than 100 accepted suggestions are recorded: the weights tend to 0.";
    case v1::PolicyProposal::GAIN_UNCERTAIN:
      return "The interval of the gain holds 0: the lists may be as good as they are now.";
    case v1::PolicyProposal::PRESENT_ORDER_BETTER:
      return "The present order is estimated to be better.";
    case v1::PolicyProposal::ROUGH_PROBABILITIES:
      return "The probabilities are far off on average: take them for an order, not for chances.";
    case v1::PolicyProposal::NOT_SETTLED:
      return "The search ended before it had settled; more regularisation helps.";
    default:
      return "This client is older than the server and does not know this caution.";
  }
}

}  // namespace

Table ProposalList(const std::string& language) {
  const auto heading = [&](const char* text) { return Wording(text, language); };
  return Table({{heading("PROPOSAL"), kRight},
                {heading("STATE")},
                {heading("TIME")},
                {heading("SHOWN"), kRight},
                {heading("ACCEPTED"), kRight},
                {heading("GAIN A LIST")},
                {heading("BY")}});
}

void AddProposalRow(const v1::PolicyProposal& proposal, const std::string& language, Table* table) {
  table->AddRow({IdOf(proposal.name()), StateOf(proposal, language),
                 ShownTime(proposal.create_time()), absl::StrCat(proposal.shown_count()),
                 absl::StrCat(proposal.accepted_count()), Shown(proposal.gain()),
                 proposal.decide_author()});
}

Table ProposalDetail(const v1::PolicyProposal& proposal, const std::string& language) {
  Table table({{""}, {""}});
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) table.AddRow({Wording(name, language), value});
  };
  add("Proposal", IdOf(proposal.name()));
  add("State", StateOf(proposal, language));
  add("Learnt beside",
      absl::StrCat(Wording("policy", language), " ", proposal.base_policy_version()));
  add("Learnt from", absl::StrCat(proposal.shown_count(), " ", Wording("suggestions in", language),
                                  " ", proposal.list_count(), " ", Wording("lists", language)));
  add("Accepted", absl::StrCat(proposal.accepted_count()));
  add("Declined", absl::StrCat(proposal.declined_count()));
  add("Accepted a list, now", Shown(proposal.present_value()));
  add("Accepted a list, then", Shown(proposal.proposed_value()));
  add("Gain", Shown(proposal.gain()));
  add("Calibration error", absl::StrFormat("%.3f", proposal.calibration_error()));
  add("Log loss", absl::StrFormat("%.3f", proposal.log_loss()));
  for (const int caution : proposal.cautions()) {
    add("Caution",
        Wording(SentenceOf(static_cast<v1::PolicyProposal::Caution>(caution)), language));
  }
  add("Begun", ShownTime(proposal.create_time()));
  add("Decided", ShownTime(proposal.decide_time()));
  add("By", proposal.decide_author());
  add("Reason", proposal.decide_reason());
  return table;
}

Table ProposalWeights(const v1::PolicyProposal& proposal, const std::string& language) {
  Table table({{Wording("TERM", language)}, {Wording("WEIGHT", language), kRight}});
  const auto& weights = proposal.policy().acceptance().weights();
  std::vector<v1::AcceptanceModel::TermWeight> sorted(weights.begin(), weights.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return std::abs(a.weight()) > std::abs(b.weight());
  });
  for (const auto& weight : sorted) {
    table.AddRow({ShownName(*v1::Evidence::Term_descriptor(), weight.term(), language),
                  absl::StrFormat("%+.2f", weight.weight())});
  }
  return table;
}

Table ProposalCalibration(const v1::PolicyProposal& proposal, const std::string& language) {
  Table table({{Wording("PREDICTED", language), kRight},
               {Wording("ACCEPTED", language)},
               {Wording("SUGGESTIONS", language), kRight}});
  for (const auto& bin : proposal.calibration()) {
    table.AddRow({absl::StrFormat("%.3f", bin.mean_predicted()), Shown(bin.observed()),
                  absl::StrCat(bin.count())});
  }
  return table;
}

}  // namespace counterpoint::cli

#include "absl/strings/str_cat.h"
#include "clients/cli/await_operation.h"
#include "clients/cli/commands.h"
#include "clients/cli/moment.h"
#include "clients/cli/plan_output.h"
#include "clients/cli/proposal_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cpp/learning.h"

namespace counterpoint::cli {
namespace {

struct LearnFlags {
  std::string from;
  std::string to;
  double regularisation = 1;
  bool no_wait = false;
};

struct ListFlags {
  int limit = 100;
};

struct GetFlags {
  std::string proposal;
};

struct DecideFlags {
  std::string proposal;
  std::string author;
  std::string reason;
};

void ShowProposal(Session& session, const v1::PolicyProposal& proposal) {
  const std::string& language = session.options().language;
  session.Show(proposal, ProposalDetail(proposal, language));
  if (session.options().output != Output::kTable) return;
  PrintBelow(session, ProposalWeights(proposal, language));
  PrintBelow(session, ProposalCalibration(proposal, language));
}

absl::Status SetMoment(const std::string& flag, const std::string& typed,
                       google::protobuf::Timestamp* moment) {
  const auto parsed = ParseMoment(typed);
  if (!parsed.ok()) return UsageError(absl::StrCat(flag, ": ", parsed.status().message()));
  *moment = *parsed;
  return absl::OkStatus();
}

absl::Status Learn(Session& session, const LearnFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  v1::LearnPolicyRequest request;
  request.set_parent(*alliance);
  request.set_regularisation(flags.regularisation);
  absl::Status status;
  if (!flags.from.empty()) status = SetMoment("--from", flags.from, request.mutable_start_time());
  if (status.ok() && !flags.to.empty()) {
    status = SetMoment("--to", flags.to, request.mutable_end_time());
  }
  if (!status.ok()) return status;
  const auto begun = session.client().learning().Learn(request);
  if (!begun.ok()) return begun.status();
  const auto made = Follow(session, *begun, flags.no_wait);
  if (!made.ok() || !made->has_value()) return made.status();
  v1::GetPolicyProposalRequest get;
  get.set_name(**made);
  const auto proposal = session.client().learning().Get(get);
  if (!proposal.ok()) return proposal.status();
  ShowProposal(session, *proposal);
  const std::string id = IdOf(proposal->name());
  session.Note(
      absl::StrCat("Nothing follows from it yet. See its lists beside the present ones: "
                   "counterpoint refresh --shadow ",
                   id, "\nThen: counterpoint proposal adopt ", id, " --author NAME"));
  return absl::OkStatus();
}

absl::Status List(Session& session, const ListFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  v1::ListPolicyProposalsRequest request;
  request.set_parent(*alliance);
  Table table = ProposalList(session.options().language);
  v1::ListPolicyProposalsResponse shown;
  auto proposals = session.client().learning().List(request);
  for (const v1::PolicyProposal& proposal : proposals) {
    if (flags.limit > 0 && shown.policy_proposals_size() == flags.limit) {
      session.Note(absl::StrCat("There are more than ", flags.limit, "; raise --limit."));
      break;
    }
    *shown.add_policy_proposals() = proposal;
    AddProposalRow(proposal, session.options().language, &table);
  }
  if (!proposals.status().ok()) return proposals.status();
  session.Show(shown, Pointers(shown.policy_proposals()), table,
               "No proposals yet. Make one from what is recorded: counterpoint learn");
  return absl::OkStatus();
}

absl::Status Get(Session& session, const GetFlags& flags) {
  const auto name = session.Named(flags.proposal, &PolicyProposalName);
  if (!name.ok()) return name.status();
  v1::GetPolicyProposalRequest request;
  request.set_name(*name);
  const auto proposal = session.client().learning().Get(request);
  if (!proposal.ok()) return proposal.status();
  ShowProposal(session, *proposal);
  return absl::OkStatus();
}

template <typename Request>
absl::StatusOr<Request> DecisionOf(const Session& session, const DecideFlags& flags) {
  const auto name = session.Named(flags.proposal, &PolicyProposalName);
  if (!name.ok()) return name.status();
  Request request;
  request.set_name(*name);
  request.set_author(flags.author);
  request.set_reason(flags.reason);
  return request;
}

absl::Status Adopt(Session& session, const DecideFlags& flags) {
  const auto request = DecisionOf<v1::AdoptPolicyProposalRequest>(session, flags);
  if (!request.ok()) return request.status();
  const auto proposal = session.client().learning().Adopt(*request);
  if (!proposal.ok()) return proposal.status();
  ShowProposal(session, *proposal);
  session.Note("Live lists follow it at once, stored ones with: counterpoint refresh");
  return absl::OkStatus();
}

absl::Status Reject(Session& session, const DecideFlags& flags) {
  const auto request = DecisionOf<v1::RejectPolicyProposalRequest>(session, flags);
  if (!request.ok()) return request.status();
  const auto proposal = session.client().learning().Reject(*request);
  if (!proposal.ok()) return proposal.status();
  ShowProposal(session, *proposal);
  return absl::OkStatus();
}

void AddDecision(CLI::App& group, Action* chosen, const std::string& name,
                 const std::string& description,
                 absl::Status (*run)(Session&, const DecideFlags&)) {
  auto flags = std::make_shared<DecideFlags>();
  CLI::App* command = AddCommand(group, name, description,
                                 {absl::StrCat("counterpoint proposal ", name,
                                               " 3 -a music --author \"Staff of the alliance\"")});
  command->add_option("proposal", flags->proposal, "Number or full name")->required();
  command->add_option("--author", flags->author, "Who decides")->required();
  command->add_option("--reason", flags->reason, "Why");
  OnChosen(command, chosen, flags, run);
}

}  // namespace

void AddLearnCommand(CLI::App& app, Action* chosen) {
  auto flags = std::make_shared<LearnFlags>();
  CLI::App* command = AddCommand(
      app, "learn",
      "Learn from recorded interactions how likely both sides accept a suggestion, and propose a "
      "policy that orders lists by it. Nothing changes before somebody adopts the proposal.",
      {"counterpoint learn -a music", "counterpoint learn -a music --from 2026-06-01"});
  command->add_option("--from", flags->from, "Only what happened from then on")->type_name("TIME");
  command->add_option("--to", flags->to, "Only what happened before")->type_name("TIME");
  command
      ->add_option("--regularisation", flags->regularisation,
                   "How strongly weights are held back; more with few interactions")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  command->add_flag("--no-wait", flags->no_wait, "Begin it and do not wait for its end");
  OnChosen(command, chosen, flags, &Learn);
}

void AddProposalCommands(CLI::App& app, Action* chosen) {
  CLI::App* group = AddGroup(app, "proposal", "Policies that were learnt, to be decided on");
  auto list_flags = std::make_shared<ListFlags>();
  CLI::App* list = AddCommand(*group, "list", "List proposals, the newest first.",
                              {"counterpoint proposal list -a music"});
  list->add_option("--limit", list_flags->limit, "At most so many; 0 for all")
      ->capture_default_str();
  OnChosen(list, chosen, list_flags, &List);

  auto get_flags = std::make_shared<GetFlags>();
  CLI::App* get = AddCommand(*group, "get",
                             "Show a proposal: what it was learnt from, what it promises, its "
                             "weights and how well it is calibrated.",
                             {"counterpoint proposal get 3 -a music"});
  get->add_option("proposal", get_flags->proposal, "Number or full name")->required();
  OnChosen(get, chosen, get_flags, &Get);
  AddDecision(*group, chosen, "adopt", "Make a proposal the policy of the alliance.", &Adopt);
  AddDecision(*group, chosen, "reject", "Keep the present policy, and say so.", &Reject);
}

}  // namespace counterpoint::cli

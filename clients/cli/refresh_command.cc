#include "absl/strings/str_cat.h"
#include "clients/cli/await_operation.h"
#include "clients/cli/commands.h"
#include "clients/cli/moment.h"
#include "clients/cli/recommendation_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cpp/recommendations.h"

namespace counterpoint::cli {
namespace {

struct RefreshFlags {
  int list_size = 20;
  bool full = false;
  std::string as_of;
  bool join = false;
  std::string shadow;
  bool no_wait = false;
  bool dry_run = false;
};

absl::StatusOr<v1::RefreshRecommendationsRequest> RequestOf(const Session& session,
                                                            const RefreshFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  v1::RefreshRecommendationsRequest request;
  request.set_parent(*alliance);
  request.set_list_size(flags.list_size);
  request.set_full(flags.full);
  request.set_join(flags.join);
  request.set_validate_only(flags.dry_run);
  if (!flags.as_of.empty()) {
    const auto moment = ParseMoment(flags.as_of);
    if (!moment.ok()) return UsageError(absl::StrCat("--as-of: ", moment.status().message()));
    *request.mutable_as_of_time() = *moment;
  }
  if (!flags.shadow.empty()) {
    request.set_policy_proposal(PolicyProposalName(*alliance, flags.shadow));
  }
  return request;
}

absl::Status Refresh(Session& session, const RefreshFlags& flags) {
  const auto request = RequestOf(session, flags);
  if (!request.ok()) return request.status();
  const auto begun = session.client().recommendations().Refresh(*request);
  if (!begun.ok()) return begun.status();
  if (flags.dry_run) {
    session.Note("The refresh could begin; nothing has been begun.");
    return absl::OkStatus();
  }
  const auto made = Follow(session, *begun, flags.no_wait);
  if (!made.ok() || !made->has_value()) return made.status();
  v1::GetGenerationRequest get;
  get.set_name(**made);
  const auto generation = session.client().recommendations().GetGeneration(get);
  if (!generation.ok()) return generation.status();
  session.Show(*generation, GenerationDetail(*generation, session.options().language));
  session.Note(generation->shadow()
                   ? absl::StrCat("Compare it: counterpoint recommendations compare current ",
                                  IdOf(generation->name()))
                   : "Read a list: counterpoint recommendations list MEMBER");
  return absl::OkStatus();
}

}  // namespace

void AddRefreshCommand(CLI::App& app, Action* chosen) {
  auto flags = std::make_shared<RefreshFlags>();
  CLI::App* command = AddCommand(
      app, "refresh",
      "Make everybody's recommendations anew and show them all in one step. Ctrl-C cancels it and "
      "leaves the lists as they were. For cron: exits with 0 where it has succeeded, 7 where it "
      "was cancelled, 5 where the service does not answer.",
      {"counterpoint refresh -a music", "counterpoint refresh -a music --full --list-size 50",
       "counterpoint refresh -a music --join --quiet", "counterpoint refresh -a music --shadow 3"});
  command->add_option("--list-size", flags->list_size, "Entries of a list")
      ->capture_default_str()
      ->check(CLI::Range(1, 200));
  command->add_flag("--full", flags->full,
                    "Judge all pairs anew, even where it would do to judge what has changed");
  command
      ->add_option("--as-of", flags->as_of,
                   "Judge deadlines, expiry and freshness for this moment; now where left out")
      ->type_name("TIME");
  command->add_flag("--join", flags->join,
                    "Where a refresh is under way already, follow that one instead of failing");
  command
      ->add_option("--shadow", flags->shadow,
                   "Use the policy of this proposal, and keep the lists to be compared alone")
      ->type_name("PROPOSAL");
  command->add_flag("--no-wait", flags->no_wait, "Begin it and do not wait for its end");
  command->add_flag("--dry-run", flags->dry_run, "Check whether it could begin, and do nothing");
  OnChosen(command, chosen, flags, &Refresh);
}

}  // namespace counterpoint::cli

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/json.h"
#include "clients/cli/member_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/text_language.h"
#include "clients/cli/text_width.h"
#include "clients/cli/vocabulary.h"
#include "clients/cpp/members.h"

namespace counterpoint::cli {
namespace {

struct WatchFlags {
  int64_t from = 0;
  bool until_present = false;
};

// A line as it comes: columns of a table would need all lines first.
void ShowChange(Session& session, const v1::MemberChange& change) {
  if (session.options().output != Output::kTable) {
    session.out() << ToJson(change, /*indented=*/false) << std::endl;
    return;
  }
  const std::string& language = session.options().language;
  session.out() << change.revision() << "  " << ShownTime(change.commit_time()) << "  "
                << ShownName(*v1::ChangeCause_descriptor(), change.cause(), language) << "  "
                << IdOf(change.name()) << "  "
                << OneLine(TextIn(change.member().display_name(), language)) << std::endl;
}

absl::Status Watch(Session& session, const WatchFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  v1::WatchMembersRequest request;
  request.set_parent(*alliance);
  request.set_start_revision(flags.from);
  request.set_until_present(flags.until_present);
  const auto watch = session.client().members().Watch(request);
  while (true) {
    const auto response = watch->Next();
    if (!response.ok()) {
      session.Note(absl::StrCat("Go on with: counterpoint watch --from ", watch->revision()));
      return response.status();
    }
    if (!response->has_value()) break;
    for (const v1::MemberChange& change : (*response)->changes()) ShowChange(session, change);
  }
  session.Note(absl::StrCat("Up to revision ", watch->revision(), "."));
  return absl::OkStatus();
}

}  // namespace

void AddWatchCommand(CLI::App& app, Action* chosen) {
  auto flags = std::make_shared<WatchFlags>();
  CLI::App* command =
      AddCommand(app, "watch",
                 "Tell changes of members as they happen, a line each. A broken connection is made "
                 "again, and nothing is told twice.",
                 {"counterpoint watch -a music --from 120",
                  "counterpoint watch -a music --until-present -o jsonl"});
  command->add_option("--from", flags->from, "Tell changes after this revision; 0 for all")
      ->capture_default_str()
      ->type_name("REVISION");
  command->add_flag("--until-present", flags->until_present,
                    "End when the present revision has been reached");
  OnChosen(command, chosen, flags, &Watch);
}

}  // namespace counterpoint::cli

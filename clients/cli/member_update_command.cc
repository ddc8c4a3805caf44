#include <algorithm>

#include "clients/cli/commands.h"
#include "clients/cli/field_path.h"
#include "clients/cli/member_tables.h"
#include "clients/cli/text_file.h"
#include "clients/cli/viewer_flag.h"
#include "clients/cpp/members.h"

namespace counterpoint::cli {
namespace {

struct UpdateFlags {
  std::string member;
  std::string file;
  std::string viewer;
  std::vector<std::string> assignments;
  std::vector<std::string> mask;
  bool allow_missing = false;
  bool dry_run = false;
};

// Changes single fields of the present state; its etag makes the service refuse
// if somebody else was quicker.
absl::Status SetFields(Session& session, const UpdateFlags& flags, const std::string& name,
                       v1::UpdateMemberRequest* request) {
  v1::GetMemberRequest get;
  get.set_name(name);
  get.set_viewer(request->viewer());
  auto member = session.client().members().Get(get);
  if (!member.ok()) return member.status();
  *request->mutable_member() = *std::move(member);
  for (const std::string& assignment : flags.assignments) {
    const absl::Status status = SetField(assignment, request->mutable_member());
    if (!status.ok()) return UsageError(std::string(status.message()));
    // Named once, however many of its parts are set.
    auto* paths = request->mutable_update_mask()->mutable_paths();
    if (std::find(paths->begin(), paths->end(), TopField(assignment)) == paths->end()) {
      paths->Add(TopField(assignment));
    }
  }
  return absl::OkStatus();
}

absl::Status Update(Session& session, const UpdateFlags& flags) {
  const auto name = session.Member(flags.member);
  if (!name.ok()) return name.status();
  v1::UpdateMemberRequest request;
  const auto viewer = ViewerName(session, flags.viewer);
  if (!viewer.ok()) return viewer.status();
  request.set_viewer(*viewer);
  absl::Status status = flags.file.empty() ? SetFields(session, flags, *name, &request)
                                           : ReadMessageFile(flags.file, *session.terminal().in,
                                                             request.mutable_member());
  if (!status.ok()) return status;
  for (const auto& path : flags.mask) request.mutable_update_mask()->add_paths(path);
  request.mutable_member()->set_name(*name);
  request.set_allow_missing(flags.allow_missing);
  request.set_validate_only(flags.dry_run);
  const auto updated = session.client().members().Update(request);
  if (!updated.ok()) return updated.status();
  session.Show(*updated, MemberDetail(*updated, session.options().language));
  return absl::OkStatus();
}

}  // namespace

void AddMemberUpdateCommand(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<UpdateFlags>();
  CLI::App* update = AddCommand(
      group, "update", "Change single fields of a member, or take fields over from a JSON file.",
      {"counterpoint member update studio-one -a music --set region=CN-SH --set "
       "needs[0].title.zh=游戏配乐",
       "counterpoint member update studio-one -a music --set labels=winner,2026 --set capacity=",
       "counterpoint member update studio-one -a music --file member.json --mask offers,needs"});
  update->add_option("member", flags->member, "Id or full name of the member")->required();
  auto* set = AddTexts(update, "--set", &flags->assignments,
                       "Set one field; an empty value clears it, the index after the last appends")
                  ->type_name("PATH=VALUE");
  auto* file = update->add_option("--file", flags->file, "Member in JSON; - for standard input")
                   ->type_name("FILE")
                   ->excludes(set);
  AddList(update, "--mask", &flags->mask,
          "Fields of the file to take over; all that are set where left out, * for the whole")
      ->needs(file);
  update->add_flag("--allow-missing", flags->allow_missing, "Create the member where there is none")
      ->needs(file);
  AddViewer(update, &flags->viewer);
  update->add_flag("--dry-run", flags->dry_run, "Check and show, and change nothing");
  OnChosen(update, chosen, flags, &Update);
}

}  // namespace counterpoint::cli

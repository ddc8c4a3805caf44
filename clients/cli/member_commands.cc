#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/member_filter_flags.h"
#include "clients/cli/member_profile_flags.h"
#include "clients/cli/member_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/text_file.h"
#include "clients/cli/viewer_flag.h"
#include "clients/cpp/members.h"

namespace counterpoint::cli {
namespace {

struct CreateFlags {
  std::string id;
  std::string file;
  MemberProfileFlags profile;
  bool dry_run = false;
};

struct GetFlags {
  std::string member;
  std::string viewer;
};

struct DeleteFlags {
  std::string member;
  bool allow_missing = false;
};

struct ListFlags {
  std::string viewer;
  MemberFilterFlags filter;
  int limit = 100;
};

absl::Status Create(Session& session, const CreateFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  v1::CreateMemberRequest request;
  request.set_parent(*alliance);
  if (!flags.file.empty()) {
    absl::Status status =
        ReadMessageFile(flags.file, *session.terminal().in, request.mutable_member());
    if (!status.ok()) return status;
  }
  // A file that came from `member get` or an export names the member itself.
  request.set_member_id(IdOf(flags.id.empty() ? request.member().name() : flags.id));
  flags.profile.Apply(request.mutable_member());
  request.set_validate_only(flags.dry_run);
  const auto member = session.client().members().Create(request);
  if (!member.ok()) return member.status();
  session.Show(*member, MemberDetail(*member, session.options().language));
  return absl::OkStatus();
}

absl::Status Get(Session& session, const GetFlags& flags) {
  const auto name = session.Member(flags.member);
  if (!name.ok()) return name.status();
  v1::GetMemberRequest request;
  request.set_name(*name);
  const auto viewer = ViewerName(session, flags.viewer);
  if (!viewer.ok()) return viewer.status();
  request.set_viewer(*viewer);
  const auto member = session.client().members().Get(request);
  if (!member.ok()) return member.status();
  session.Show(*member, MemberDetail(*member, session.options().language));
  return absl::OkStatus();
}

absl::Status List(Session& session, const ListFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  v1::ListMembersRequest request;
  request.set_parent(*alliance);
  const auto viewer = ViewerName(session, flags.viewer);
  if (!viewer.ok()) return viewer.status();
  request.set_viewer(*viewer);
  *request.mutable_filter() = flags.filter.ToFilter();
  const std::string& language = session.options().language;
  Table table = MemberList(language);
  v1::ListMembersResponse shown;
  auto members = session.client().members().List(request);
  for (const v1::Member& member : members) {
    if (flags.limit > 0 && shown.members_size() == flags.limit) {
      session.Note(absl::StrCat("There are more than ", flags.limit,
                                "; raise --limit, or use `counterpoint export`."));
      break;
    }
    *shown.add_members() = member;
    AddMemberRow(member, language, &table);
  }
  if (!members.status().ok()) return members.status();
  const bool filtered = request.filter().ByteSizeLong() > 0;
  session.Show(shown, Pointers(shown.members()), table,
               filtered ? "No member fulfils all of these conditions."
                        : "No members yet. Import some: counterpoint import FILE");
  return absl::OkStatus();
}

absl::Status Delete(Session& session, const DeleteFlags& flags) {
  const auto name = session.Member(flags.member);
  if (!name.ok()) return name.status();
  v1::DeleteMemberRequest request;
  request.set_name(*name);
  request.set_allow_missing(flags.allow_missing);
  absl::Status status = session.client().members().Delete(request);
  if (status.ok()) session.Note(absl::StrCat("Deleted ", *name, "."));
  return status;
}

void AddCreate(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<CreateFlags>();
  CLI::App* create = AddCommand(
      group, "create", "Create a member, from a JSON file, from flags, or from both.",
      {"counterpoint member create studio-one -a music --kind scene-unit --name \"Studio One\" "
       "--region CN-SH --need \"原创游戏配乐\"",
       "counterpoint member create -a music --file member.json"});
  create->add_option("id", flags->id, "1 to 63 of [a-z0-9-]; the service chooses one without it");
  create->add_option("--file", flags->file, "Member in JSON; - for standard input")
      ->type_name("FILE");
  flags->profile.Declare(create);
  create->add_flag("--dry-run", flags->dry_run, "Check and show, and create nothing");
  OnChosen(create, chosen, flags, &Create);
}

}  // namespace

void AddMemberCommands(CLI::App& app, Action* chosen) {
  CLI::App* group = AddGroup(app, "member", "Create, show and change members");
  AddCreate(*group, chosen);

  auto get_flags = std::make_shared<GetFlags>();
  CLI::App* get = AddCommand(*group, "get", "Show a member.",
                             {"counterpoint member get studio-one -a music",
                              "counterpoint member get studio-one -a music -o json > member.json",
                              "counterpoint member get studio-one -a music --viewer orchard"});
  get->add_option("member", get_flags->member, "Id or full name of the member")->required();
  AddViewer(get, &get_flags->viewer);
  OnChosen(get, chosen, get_flags, &Get);

  auto list_flags = std::make_shared<ListFlags>();
  CLI::App* list =
      AddCommand(*group, "list",
                 "List members, in order of id. Values of one flag are alternatives; all flags "
                 "have to hold.",
                 {"counterpoint member list -a music --kind scene-unit --region CN-SH",
                  "counterpoint member list -a music --topic game-music -o jsonl --limit 0"});
  list_flags->filter.Declare(list);
  AddViewer(list, &list_flags->viewer);
  list->add_option("--limit", list_flags->limit, "At most so many; 0 for all")
      ->capture_default_str();
  OnChosen(list, chosen, list_flags, &List);

  AddMemberSearchCommand(*group, chosen);
  AddMemberUpdateCommand(*group, chosen);
  AddMemberDataCommands(*group, chosen);

  auto delete_flags = std::make_shared<DeleteFlags>();
  CLI::App* remove = AddCommand(*group, "delete", "Delete a member.",
                                {"counterpoint member delete studio-one -a music"});
  remove->add_option("member", delete_flags->member, "Id or full name of the member")->required();
  remove->add_flag("--allow-missing", delete_flags->allow_missing, "Succeed where there is none");
  OnChosen(remove, chosen, delete_flags, &Delete);
}

}  // namespace counterpoint::cli

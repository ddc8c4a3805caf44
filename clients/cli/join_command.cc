#include <algorithm>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/member_filter_flags.h"
#include "clients/cli/participant_flags.h"
#include "clients/cli/participant_list.h"
#include "clients/cli/participant_tables.h"
#include "clients/cli/progress_bar.h"
#include "clients/cli/resource_names.h"
#include "clients/cpp/members.h"
#include "clients/cpp/sessions.h"

namespace counterpoint::cli {
namespace {

constexpr size_t kBatch = 100;

struct JoinFlags {
  std::string session;
  std::vector<std::string> members;
  bool all = false;
  MemberFilterFlags filter;
  ParticipantFields fields;
  bool ignore_deadline = false;
};

// Ids of the members that the filter lets through.
absl::StatusOr<std::vector<std::string>> FilteredMembers(Session& session,
                                                         const std::string& alliance,
                                                         const MemberFilterFlags& flags) {
  v1::ListMembersRequest request;
  request.set_parent(alliance);
  request.set_page_size(1000);
  *request.mutable_filter() = flags.ToFilter();
  std::vector<std::string> ids;
  auto members = session.client().members().List(request);
  for (const v1::Member& member : members) ids.push_back(IdOf(member.name()));
  if (!members.status().ok()) return members.status();
  return ids;
}

// Ids of those that are to join, and do not take part yet if all are.
absl::StatusOr<std::vector<std::string>> Joining(Session& session, const JoinFlags& flags,
                                                 const std::string& name, int* already) {
  if (!flags.all) {
    std::vector<std::string> ids;
    for (const std::string& member : flags.members) ids.push_back(IdOf(member));
    return ids;
  }
  auto ids = FilteredMembers(session, AllianceOf(name), flags.filter);
  if (!ids.ok()) return ids;
  const auto present = AllParticipants(session.client(), name);
  if (!present.ok()) return present.status();
  const auto takes_part = [&](const std::string& id) { return present->contains(id); };
  const auto rest = std::remove_if(ids->begin(), ids->end(), takes_part);
  *already = static_cast<int>(ids->end() - rest);
  ids->erase(rest, ids->end());
  return ids;
}

// Batch by batch. `joined` tells, also after an error, who has joined.
absl::Status JoinAll(Session& session, const std::string& name, const std::vector<std::string>& ids,
                     const v1::CreateParticipantRequest& pattern,
                     v1::ListParticipantsResponse* joined) {
  ProgressBar progress(
      session.terminal().err, session.terminal().width, static_cast<int64_t>(ids.size()),
      "participants",
      session.terminal().err_is_terminal && !session.options().quiet && ids.size() > kBatch);
  absl::Status status;
  for (size_t begin = 0; begin < ids.size() && status.ok(); begin += kBatch) {
    v1::BatchCreateParticipantsRequest request;
    request.set_parent(name);
    for (size_t i = begin; i < std::min(begin + kBatch, ids.size()); ++i) {
      v1::CreateParticipantRequest& item = *request.add_requests();
      item = pattern;
      item.set_participant_id(ids[i]);
    }
    auto response = session.client().sessions().BatchCreateParticipants(request);
    status = response.status();
    if (response.ok()) joined->mutable_participants()->MergeFrom(response->participants());
    progress.Update(joined->participants_size(), joined->participants_size(), 0);
  }
  progress.Clear();
  return status;
}

absl::Status CheckUse(const JoinFlags& flags) {
  const bool filtered = flags.filter.ToFilter().ByteSizeLong() > 0;
  if (flags.all && !flags.members.empty()) {
    return UsageError("--all takes all members; name none beside it");
  }
  if (!flags.all && filtered) return UsageError("filters of members go with --all");
  if (!flags.all && flags.members.empty()) {
    return UsageError("who joins? Name members, or take all with --all");
  }
  return absl::OkStatus();
}

absl::Status Join(Session& session, const JoinFlags& flags) {
  const absl::Status use = CheckUse(flags);
  if (!use.ok()) return use;
  const auto name = session.MatchmakingSession(flags.session);
  if (!name.ok()) return name.status();
  v1::GetSessionRequest get;
  get.set_name(*name);
  const auto found = session.client().sessions().Get(get);
  if (!found.ok()) return found.status();
  v1::CreateParticipantRequest pattern;
  pattern.set_ignore_deadline(flags.ignore_deadline);
  const absl::Status filled =
      flags.fields.Fill(*found, AllianceOf(*name), pattern.mutable_participant());
  if (!filled.ok()) return UsageError(std::string(filled.message()));

  int already = 0;
  const auto ids = Joining(session, flags, *name, &already);
  if (!ids.ok()) return ids.status();
  v1::ListParticipantsResponse joined;
  absl::Status status = JoinAll(session, *name, *ids, pattern, &joined);
  if (!status.ok() && joined.participants_size() == 0) return status;
  const std::string& language = session.options().language;
  Table table = ParticipantList(language);
  // The whole alliance is too long a list to be read.
  if (!flags.all) {
    for (const v1::Participant& participant : joined.participants()) {
      AddParticipantRow(participant, language, &table);
    }
  }
  if (!table.empty() || session.options().output != Output::kTable) {
    session.Show(joined, Pointers(joined.participants()), table, "");
  }
  session.Note(absl::StrCat(joined.participants_size(), " joined",
                            already > 0 ? absl::StrCat(", ", already, " took part already") : "",
                            "."));
  return status;
}

}  // namespace

void AddJoinCommand(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<JoinFlags>();
  CLI::App* join = AddCommand(
      group, "join", "Members take part in a session: those named, or all of the alliance.",
      {"counterpoint session join spring studio-one conservatory -a music",
       "counterpoint session join spring studio-one --away 2027-03-02T09:00-11:00 --most 4 --must "
       "conservatory --prefers morning -a music",
       "counterpoint session join spring --all --kind creator --region CN-SH -a music"});
  join->add_option("session", flags->session, "Id or full name of the session")->required();
  join->add_option("member", flags->members, "Ids or full names of members");
  join->add_flag("--all", flags->all, "All members that the filters let through");
  flags->filter.Declare(join);
  flags->fields.Declare(join);
  join->add_flag("--ignore-deadline", flags->ignore_deadline, "Also after the deadline");
  OnChosen(join, chosen, flags, &Join);
}

}  // namespace counterpoint::cli

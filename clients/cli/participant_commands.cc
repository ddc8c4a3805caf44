#include <algorithm>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/participant_flags.h"
#include "clients/cli/participant_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cpp/sessions.h"

namespace counterpoint::cli {
namespace {

struct ListFlags {
  std::string session;
  int limit = 0;
};

struct NamedFlags {
  std::string session;
  std::string member;
};

struct LeaveFlags {
  std::string session;
  std::vector<std::string> members;
  bool ignore_deadline = false;
};

struct UpdateFlags {
  std::string session;
  std::string member;
  ParticipantFields fields;
  std::vector<std::string> clear;
  std::vector<std::string> no_wish;
};

absl::StatusOr<v1::Participant> Read(Session& session, const std::string& name,
                                     const std::string& member) {
  v1::GetParticipantRequest request;
  request.set_name(ParticipantName(name, member));
  return session.client().sessions().GetParticipant(request);
}

absl::Status List(Session& session, const ListFlags& flags) {
  const auto name = session.MatchmakingSession(flags.session);
  if (!name.ok()) return name.status();
  v1::ListParticipantsRequest request;
  request.set_parent(*name);
  request.set_page_size(1000);
  const std::string& language = session.options().language;
  Table table = ParticipantList(language);
  v1::ListParticipantsResponse shown;
  auto participants = session.client().sessions().ListParticipants(request);
  for (const v1::Participant& participant : participants) {
    if (flags.limit > 0 && shown.participants_size() == flags.limit) {
      session.Note(absl::StrCat("There are more than ", flags.limit, "; raise --limit."));
      break;
    }
    *shown.add_participants() = participant;
    AddParticipantRow(participant, language, &table);
  }
  if (!participants.status().ok()) return participants.status();
  session.Show(shown, Pointers(shown.participants()), table,
               absl::StrCat("Nobody takes part yet. Let members join: counterpoint session join ",
                            IdOf(*name), " MEMBER..., or --all"));
  return absl::OkStatus();
}

absl::Status Get(Session& session, const NamedFlags& flags) {
  const auto name = session.MatchmakingSession(flags.session);
  if (!name.ok()) return name.status();
  const auto participant = Read(session, *name, flags.member);
  if (!participant.ok()) return participant.status();
  session.Show(*participant, ParticipantDetail(*participant, session.options().language));
  return absl::OkStatus();
}

absl::Status Leave(Session& session, const LeaveFlags& flags) {
  const auto name = session.MatchmakingSession(flags.session);
  if (!name.ok()) return name.status();
  for (const std::string& member : flags.members) {
    v1::DeleteParticipantRequest request;
    request.set_name(ParticipantName(*name, member));
    request.set_ignore_deadline(flags.ignore_deadline);
    absl::Status left = session.client().sessions().DeleteParticipant(request);
    if (!left.ok()) return left;
    session.Note(absl::StrCat(IdOf(member), " left ", IdOf(*name), "."));
  }
  return absl::OkStatus();
}

void Clear(const std::string& field, v1::Participant* participant) {
  if (field == "away") participant->clear_unavailable_slots();
  if (field == "delegates") participant->clear_delegates();
  if (field == "least") participant->clear_least_meetings();
  if (field == "most") participant->clear_most_meetings();
  if (field == "prefers") participant->clear_preferred_day_part();
  if (field == "languages") participant->clear_languages();
  if (field == "needs") participant->clear_table_features();
  if (field == "wishes") participant->clear_wishes();
}

absl::Status Update(Session& session, const UpdateFlags& flags) {
  const auto name = session.MatchmakingSession(flags.session);
  if (!name.ok()) return name.status();
  v1::Session within;
  if (flags.fields.need_session()) {
    v1::GetSessionRequest get;
    get.set_name(*name);
    auto found = session.client().sessions().Get(get);
    if (!found.ok()) return found.status();
    within = *std::move(found);
  }
  const auto present = Read(session, *name, flags.member);
  if (!present.ok()) return present.status();
  v1::UpdateParticipantRequest request;
  v1::Participant& participant = *request.mutable_participant();
  participant = *present;
  for (const std::string& field : flags.clear) Clear(field, &participant);
  const std::string alliance = AllianceOf(*name);
  for (const std::string& partner : flags.no_wish) {
    auto* wishes = participant.mutable_wishes();
    wishes->erase(std::remove_if(wishes->begin(), wishes->end(),
                                 [&](const v1::MeetingWish& wish) {
                                   return wish.partner() == MemberName(alliance, partner);
                                 }),
                  wishes->end());
  }
  const absl::Status filled = flags.fields.Fill(within, alliance, &participant);
  if (!filled.ok()) return UsageError(std::string(filled.message()));
  request.mutable_update_mask()->add_paths("*");
  const auto updated = session.client().sessions().UpdateParticipant(request);
  if (!updated.ok()) return updated.status();
  session.Show(*updated, ParticipantDetail(*updated, session.options().language));
  return absl::OkStatus();
}

void AddUpdate(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<UpdateFlags>();
  CLI::App* update = AddCommand(
      group, "participant-update",
      "Change what a participant says: when it is away, how many meetings, whom it wishes for.",
      {"counterpoint session participant-update spring studio-one --away 09:00-11:00 --wants "
       "museum -a music",
       "counterpoint session participant-update spring studio-one --clear away,most --no-wish "
       "museum -a music"});
  update->add_option("session", flags->session, "Id or full name of the session")->required();
  update->add_option("member", flags->member, "Id or full name of the member")->required();
  flags->fields.Declare(update);
  AddList(update, "--clear", &flags->clear, "Fields to clear, before others are set")
      ->check(CLI::IsMember(
          {"away", "delegates", "least", "most", "prefers", "languages", "needs", "wishes"}))
      ->type_name("FIELD");
  AddList(update, "--no-wish", &flags->no_wish, "Members that it says nothing of any more")
      ->type_name("MEMBER");
  OnChosen(update, chosen, flags, &Update);
}

}  // namespace

void AddParticipantCommands(CLI::App& group, Action* chosen) {
  AddJoinCommand(group, chosen);
  AddParticipantImportCommand(group, chosen);

  auto leave_flags = std::make_shared<LeaveFlags>();
  CLI::App* leave = AddCommand(group, "leave", "Members do not take part any more.",
                               {"counterpoint session leave spring studio-one -a music"});
  leave->add_option("session", leave_flags->session, "Id or full name of the session")->required();
  leave->add_option("member", leave_flags->members, "Ids or full names of members")->required();
  leave->add_flag("--ignore-deadline", leave_flags->ignore_deadline, "Also after the deadline");
  OnChosen(leave, chosen, leave_flags, &Leave);

  auto list_flags = std::make_shared<ListFlags>();
  CLI::App* list = AddCommand(group, "participants", "List who takes part, in order of id.",
                              {"counterpoint session participants spring -a music"});
  list->add_option("session", list_flags->session, "Id or full name of the session")->required();
  list->add_option("--limit", list_flags->limit, "At most so many; 0 for all")
      ->capture_default_str();
  OnChosen(list, chosen, list_flags, &List);

  auto get_flags = std::make_shared<NamedFlags>();
  CLI::App* get = AddCommand(group, "participant", "Show a participant.",
                             {"counterpoint session participant spring studio-one -a music"});
  get->add_option("session", get_flags->session, "Id or full name of the session")->required();
  get->add_option("member", get_flags->member, "Id or full name of the member")->required();
  OnChosen(get, chosen, get_flags, &Get);

  AddUpdate(group, chosen);
}

}  // namespace counterpoint::cli

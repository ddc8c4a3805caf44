#include "clients/cli/participant_tables.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/member_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/text_language.h"
#include "clients/cli/vocabulary.h"
#include "clients/cli/wording.h"

namespace counterpoint::cli {
namespace {

// "2 - 5", with nothing where the session's number holds.
std::string ShownNumbers(const v1::Participant& participant) {
  if (!participant.has_least_meetings() && !participant.has_most_meetings()) return "";
  return absl::StrCat(
      participant.has_least_meetings() ? absl::StrCat(participant.least_meetings()) : "", " - ",
      participant.has_most_meetings() ? absl::StrCat(participant.most_meetings()) : "");
}

std::string ShownWishes(const v1::Participant& participant, v1::MeetingWish::Kind kind) {
  std::vector<std::string> partners;
  for (const v1::MeetingWish& wish : participant.wishes()) {
    if (wish.kind() == kind) partners.push_back(IdOf(wish.partner()));
  }
  return absl::StrJoin(partners, ", ");
}

std::string ShownPart(const v1::Participant& participant, const std::string& language) {
  return ShownName(*v1::Participant::DayPart_descriptor(), participant.preferred_day_part(),
                   language);
}

}  // namespace

Table ParticipantList(const std::string& language) {
  const auto heading = [&](const char* text) { return Wording(text, language); };
  return Table({{heading("MEMBER")},
                {heading("NAME")},
                {heading("KIND")},
                {heading("AWAY"), Table::Align::kRight},
                {heading("MEETINGS")},
                {heading("PREFERS")},
                {heading("NEEDS")},
                {heading("MUST")},
                {heading("WANTS")},
                {heading("WONT")}});
}

void AddParticipantRow(const v1::Participant& participant, const std::string& language,
                       Table* table) {
  const auto away = participant.unavailable_slots_size();
  table->AddRow({IdOf(participant.name()), TextIn(participant.display_name(), language),
                 ShownKind(participant.kind(), language), away == 0 ? "" : absl::StrCat(away),
                 ShownNumbers(participant), ShownPart(participant, language),
                 absl::StrJoin(participant.table_features(), ","),
                 ShownWishes(participant, v1::MeetingWish::MUST_MEET),
                 ShownWishes(participant, v1::MeetingWish::WANTS_TO_MEET),
                 ShownWishes(participant, v1::MeetingWish::WONT_MEET)});
}

Table ParticipantDetail(const v1::Participant& participant, const std::string& language) {
  Table table({{""}, {""}});
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) table.AddRow({Wording(name, language), value});
  };
  add("Member", IdOf(participant.name()));
  add("Name", TextIn(participant.display_name(), language));
  add("Kind", ShownKind(participant.kind(), language));
  for (const v1::Delegate& delegate : participant.delegates()) {
    add("Delegate", absl::StrCat(delegate.display_name(), delegate.role().empty() ? "" : ", ",
                                 delegate.role()));
  }
  add("Away", absl::StrJoin(participant.unavailable_slots(), ", "));
  add("Meetings", ShownNumbers(participant));
  add("Prefers", ShownPart(participant, language));
  add("Languages", absl::StrJoin(participant.languages(), ", "));
  add("Needs", absl::StrJoin(participant.table_features(), ", "));
  add("Must meet", ShownWishes(participant, v1::MeetingWish::MUST_MEET));
  add("Wants to meet", ShownWishes(participant, v1::MeetingWish::WANTS_TO_MEET));
  add("Won't meet", ShownWishes(participant, v1::MeetingWish::WONT_MEET));
  add("Checked in", ShownTime(participant.check_in_time()));
  add("Updated", ShownTime(participant.update_time()));
  return table;
}

}  // namespace counterpoint::cli

#include "clients/cli/participant_flags.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/command.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/slot_range.h"

namespace counterpoint::cli {
namespace {

void Wish(const std::string& partner, v1::MeetingWish::Kind kind, v1::Participant* participant) {
  auto* wishes = participant->mutable_wishes();
  const auto present = std::find_if(wishes->begin(), wishes->end(),
                                    [&](const auto& wish) { return wish.partner() == partner; });
  v1::MeetingWish& wish = present == wishes->end() ? *wishes->Add() : *present;
  wish.set_partner(partner);
  wish.set_kind(kind);
}

}  // namespace

void ParticipantFields::Declare(CLI::App* command) {
  AddList(command, "--away", &away,
          "Slots in which it is away: 2027-03-02T09:00, 2027-03-02T09:00-11:00, 09:00-11:00 (on "
          "every day) or 2027-03-02")
      ->type_name("SLOTS");
  AddTexts(command, "--delegate", &delegates, "Who comes along, as NAME or NAME/ROLE")
      ->type_name("NAME");
  command->add_option("--least", least, "Meetings that it should have at least")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--most", most, "Meetings that it may have at most")
      ->check(CLI::NonNegativeNumber);
  AddVocabulary(command, "--prefers", &prefers, v1::Participant::DayPart_descriptor(),
                "Part of the day that it prefers");
  AddList(command, "--speaks", &languages, "Languages, as zh,en")->type_name("TAG");
  AddList(command, "--needs", &needs, "What its tables have to have")->type_name("FEATURE");
  AddList(command, "--must", &must, "Members that it has to meet")->type_name("MEMBER");
  AddList(command, "--wants", &wants, "Members that it wants to meet")->type_name("MEMBER");
  AddList(command, "--wont", &wont, "Members that it does not meet")->type_name("MEMBER");
}

absl::Status ParticipantFields::Fill(const v1::Session& session, const std::string& alliance,
                                     v1::Participant* participant) const {
  if (!away.empty()) {
    const auto slots = SlotsOf(session, away);
    if (!slots.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("away: ", slots.status().message()));
    }
    *participant->mutable_unavailable_slots() = {slots->begin(), slots->end()};
  }
  if (!delegates.empty()) participant->clear_delegates();
  for (const std::string& text : delegates) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('/', 1));
    v1::Delegate& delegate = *participant->add_delegates();
    delegate.set_display_name(std::string(absl::StripAsciiWhitespace(parts.first)));
    delegate.set_role(std::string(absl::StripAsciiWhitespace(parts.second)));
  }
  if (least >= 0) participant->set_least_meetings(least);
  if (most >= 0) participant->set_most_meetings(most);
  if (!prefers.empty()) {
    participant->set_preferred_day_part(static_cast<v1::Participant::DayPart>(prefers.back()));
  }
  if (!languages.empty()) {
    *participant->mutable_languages() = {languages.begin(), languages.end()};
  }
  if (!needs.empty()) *participant->mutable_table_features() = {needs.begin(), needs.end()};
  for (const auto& [partners, kind] : {std::pair(&must, v1::MeetingWish::MUST_MEET),
                                       std::pair(&wants, v1::MeetingWish::WANTS_TO_MEET),
                                       std::pair(&wont, v1::MeetingWish::WONT_MEET)}) {
    for (const std::string& partner : *partners) {
      Wish(MemberName(alliance, partner), kind, participant);
    }
  }
  return absl::OkStatus();
}

}  // namespace counterpoint::cli

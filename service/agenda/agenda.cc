#include "service/agenda/agenda.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/map.h"
#include "service/conversion/resource_name.h"

namespace counterpoint::agenda {
namespace {

using Texts = google::protobuf::Map<std::string, std::string>;

std::string OneLine(std::string text) {
  for (char& c : text) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) c = ' ';
  }
  absl::RemoveExtraAsciiWhitespace(&text);
  return text;
}

// In the language, else in the other one, else the first by its tag.
std::string TextIn(const Texts& texts, Language language) {
  const char* wanted[] = {"zh", "en"};
  if (language == Language::kEnglish) std::swap(wanted[0], wanted[1]);
  for (const char* tag : wanted) {
    if (const auto found = texts.find(tag); found != texts.end()) return OneLine(found->second);
  }
  const auto first = std::min_element(
      texts.begin(), texts.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return first == texts.end() ? "" : OneLine(first->second);
}

std::string OrElse(std::string text, const std::string& otherwise) {
  return text.empty() ? otherwise : text;
}

std::string MemberId(const std::string& name) {
  const auto parsed = conversion::ParseMemberName(name);
  return parsed ? parsed->member : OneLine(name);
}

Party PartyOf(const v1::Participant& participant, Language language) {
  Party party;
  const auto name = conversion::ParseParticipantName(participant.name());
  party.member = name ? name->member : OneLine(participant.name());
  party.name = OrElse(TextIn(participant.display_name(), language), party.member);
  party.kind = participant.kind();
  const auto add_language = [&](const std::string& tag) {
    const std::string clean = OneLine(tag);
    if (std::find(party.languages.begin(), party.languages.end(), clean) == party.languages.end()) {
      party.languages.push_back(clean);
    }
  };
  for (const std::string& tag : participant.languages()) add_language(tag);
  for (const v1::Delegate& delegate : participant.delegates()) {
    Delegate shown{OneLine(delegate.display_name()), OneLine(delegate.role()), {}};
    for (const std::string& tag : delegate.languages()) {
      shown.languages.push_back(OneLine(tag));
      add_language(tag);
    }
    party.delegates.push_back(std::move(shown));
  }
  return party;
}

// The slots of a session by name.
using Slots = std::map<std::string, Period>;

absl::StatusOr<Slots> SlotsOf(const v1::Session& session, const absl::TimeZone& zone) {
  Slots slots;
  for (const v1::SessionDay& day : session.days()) {
    for (const v1::SessionSlot& slot : day.slots()) {
      absl::CivilMinute start;
      if (!absl::ParseCivilTime(slot.slot(), &start)) {
        return absl::InternalError(absl::StrCat("no time: ", slot.slot()));
      }
      Period period;
      period.start_time = absl::FromCivil(start, zone);
      period.end_time = period.start_time + absl::Minutes(slot.minutes());
      // As clocks show it also on the day on which they are changed.
      period.start = absl::ToCivilMinute(period.start_time, zone);
      period.end = absl::ToCivilMinute(period.end_time, zone);
      slots.emplace(slot.slot(), period);
    }
  }
  return slots;
}

// Makes an agenda step by step.
class Maker {
 public:
  Maker(const v1::Session& session, const Selection& selection)
      : session_(session),
        selection_(selection),
        only_(selection.only.begin(), selection.only.end()) {}

  absl::StatusOr<Agenda> Make(const v1::SessionPlan& plan,
                              const std::vector<v1::Participant>& participants) {
    if (!absl::LoadTimeZone(session_.time_zone(), &agenda_.zone)) {
      return absl::FailedPreconditionError(
          absl::StrCat("the time zone ", session_.time_zone(),
                       " is not known to this machine; its tzdata package is missing or old"));
    }
    auto slots = SlotsOf(session_, agenda_.zone);
    if (!slots.ok()) return slots.status();
    slots_ = *std::move(slots);
    TakeHead(plan);
    TakeParties(plan, participants);
    for (const v1::SessionTable& table : session_.tables()) {
      agenda_.tables.push_back(
          {table.id(), OrElse(TextIn(table.display_name(), agenda_.language), table.id())});
    }
    const absl::Status taken = TakeMeetings(plan);
    if (!taken.ok()) return taken;
    MakeSheets();
    return std::move(agenda_);
  }

 private:
  void TakeHead(const v1::SessionPlan& plan) {
    const auto name = conversion::ParsePlanName(plan.name());
    agenda_.session = session_.name();
    agenda_.language = selection_.language;
    agenda_.name = OrElse(TextIn(session_.display_name(), agenda_.language), session_.name());
    agenda_.location = TextIn(session_.location(), agenda_.language);
    agenda_.time_zone = session_.time_zone();
    agenda_.plan = name ? name->plan : 0;
    agenda_.made = absl::FromUnixSeconds(plan.create_time().seconds());
  }

  // Also those of the plan that nothing else is known of.
  void TakeParties(const v1::SessionPlan& plan, const std::vector<v1::Participant>& participants) {
    std::map<std::string, Party> parties;
    for (const v1::Participant& participant : participants) {
      Party party = PartyOf(participant, agenda_.language);
      parties.insert_or_assign(party.member, party);
    }
    for (const v1::PlannedMeeting& meeting : plan.meetings()) {
      for (const auto* name : {&meeting.pair().participant(), &meeting.pair().partner()}) {
        const std::string id = MemberId(*name);
        parties.try_emplace(id, Party{id, id, v1::MEMBER_KIND_UNSPECIFIED, {}, {}});
      }
    }
    for (auto& [member, party] : parties) agenda_.parties.push_back(std::move(party));
  }

  // REQUIRES: it is one of the parties.
  int PartyIndex(const std::string& member) const {
    const auto found = std::lower_bound(
        agenda_.parties.begin(), agenda_.parties.end(), member,
        [](const Party& party, const std::string& id) { return party.member < id; });
    return static_cast<int>(found - agenda_.parties.begin());
  }

  // Where the table is; one that the session no longer has is added under its id.
  int TableIndex(const std::string& id) {
    const auto found = std::find_if(agenda_.tables.begin(), agenda_.tables.end(),
                                    [&](const Table& table) { return table.id == id; });
    if (found != agenda_.tables.end()) return static_cast<int>(found - agenda_.tables.begin());
    agenda_.tables.push_back({id, id});
    return static_cast<int>(agenda_.tables.size()) - 1;
  }

  bool IsWanted(const Meeting& meeting) const {
    if (only_.empty()) return true;
    if (selection_.by_table) return only_.contains(agenda_.tables[meeting.table].id);
    return std::any_of(meeting.parties.begin(), meeting.parties.end(),
                       [&](int party) { return only_.contains(agenda_.parties[party].member); });
  }

  absl::Status TakeMeetings(const v1::SessionPlan& plan) {
    std::set<std::string> unknown;
    for (const v1::PlannedMeeting& planned : plan.meetings()) {
      const auto slot = slots_.find(planned.slot());
      if (slot == slots_.end()) {
        unknown.insert(planned.slot());
        continue;
      }
      Meeting meeting;
      meeting.period = slot->second;
      meeting.slot = planned.slot();
      meeting.table = TableIndex(planned.table());
      std::array<std::string, 2> members = {MemberId(planned.pair().participant()),
                                            MemberId(planned.pair().partner())};
      if (members[1] < members[0]) std::swap(members[0], members[1]);
      meeting.parties = {PartyIndex(members[0]), PartyIndex(members[1])};
      if (IsWanted(meeting)) agenda_.meetings.push_back(std::move(meeting));
    }
    if (!unknown.empty()) {
      return absl::FailedPreconditionError(
          absl::StrCat(plan.name(), " has meetings in slots that the session no longer has: ",
                       absl::StrJoin(unknown, ", "), "; make or publish another plan"));
    }
    std::sort(agenda_.meetings.begin(), agenda_.meetings.end(),
              [](const Meeting& a, const Meeting& b) {
                return std::tie(a.period.start_time, a.table, a.parties) <
                       std::tie(b.period.start_time, b.table, b.parties);
              });
    return absl::OkStatus();
  }

  bool IsFree(const Period& gap) const {
    if (gap.end_time - gap.start_time >= absl::Minutes(kFreeMinutes)) return true;
    return std::any_of(slots_.begin(), slots_.end(), [&](const auto& slot) {
      return gap.start_time <= slot.second.start_time && slot.second.end_time <= gap.end_time;
    });
  }

  void AddMeeting(int index, std::vector<Day>& days) const {
    const Period& period = agenda_.meetings[index].period;
    const absl::CivilDay date(period.start);
    if (days.empty() || days.back().date != date) days.push_back({date, {}});
    std::vector<Entry>& entries = days.back().entries;
    if (!entries.empty()) {
      const Period& last = entries.back().period;
      const Period gap{last.end, period.start, last.end_time, period.start_time};
      if (gap.start_time < gap.end_time && IsFree(gap)) entries.push_back({gap, -1});
    }
    entries.push_back({period, index});
  }

  void MakeSheets() {
    std::vector<Sheet> sheets(selection_.by_table ? agenda_.tables.size() : agenda_.parties.size());
    for (std::size_t i = 0; i < agenda_.meetings.size(); ++i) {
      const Meeting& meeting = agenda_.meetings[i];
      if (selection_.by_table) {
        AddMeeting(static_cast<int>(i), sheets[meeting.table].days);
      } else {
        for (const int party : meeting.parties) {
          AddMeeting(static_cast<int>(i), sheets[party].days);
        }
      }
    }
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      const std::string& id =
          selection_.by_table ? agenda_.tables[i].id : agenda_.parties[i].member;
      // A table without meetings needs nobody; a participant should know.
      const bool wanted =
          only_.empty() ? !selection_.by_table || !sheets[i].days.empty() : only_.contains(id);
      if (!wanted) continue;
      (selection_.by_table ? sheets[i].table : sheets[i].party) = static_cast<int>(i);
      agenda_.sheets.push_back(std::move(sheets[i]));
    }
  }

  const v1::Session& session_;
  const Selection& selection_;
  const std::set<std::string> only_;
  Slots slots_;
  Agenda agenda_;
};

}  // namespace

absl::StatusOr<Agenda> MakeAgenda(const v1::Session& session, const v1::SessionPlan& plan,
                                  const std::vector<v1::Participant>& participants,
                                  const Selection& selection) {
  return Maker(session, selection).Make(plan, participants);
}

}  // namespace counterpoint::agenda

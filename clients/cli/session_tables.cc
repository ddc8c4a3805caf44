#include "clients/cli/session_tables.h"

#include <map>
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

std::string ShownState(const v1::Session& session, const std::string& language) {
  return ShownName(*v1::Session::State_descriptor(), session.state(), language);
}

int SlotCount(const v1::Session& session) {
  int slots = 0;
  for (const v1::SessionDay& day : session.days()) slots += day.slots_size();
  return slots;
}

// "2027-03-02" or "2027-03-02 .. 2027-03-04".
std::string ShownDays(const v1::Session& session) {
  if (session.days().empty()) return "";
  const std::string& first = session.days(0).date();
  const std::string& last = session.days(session.days_size() - 1).date();
  return first == last ? first : absl::StrCat(first, " .. ", last);
}

// "17 slots, 09:00 to 16:35".
std::string ShownDay(const v1::SessionDay& day, const std::string& language) {
  if (day.slots().empty()) return "";
  const v1::SessionSlot& last = day.slots(day.slots_size() - 1);
  return absl::StrCat(day.date(), ": ", day.slots_size(), " ", Wording("slots", language), ", ",
                      day.slots(0).start(), " - ", last.start(), " (+", last.minutes(), ")");
}

// How many tables there are, and what they have: "12; screen: 3".
std::string ShownTables(const v1::Session& session) {
  std::map<std::string, int> features;
  for (const v1::SessionTable& table : session.tables()) {
    for (const std::string& feature : table.features()) ++features[feature];
  }
  std::string text = absl::StrCat(session.tables_size());
  for (const auto& [feature, count] : features) absl::StrAppend(&text, "; ", feature, ": ", count);
  return text;
}

std::string ShownPair(const v1::MeetingPair& pair) {
  return absl::StrCat(IdOf(pair.participant()), " - ", IdOf(pair.partner()));
}

// The first few.
std::string ShownPairs(const google::protobuf::RepeatedPtrField<v1::MeetingPair>& pairs) {
  constexpr int kShown = 3;
  std::vector<std::string> shown;
  for (int i = 0; i < pairs.size() && i < kShown; ++i) shown.push_back(ShownPair(pairs[i]));
  if (pairs.size() > kShown) shown.push_back(absl::StrCat("+", pairs.size() - kShown));
  return absl::StrJoin(shown, ", ");
}

std::string ShownFixed(const v1::FixedMeeting& meeting) {
  return absl::StrCat(ShownPair(meeting.pair()), meeting.slot().empty() ? "" : " @ ",
                      meeting.slot(), meeting.table().empty() ? "" : ", ", meeting.table());
}

std::string ShownNumbers(const v1::PairingRules& pairing) {
  std::string text = absl::StrCat(pairing.least_meetings(), " - ");
  if (pairing.has_most_meetings()) absl::StrAppend(&text, pairing.most_meetings());
  return text;
}

}  // namespace

Table SessionList(const std::string& language) {
  const auto heading = [&](const char* text) { return Wording(text, language); };
  return Table({{heading("ID")},
                {heading("NAME")},
                {heading("STATE")},
                {heading("DAYS")},
                {heading("SLOTS"), Table::Align::kRight},
                {heading("TABLES"), Table::Align::kRight},
                {heading("UPDATED")}});
}

void AddSessionRow(const v1::Session& session, const std::string& language, Table* table) {
  table->AddRow({IdOf(session.name()), TextIn(session.display_name(), language),
                 ShownState(session, language), ShownDays(session),
                 absl::StrCat(SlotCount(session)), absl::StrCat(session.tables_size()),
                 ShownTime(session.update_time())});
}

Table SessionDetail(const v1::Session& session, const std::string& language) {
  Table table({{""}, {""}});
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) table.AddRow({Wording(name, language), value});
  };
  const v1::PairingRules& pairing = session.pairing();
  add("ID", IdOf(session.name()));
  add("Name", TextIn(session.display_name(), language));
  add("State", ShownState(session, language));
  add("Place", TextIn(session.location(), language));
  add("Time zone", session.time_zone());
  for (const v1::SessionDay& day : session.days()) add("Day", ShownDay(day, language));
  add("Tables", ShownTables(session));
  add("Source", ShownName(*v1::PairingRules::Source_descriptor(), pairing.source(), language));
  add("Fairness",
      ShownName(*v1::PairingRules::Fairness_descriptor(), pairing.fairness(), language));
  add("Meetings", ShownNumbers(pairing));
  add("Requested", ShownPairs(pairing.requested_pairs()));
  add("Banned", ShownPairs(pairing.banned_pairs()));
  add("Met before", ShownPairs(pairing.met_before()));
  for (const v1::FixedMeeting& meeting : session.placing().fixed_meetings()) {
    add("Pinned", ShownFixed(meeting));
  }
  add("Joining ends", ShownTime(session.join_deadline()));
  add("Published plan", IdOf(session.published_plan()));
  add("Updated", ShownTime(session.update_time()));
  return table;
}

}  // namespace counterpoint::cli

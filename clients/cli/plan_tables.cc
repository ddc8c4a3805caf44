#include "clients/cli/plan_tables.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/match_tables.h"
#include "clients/cli/member_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/vocabulary.h"
#include "clients/cli/wording.h"

namespace counterpoint::cli {
namespace {

constexpr auto kRight = Table::Align::kRight;

std::string ShownOrigin(const v1::SessionPlan& plan, const std::string& language) {
  const std::string origin =
      ShownName(*v1::SessionPlan::Origin_descriptor(), plan.origin(), language);
  return plan.base_plan().empty() ? origin
                                  : absl::StrCat(origin, " (", IdOf(plan.base_plan()), ")");
}

std::string ShownTotal(double score) { return absl::StrFormat("%.2f", score); }

// What the search knows of the placing.
std::string ShownProof(const v1::PlanQuality& quality, const std::string& language) {
  std::string shown = ShownName(*v1::PlanQuality::Proof_descriptor(), quality.proof(), language);
  if (quality.cut_short()) absl::StrAppend(&shown, " ", Wording("(cut short)", language));
  return shown;
}

// "7 (at least 5)"; without the bound where it says nothing.
std::string ShownBreaks(const v1::PlanQuality& quality, const std::string& language) {
  if (quality.proof() != v1::PlanQuality::OPEN || quality.breaks_bound() >= quality.breaks()) {
    return absl::StrCat(quality.breaks());
  }
  return absl::StrCat(quality.breaks(), " (", Wording("at least", language), " ",
                      quality.breaks_bound(), ")");
}

std::string Place(const v1::PlannedMeeting& meeting, const PlanSetting& setting) {
  return absl::StrCat(setting.Slot(meeting.slot()), " @ ", setting.Table(meeting.table()));
}

struct Figure {
  const char* name;
  std::function<std::string(const v1::PlanQuality&)> of;
};

}  // namespace

Table PlanList(const std::string& language) {
  const auto heading = [&](const char* text) { return Wording(text, language); };
  return Table({{heading("PLAN"), kRight},
                {heading("ORIGIN")},
                {heading("TIME")},
                {heading("MEETINGS"), kRight},
                {heading("UNPLACED"), kRight},
                {heading("SCORE"), kRight},
                {heading("BREAKS"), kRight},
                {heading("PROOF")},
                {""}});
}

void AddPlanRow(const v1::SessionPlan& plan, const std::string& language,
                const std::string& published, Table* table) {
  const v1::PlanQuality& quality = plan.quality();
  table->AddRow({IdOf(plan.name()), ShownOrigin(plan, language), ShownTime(plan.create_time()),
                 absl::StrCat(quality.meetings()), absl::StrCat(quality.unplaced()),
                 ShownTotal(quality.score()), ShownBreaks(quality, language),
                 ShownProof(quality, language),
                 plan.name() == published ? Wording("published", language) : ""});
}

Table PlanSummary(const v1::SessionPlan& plan, const std::string& language) {
  const v1::PlanQuality& quality = plan.quality();
  Table table({{""}, {""}});
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) table.AddRow({Wording(name, language), value});
  };
  const auto add_count = [&](const char* name, int count) {
    if (count > 0) add(name, absl::StrCat(count));
  };
  add("Plan", plan.name().empty() ? Wording("not kept", language) : IdOf(plan.name()));
  add("Origin", ShownOrigin(plan, language));
  add("Made", ShownTime(plan.create_time()));
  add("Meetings", absl::StrCat(quality.meetings()));
  add("Unplaced", absl::StrCat(quality.unplaced()));
  add("Total score",
      absl::StrCat(
          ShownTotal(quality.score()),
          quality.score_proved() ? absl::StrCat(" ", Wording("(the best)", language)) : ""));
  add("Breaks", ShownBreaks(quality, language));
  add_count("Unfair breaks", quality.unfair_breaks());
  add_count("Table changes", quality.table_changes());
  add_count("Missed wishes", quality.missed_wishes());
  const auto missing = std::count_if(plan.loads().begin(), plan.loads().end(),
                                     [](const auto& load) { return load.missing() > 0; });
  add_count("Participants below their least number", static_cast<int>(missing));
  add("Proof", ShownProof(quality, language));
  return table;
}

Table UnplacedList(const v1::SessionPlan& plan, const PlanSetting& setting) {
  const auto heading = [&](const char* text) { return Wording(text, setting.language); };
  Table table({{heading("UNPLACED")}, {heading("SCORE"), kRight}, {""}, {heading("REASON")}});
  for (const v1::UnplacedMeeting& meeting : plan.unplaced()) {
    table.AddRow({setting.Pair(meeting.pair()), ShownScore(meeting.score()),
                  meeting.must() ? Wording("must", setting.language) : "", meeting.message()});
  }
  return table;
}

Table WorthList(const google::protobuf::RepeatedPtrField<v1::ChangeWorth>& changes,
                const std::string& language) {
  const auto heading = [&](const char* text) { return Wording(text, language); };
  Table table({{heading("MEETINGS"), kRight},
               {heading("SCORE"), kRight},
               {heading("UNPLACED"), kRight},
               {heading("MISSING"), kRight},
               {heading("BREAKS"), kRight},
               {""},
               {heading("CHANGE")}});
  for (const v1::ChangeWorth& worth : changes) {
    table.AddRow({absl::StrFormat("%+d", worth.meetings()), absl::StrFormat("%+.2f", worth.score()),
                  absl::StrFormat("%+d", worth.unplaced()), absl::StrFormat("%+d", worth.missing()),
                  absl::StrFormat("%+d", worth.breaks()),
                  worth.proved() ? Wording("proved", language) : "", worth.message()});
  }
  return table;
}

Table ViolationList(const v1::SessionPlan& plan, const std::string& language) {
  Table table({{Wording("AGAINST THE RULES", language)}});
  for (const v1::PlanViolation& violation : plan.violations()) table.AddRow({violation.message()});
  return table;
}

Table StandByList(const v1::SessionPlan& plan, const PlanSetting& setting) {
  const auto heading = [&](const char* text) { return Wording(text, setting.language); };
  Table table(
      {{heading("STAND-BY")}, {heading("SLOT")}, {heading("TABLE")}, {heading("SCORE"), kRight}});
  for (const v1::StandBy& stand_by : plan.stand_bys()) {
    table.AddRow({setting.Pair(stand_by.pair()), setting.Slot(stand_by.slot()),
                  setting.Table(stand_by.table()), ShownScore(stand_by.score())});
  }
  return table;
}

Table ParticipantDay(const v1::SessionPlan& plan, const PlanSetting& setting,
                     const std::string& member) {
  const auto heading = [&](const char* text) { return Wording(text, setting.language); };
  Table table(
      {{heading("SLOT")}, {heading("TABLE")}, {heading("PARTNER")}, {heading("SCORE"), kRight}});
  for (const v1::PlannedMeeting& meeting : plan.meetings()) {
    const v1::MeetingPair& pair = meeting.pair();
    if (pair.participant() != member && pair.partner() != member) continue;
    const std::string& partner = pair.participant() == member ? pair.partner() : pair.participant();
    table.AddRow({setting.Slot(meeting.slot()), setting.Table(meeting.table()),
                  setting.Participant(partner), ShownScore(meeting.score())});
  }
  return table;
}

Table LoadList(const v1::SessionPlan& plan, const PlanSetting& setting) {
  const auto heading = [&](const char* text) { return Wording(text, setting.language); };
  Table table({{heading("PARTICIPANT")},
               {heading("MEETINGS"), kRight},
               {heading("MISSING"), kRight},
               {heading("BREAKS"), kRight},
               {heading("FORCED"), kRight}});
  for (const v1::ParticipantLoad& load : plan.loads()) {
    table.AddRow({setting.Participant(load.participant()), absl::StrCat(load.meetings()),
                  absl::StrCat(load.missing()), absl::StrCat(load.breaks()),
                  absl::StrCat(load.forced_breaks())});
  }
  return table;
}

Table DifferenceList(const v1::PlanDifference& difference, const PlanSetting& setting) {
  Table table({{""}, {""}, {""}, {""}});
  for (const v1::PlannedMeeting& meeting : difference.removed()) {
    table.AddRow({"-", setting.Pair(meeting.pair()), Place(meeting, setting), ""});
  }
  for (const v1::PlannedMeeting& meeting : difference.added()) {
    table.AddRow({"+", setting.Pair(meeting.pair()), "", Place(meeting, setting)});
  }
  for (const v1::PlanDifference::Move& move : difference.moved()) {
    table.AddRow({">", setting.Pair(move.to().pair()), Place(move.from(), setting),
                  Place(move.to(), setting)});
  }
  for (const v1::PlanDifference::Move& move : difference.reseated()) {
    table.AddRow({"~", setting.Pair(move.to().pair()), Place(move.from(), setting),
                  Place(move.to(), setting)});
  }
  return table;
}

Table QualityComparison(const v1::ComparePlansResponse& comparison, const std::string& language) {
  const std::vector<Figure> figures = {
      {"Meetings", [](const auto& q) { return absl::StrCat(q.meetings()); }},
      {"Unplaced", [](const auto& q) { return absl::StrCat(q.unplaced()); }},
      {"Total score", [](const auto& q) { return ShownTotal(q.score()); }},
      {"Breaks", [&](const auto& q) { return ShownBreaks(q, language); }},
      {"Unfair breaks", [](const auto& q) { return absl::StrCat(q.unfair_breaks()); }},
      {"Table changes", [](const auto& q) { return absl::StrCat(q.table_changes()); }},
      {"Missed wishes", [](const auto& q) { return absl::StrCat(q.missed_wishes()); }},
      {"Proof", [&](const auto& q) { return ShownProof(q, language); }}};
  Table table({{""}, {Wording("OLD", language), kRight}, {Wording("NEW", language), kRight}});
  for (const Figure& figure : figures) {
    table.AddRow({Wording(figure.name, language), figure.of(comparison.quality()),
                  figure.of(comparison.other_quality())});
  }
  return table;
}

}  // namespace counterpoint::cli

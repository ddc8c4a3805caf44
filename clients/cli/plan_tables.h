// Plans and what is about them, as people read them.
#pragma once

#include <string>

#include "clients/cli/plan_setting.h"
#include "clients/cli/table.h"
#include "counterpoint/v1/plan.pb.h"
#include "counterpoint/v1/plan_service.pb.h"

namespace counterpoint::cli {

// The columns of a list of plans.
Table PlanList(const std::string& language);
// `published` is the name of the session's published plan, if any.
void AddPlanRow(const v1::SessionPlan& plan, const std::string& language,
                const std::string& published, Table* table);

// Where a plan comes from and how good it is, a figure a line.
Table PlanSummary(const v1::SessionPlan& plan, const std::string& language);

// Meetings that have no slot, with the reason of each.
Table UnplacedList(const v1::SessionPlan& plan, const PlanSetting& setting);

// What changes would be worth, in words and in figures.
Table WorthList(const google::protobuf::RepeatedPtrField<v1::ChangeWorth>& changes,
                const std::string& language);

// What goes against rules of the session.
Table ViolationList(const v1::SessionPlan& plan, const std::string& language);

// Pairs that could use seats which have become free.
Table StandByList(const v1::SessionPlan& plan, const PlanSetting& setting);

// The meetings of a participant, by its full member name, in order of slot.
Table ParticipantDay(const v1::SessionPlan& plan, const PlanSetting& setting,
                     const std::string& member);

// How each participant fares.
Table LoadList(const v1::SessionPlan& plan, const PlanSetting& setting);

// What the one plan has and the other has not, a meeting a line; "+" was added,
// "-" was removed, ">" was moved, "~" has another table.
Table DifferenceList(const v1::PlanDifference& difference, const PlanSetting& setting);

// The figures of two plans side by side.
Table QualityComparison(const v1::ComparePlansResponse& comparison, const std::string& language);

}  // namespace counterpoint::cli

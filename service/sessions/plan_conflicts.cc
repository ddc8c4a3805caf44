#include "service/sessions/plan_conflicts.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"

namespace counterpoint::service {
namespace {

using matching::DeadEnd;
using matching::DeadEndKind;
using matching::Overload;
using matching::PlanningRule;
using matching::RuleKind;
using v1::ConflictRule;

class Conflicts {
 public:
  Conflicts(const PlanCase& plan_case, const matching::SessionPlan& plan)
      : case_(plan_case), plan_(plan), conflicts_(plan_case.conflicts) {}

  std::vector<ConflictRule> Find() && {
    for (const Overload& overload : plan_.overloads) AddOverload(overload);
    for (const DeadEnd& dead_end : plan_.dead_ends) AddDeadEnd(dead_end);
    if (plan_.unfair_participant) {
      Add(ConflictRule::FORCED_BREAKS).set_participant(case_.MemberName(*plan_.unfair_participant));
    }
    if (plan_.conflict) {
      for (const PlanningRule& rule : plan_.conflict->rules) AddRule(rule);
    }
    return std::move(conflicts_);
  }

 private:
  ConflictRule& Add(ConflictRule::Kind kind) {
    ConflictRule& rule = conflicts_.emplace_back();
    rule.set_kind(kind);
    return rule;
  }

  void NameSlots(const matching::SlotSet& slots, ConflictRule& rule) const {
    for (const int slot : slots) rule.add_slots(case_.slots.name(slot));
  }

  void AddOverload(const Overload& overload) {
    using Kind = Overload::Kind;
    ConflictRule& rule = Add(ConflictRule::KIND_UNSPECIFIED);
    bool is_of_participant = true;
    switch (overload.kind) {
      case Kind::kMustOverMost:
        rule.set_kind(ConflictRule::MUST_OVER_MOST);
        break;
      case Kind::kMustOverSlots:
        rule.set_kind(ConflictRule::MUST_OVER_SLOTS);
        break;
      case Kind::kMustOverTables:
        rule.set_kind(ConflictRule::MUST_OVER_TABLES);
        is_of_participant = false;
        break;
      case Kind::kLeastOverPairs:
        rule.set_kind(ConflictRule::LEAST_OVER_PARTNERS);
        break;
      case Kind::kLeastOverSlots:
        rule.set_kind(ConflictRule::LEAST_OVER_SLOTS);
        break;
      case Kind::kLeastOverTables:
        rule.set_kind(ConflictRule::LEAST_OVER_TABLES);
        is_of_participant = false;
        break;
    }
    if (is_of_participant) {
      rule.set_participant(case_.MemberName(overload.participant));
      overloaded_.insert(overload.participant);
    }
    rule.set_wanted(overload.wanted > 0 ? overload.wanted
                                        : static_cast<int>(overload.pairs.size()));
    if (overload.kind == Kind::kMustOverSlots) {
      rule.set_wanted(
          std::max(rule.wanted(), MustMeetWithin(overload.participant, overload.slots)));
    }
    rule.set_room(overload.room);
    NameSlots(overload.slots, rule);
  }

  // Slots in which the pair could meet by itself.
  matching::SlotSet OpenTo(const matching::SessionPair& pair) const {
    const auto& people = case_.session.participants;
    matching::SlotSet tables;
    for (const matching::SessionTable& table : case_.session.tables) {
      if ((pair.features & ~table.features) == 0) tables |= table.open;
    }
    matching::SlotSet slots = pair.window & tables & people[pair.candidate.first].available &
                              people[pair.candidate.second].available;
    if (pair.fixed_slot) slots &= matching::SlotSet::Of(*pair.fixed_slot);
    return slots;
  }

  // All whom the participant must meet in these slots: an overload names just enough
  // of them to be one.
  int MustMeetWithin(std::size_t participant, const matching::SlotSet& slots) const {
    int others = 0;
    for (const matching::SessionPair& pair : case_.session.pairs) {
      const matching::CandidatePair& two = pair.candidate;
      const bool is_of = two.first == participant || two.second == participant;
      if (!is_of || two.rule != matching::PairRule::kMust) continue;
      const matching::SlotSet open = OpenTo(pair);
      if (!open.empty() && (open - slots).empty()) ++others;
    }
    return others;
  }

  // Of tables that suit any of the pairs.
  int SeatsFor(const std::vector<std::size_t>& pairs, const matching::SlotSet& slots) const {
    int seats = 0;
    for (const matching::SessionTable& table : case_.session.tables) {
      const bool suits = std::any_of(pairs.begin(), pairs.end(), [&](std::size_t pair) {
        const matching::FeatureSet needed = case_.session.pairs[pair].features;
        return (needed & ~table.features) == 0;
      });
      if (suits) seats += (table.open & slots).size();
    }
    return seats;
  }

  void AddDeadEnd(const DeadEnd& dead_end) {
    const auto meetings = static_cast<int>(dead_end.meetings.size());
    switch (dead_end.kind) {
      case DeadEndKind::kNoSlotForMeeting:
        *Add(ConflictRule::NO_SLOT).mutable_pair() = case_.PairMessage(dead_end.meetings.front());
        return;
      case DeadEndKind::kTooManyForParticipant: {
        // Said already, and better, of what it must or should do.
        if (overloaded_.contains(dead_end.participant)) return;
        ConflictRule& rule = Add(ConflictRule::TOO_MANY_MEETINGS);
        rule.set_participant(case_.MemberName(dead_end.participant));
        rule.set_wanted(meetings);
        rule.set_room(dead_end.slots.size());
        NameSlots(dead_end.slots, rule);
        return;
      }
      case DeadEndKind::kTooFewTables:
      case DeadEndKind::kOverLimit: {
        ConflictRule& rule = Add(ConflictRule::TOO_FEW_TABLES);
        rule.set_wanted(meetings);
        rule.set_room(SeatsFor(dead_end.meetings, dead_end.slots));
        NameSlots(dead_end.slots, rule);
        return;
      }
    }
  }

  void AddRule(const PlanningRule& rule) {
    switch (rule.kind) {
      case RuleKind::kAvailability:
        Add(ConflictRule::AVAILABILITY).set_participant(case_.MemberName(rule.participant));
        return;
      case RuleKind::kWindow:
        *Add(ConflictRule::NO_SLOT).mutable_pair() = case_.PairMessage(rule.meeting);
        return;
      case RuleKind::kFixed:
        *Add(ConflictRule::FIXED_SLOT).mutable_pair() = case_.PairMessage(rule.meeting);
        return;
      case RuleKind::kOrder: {
        ConflictRule& order = Add(ConflictRule::ORDER);
        *order.mutable_pair() = case_.PairMessage(rule.meeting);
        *order.mutable_other_pair() = case_.PairMessage(rule.other);
        return;
      }
      case RuleKind::kTables:
      case RuleKind::kLimit:
        if (!said_tables_) Add(ConflictRule::TABLES);
        said_tables_ = true;
        return;
      case RuleKind::kFairBreaks:
        Add(ConflictRule::FAIR_BREAKS);
        return;
    }
  }

  const PlanCase& case_;
  const matching::SessionPlan& plan_;
  std::vector<ConflictRule> conflicts_;
  absl::flat_hash_set<std::size_t> overloaded_;
  bool said_tables_ = false;
};

}  // namespace

std::vector<ConflictRule> ConflictsOf(const PlanCase& plan_case,
                                      const matching::SessionPlan& plan) {
  return Conflicts(plan_case, plan).Find();
}

}  // namespace counterpoint::service

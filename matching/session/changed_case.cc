#include <algorithm>

#include "matching/session/what_if.h"

namespace counterpoint::matching {
namespace {

void AddSlots(SessionCase& session, int amount) {
  const int before = session.slots;
  session.slots = std::min(before + std::max(0, amount), SlotSet::kMost);
  const SlotSet added = SlotSet::Range(before, session.slots);
  for (SessionTable& table : session.tables) table.open |= added;
  for (SessionParticipant& participant : session.participants) participant.available |= added;
  for (SessionPair& pair : session.pairs) {
    if (pair.window.contains(before - 1)) pair.window |= added;
  }
}

void FreeSlot(SessionCase& session, std::size_t freed) {
  SessionPair& pair = session.pairs[freed];
  pair.window = SlotSet::Range(0, session.slots);
  pair.fixed_slot.reset();
  pair.after.clear();
  for (SessionPair& other : session.pairs) std::erase(other.after, freed);
}

}  // namespace

SessionCase Changed(const SessionCase& session, const SessionChange& change) {
  SessionCase changed = session;
  switch (change.kind) {
    case SessionChange::Kind::kMoreTables:
      for (int i = 0; i < change.amount; ++i) {
        changed.tables.push_back({.features = 0, .open = SlotSet::Range(0, session.slots)});
      }
      break;
    case SessionChange::Kind::kMoreSlots:
      AddSlots(changed, change.amount);
      break;
    case SessionChange::Kind::kMoreTime:
      changed.participants[change.participant].available |=
          change.slots & SlotSet::Range(0, session.slots);
      break;
    case SessionChange::Kind::kMoreMeetings:
      changed.participants[change.participant].quota.most += std::max(0, change.amount);
      break;
    case SessionChange::Kind::kLeaveOut:
      changed.pairs[change.pair].candidate.rule = PairRule::kMustNot;
      break;
    case SessionChange::Kind::kFreeSlot:
      FreeSlot(changed, change.pair);
      break;
    case SessionChange::Kind::kFreeBreaks:
      changed.breaks.fairness = BreakFairness::kOff;
      break;
  }
  return changed;
}

}  // namespace counterpoint::matching

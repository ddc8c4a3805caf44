#include "matching/session/session_choice.h"

#include <algorithm>

#include "matching/planning/slot_matching.h"
#include "matching/session/table_limits.h"

namespace counterpoint::matching {
namespace {

// Choices made again with more limits. Each adds at least one limit that the last
// choice broke; seldom more than a handful are needed.
constexpr int kMostChoices = 40;

// Meetings that can be at the same time: the tables, and nobody at two of them.
int MostMeetings(const SessionCase& session) {
  std::vector<int> available(static_cast<std::size_t>(session.slots), 0);
  for (const SessionParticipant& participant : session.participants) {
    for (const int slot : participant.available) ++available[static_cast<std::size_t>(slot)];
  }
  int most = 0;
  const std::vector<int> tables = OpenTables(session);
  for (std::size_t s = 0; s < tables.size(); ++s) most += std::min(tables[s], available[s] / 2);
  return most;
}

}  // namespace

PairChooser::PairChooser(const SessionCase& session)
    : session_(session), own_(OwnSlots(session)), pairs_of_(session.participants.size()) {
  problem_.fairness = session.fairness;
  problem_.most_meetings = MostMeetings(session);
  std::vector<SlotSet> slots_of(session.participants.size());
  for (std::size_t i = 0; i < session.pairs.size(); ++i) {
    CandidatePair& pair = problem_.pairs.emplace_back(session.pairs[i].candidate);
    if (own_[i].empty()) pair.rule = PairRule::kMustNot;
    if (pair.rule == PairRule::kMustNot) continue;
    for (const std::size_t p : {pair.first, pair.second}) {
      pairs_of_[p].push_back(i);
      slots_of[p] |= own_[i];
    }
  }
  for (std::size_t p = 0; p < session.participants.size(); ++p) {
    MeetingQuota quota = session.participants[p].quota;
    quota.most = std::min(quota.most, slots_of[p].size());
    problem_.participants.push_back(quota);
  }
}

void PairChooser::LeaveOut(std::size_t pair) {
  problem_.pairs[pair].rule = PairRule::kMustNot;
  left_out_ = true;
}

SessionChoice PairChooser::Choose(const SearchControl& control) {
  MeetingChoice choice;
  bool is_placeable = false;
  for (int i = 0; i < kMostChoices && !is_placeable; ++i) {
    choice = ChooseOnce();
    is_placeable = !AddLimits(choice.pairs);
    if (control.Stopped()) break;
  }
  return {.pairs = std::move(choice.pairs), .proved = choice.proved && is_placeable && !left_out_};
}

MeetingChoice PairChooser::ChooseOnce() {
  MeetingChoice choice = ChooseMeetings(problem_);
  if (!choice.impossible) return choice;
  // Among those that must meet alone, one more counts more than all scores.
  ChoiceProblem must = problem_;
  must.fairness = ChoiceFairness::kBestTotal;
  for (MeetingQuota& quota : must.participants) quota.least = 0;
  for (CandidatePair& pair : must.pairs) {
    pair.score = (1 + pair.score / static_cast<double>(must.pairs.size() + 1)) / 2;
    pair.rule = pair.rule == PairRule::kMust ? PairRule::kMay : PairRule::kMustNot;
  }
  const MeetingChoice most = ChooseMeetings(must);
  for (std::size_t i = 0; i < problem_.pairs.size(); ++i) {
    if (problem_.pairs[i].rule != PairRule::kMust ||
        std::binary_search(most.pairs.begin(), most.pairs.end(), i)) {
      continue;
    }
    LeaveOut(i);
  }
  return ChooseMeetings(problem_);
}

bool PairChooser::AddLimits(const std::vector<std::size_t>& chosen) {
  std::vector<std::vector<std::size_t>> chosen_of(session_.participants.size());
  for (const std::size_t i : chosen) {
    chosen_of[problem_.pairs[i].first].push_back(i);
    chosen_of[problem_.pairs[i].second].push_back(i);
  }
  bool added = false;
  for (std::size_t p = 0; p < chosen_of.size(); ++p) {
    std::vector<SlotSet> domains;
    SlotSet all;
    for (const std::size_t i : chosen_of[p]) all |= domains.emplace_back(own_[i]);
    SlotMatching matching(std::move(domains));
    for (const int slot : all) matching.Offer(slot);
    if (matching.size() == static_cast<int>(chosen_of[p].size())) continue;
    SlotSet crowded;
    for (const std::size_t m : matching.Crowded()) crowded |= own_[chosen_of[p][m]];
    ChoiceLimit& limit = problem_.limits.emplace_back();
    limit.most = crowded.size();
    for (const std::size_t i : pairs_of_[p]) {
      if ((own_[i] - crowded).empty()) limit.pairs.push_back(i);
    }
    added = true;
  }
  return added;
}

}  // namespace counterpoint::matching

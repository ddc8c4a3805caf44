// From a session as the API has it to one that can be planned.
//
// Participants of the case are those of the session, in order of member id, and
// behind them others that CaseInput::also names. Rules:
// - Slots, days and tables as the session has them. A pair needs the table
//   features of both sides.
// - A pair does not meet that is banned, that either side won't meet, or that
//   both name languages without a common one. These go before everything else;
//   where such a pair must meet, that is said among the conflicts.
// - A pair must meet that either side wishes for as a must, that is fixed, or
//   requested where pairs are AS_GIVEN.
// - BY_SCORE, each participant's best partners may meet: by score, ties in order of
//   id, a score above 0, kinds that may meet, not met before, a slot in common. So
//   may pairs that are wished for or requested.
// - A wish counts kWishWeight for each side that has it, in the choice alone.
// - Somebody who is no member any more is away all the time and meets nobody.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "counterpoint/v1/plan.pb.h"
#include "counterpoint/v1/session.pb.h"
#include "matching/session/session_case.h"
#include "service/sessions/pair_scores.h"
#include "service/sessions/session_slots.h"

namespace counterpoint::service {

inline constexpr double kWishWeight = 0.25;
inline constexpr int kDefaultCandidates = 20;
inline constexpr int kDefaultMostDifference = 2;

// Two members by id, the smaller one first.
using IdPair = std::pair<std::string, std::string>;
IdPair IdPairOf(std::string a, std::string b);
// By the names of the members. REQUIRES: they are names of members.
IdPair IdPairOf(const v1::MeetingPair& pair);

struct CaseInput {
  const v1::Session& session;
  // In order of member id.
  const std::vector<v1::Participant>& participants;
  // Of each of them; nothing where it is no member any more.
  const std::vector<std::optional<v1::MemberKind>>& kinds;
  // Of the participants.
  const PairScores& scores;
  // Who have worked together or met, as recorded.
  const absl::flat_hash_set<IdPair>& met;
  // Pairs that are in the case whatever the rules say of them, as kMustNot where
  // they do not meet. The two need not take part: then they are away all the time.
  std::vector<IdPair> also{};
  // No other pairs.
  bool only_also = false;
};

// A case, and what its positions stand for.
class PlanCase {
 public:
  explicit PlanCase(const CaseInput& input);

  matching::SessionCase session;
  SessionSlots slots;
  std::string alliance;
  std::vector<std::string> members;  // Id of each participant.
  std::vector<std::string> tables;   // Id of each table.
  // Of each pair: the score without wishes, whether it must meet, and whether it is
  // one of the fixed meetings.
  std::vector<double> scores;
  std::vector<bool> must;
  std::vector<bool> fixed;
  // What a choice's score has to be multiplied with: ranking weights are at most 1.
  double score_unit = 1;
  std::vector<v1::ConflictRule> conflicts;

  std::optional<std::size_t> FindMember(absl::string_view id) const;
  std::optional<std::size_t> FindTable(absl::string_view id) const;
  std::optional<std::size_t> FindPair(const IdPair& pair) const;

  // Whether it is a participant of the session, member or not.
  bool takes_part(std::size_t participant) const { return participant < participants_; }

  std::string MemberName(std::size_t participant) const;
  v1::MeetingPair PairMessage(std::size_t pair) const;

  // A table more, as a session had it that has changed since; closed.
  std::size_t AddClosedTable(const std::string& id);

 private:
  std::size_t participants_;
  absl::flat_hash_map<std::string, std::size_t> member_numbers_;
  absl::flat_hash_map<std::string, std::size_t> table_numbers_;
  absl::flat_hash_map<IdPair, std::size_t> pair_numbers_;

  friend class CaseBuilder;
};

}  // namespace counterpoint::service

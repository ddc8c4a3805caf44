#include "service/sessions/plan_edit.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "matching/session/table_assignment.h"
#include "service/conversion/resource_name.h"
#include "service/sessions/plan_message.h"
#include "service/sessions/session_case.h"
#include "service/validation/violations.h"

namespace counterpoint::service {
namespace {

using matching::PlacedMeeting;
using validation::FieldPath;

std::vector<IdPair> PairsOf(const v1::SessionPlan& plan) {
  std::vector<IdPair> pairs;
  for (const v1::PlannedMeeting& meeting : plan.meetings()) {
    pairs.push_back(IdPairOf(meeting.pair()));
  }
  for (const v1::UnplacedMeeting& meeting : plan.unplaced()) {
    pairs.push_back(IdPairOf(meeting.pair()));
  }
  return pairs;
}

// Kinds say nothing about pairs that somebody names.
std::vector<std::optional<v1::MemberKind>> AnyKinds(std::size_t participants) {
  return std::vector<std::optional<v1::MemberKind>>(participants, v1::MEMBER_KIND_UNSPECIFIED);
}

std::vector<IdPair> NamedPairs(const v1::SessionPlan& plan, const v1::EditPlanRequest& request) {
  std::vector<IdPair> pairs = PairsOf(plan);
  for (const v1::PlanEdit& edit : request.edits()) {
    if (edit.has_place()) pairs.push_back(IdPairOf(edit.place().pair()));
  }
  return pairs;
}

class Editor {
 public:
  Editor(const EditedSession& session, const v1::SessionPlan& plan,
         const v1::EditPlanRequest& request)
      : scores_(session.participants.size()),
        kinds_(AnyKinds(session.participants.size())),
        case_({session.session, session.participants, kinds_, scores_, met_,
               NamedPairs(plan, request), true}) {
    for (const v1::PlannedMeeting& meeting : plan.meetings()) {
      const std::size_t pair = *case_.FindPair(IdPairOf(meeting.pair()));
      case_.scores[pair] = meeting.score();
      const auto slot = case_.slots.Find(meeting.slot());
      if (slot) {
        meetings_.push_back({pair, *slot, TableOf(meeting.table())});
      } else {
        lost_.push_back(meeting);
      }
    }
    for (const v1::UnplacedMeeting& meeting : plan.unplaced()) {
      case_.scores[*case_.FindPair(IdPairOf(meeting.pair()))] = meeting.score();
    }
  }

  void Score(const NewScores& judged, const absl::flat_hash_set<IdPair>& known) {
    for (std::size_t a = 0; a < judged.members.size(); ++a) {
      for (std::size_t b = a + 1; b < judged.members.size(); ++b) {
        const IdPair ids = IdPairOf(judged.members[a], judged.members[b]);
        const auto pair = case_.FindPair(ids);
        if (pair && !known.contains(ids)) case_.scores[*pair] = judged.scores.Of(a, b);
      }
    }
  }

  void Make(const FieldPath& path, const v1::PlanEdit& edit, validation::Violations& violations) {
    switch (edit.edit_case()) {
      case v1::PlanEdit::kPlace:
        return Place(path.Field("place"), edit.place(), violations);
      case v1::PlanEdit::kExchange:
        return Exchange(path.Field("exchange"), edit.exchange(), violations);
      default:
        if (!Remove(edit.remove())) violations.Add(path.Field("remove"), kNoMeeting);
    }
  }

  v1::SessionPlan Result(const v1::SessionPlan& plan) const {
    v1::SessionPlan edited = MessageOf(case_, meetings_, {});
    for (const v1::PlannedMeeting& meeting : lost_) {
      *edited.add_meetings() = meeting;
      edited.mutable_quality()->set_score(edited.quality().score() + meeting.score());
    }
    absl::flat_hash_set<IdPair> placed;
    for (const v1::PlannedMeeting& meeting : edited.meetings()) {
      placed.insert(IdPairOf(meeting.pair()));
    }
    for (const v1::UnplacedMeeting& meeting : plan.unplaced()) {
      if (!placed.contains(IdPairOf(meeting.pair()))) *edited.add_unplaced() = meeting;
    }
    edited.mutable_quality()->set_meetings(edited.meetings_size());
    edited.mutable_quality()->set_unplaced(edited.unplaced_size());
    return edited;
  }

 private:
  static constexpr char kNoMeeting[] = "has no meeting in the plan";

  // Of a table that the session has no more, one that is closed.
  std::size_t TableOf(const std::string& id) {
    const auto found = case_.FindTable(id);
    return found ? *found : case_.AddClosedTable(id);
  }

  std::vector<PlacedMeeting>::iterator Find(const v1::MeetingPair& pair) {
    const auto number = case_.FindPair(IdPairOf(pair));
    return std::find_if(meetings_.begin(), meetings_.end(), [&](const PlacedMeeting& meeting) {
      return number && meeting.pair == *number;
    });
  }

  bool Remove(const v1::MeetingPair& pair) {
    const auto meeting = Find(pair);
    if (meeting != meetings_.end()) {
      meetings_.erase(meeting);
      return true;
    }
    const IdPair ids = IdPairOf(pair);
    const auto lost = std::find_if(lost_.begin(), lost_.end(), [&](const auto& candidate) {
      return IdPairOf(candidate.pair()) == ids;
    });
    if (lost == lost_.end()) return false;
    lost_.erase(lost);
    return true;
  }

  void Place(const FieldPath& path, const v1::PlanEdit::Place& place,
             validation::Violations& violations) {
    const std::size_t pair = *case_.FindPair(IdPairOf(place.pair()));
    const matching::CandidatePair& two = case_.session.pairs[pair].candidate;
    bool is_possible = true;
    const FieldPath pair_path = path.Field("pair");
    for (const std::size_t p : {two.first, two.second}) {
      if (case_.takes_part(p)) continue;
      violations.Add(pair_path,
                     absl::StrCat("names ", case_.MemberName(p), ", which does not take part"));
      is_possible = false;
    }
    const auto slot = case_.slots.Find(place.slot());
    if (!slot) {
      violations.Add(path.Field("slot"),
                     absl::StrCat("is no slot of the session: ", validation::Quoted(place.slot())));
      return;
    }
    const FieldPath table_path = path.Field("table");
    std::optional<std::size_t> table = case_.FindTable(place.table());
    if (!place.table().empty() && (!table || *table >= OwnTables())) {
      violations.Add(table_path, absl::StrCat("is no table of the session: ",
                                              validation::Quoted(place.table())));
      return;
    }
    const auto now = Find(place.pair());
    if (!table) table = FreeTable(pair, *slot, now);
    if (!table) {
      violations.Add(table_path, "must be set, as no table is free then that suits the two");
      return;
    }
    if (!is_possible) return;
    Remove(place.pair());
    meetings_.push_back({pair, *slot, *table});
  }

  // Tables of the session come before those that it has no more.
  std::size_t OwnTables() const { return own_tables_; }

  std::optional<std::size_t> FreeTable(std::size_t pair, int slot,
                                       std::vector<PlacedMeeting>::iterator now) const {
    std::set<std::size_t> taken;
    for (const PlacedMeeting& meeting : meetings_) {
      if (meeting.slot == slot && meeting.pair != pair) taken.insert(meeting.table);
    }
    const auto suits = [&](std::size_t table) {
      const matching::SessionTable& candidate = case_.session.tables[table];
      return table < OwnTables() && candidate.open.contains(slot) && taken.count(table) == 0 &&
             (case_.session.pairs[pair].features & ~candidate.features) == 0;
    };
    if (now != meetings_.end() && suits(now->table)) return now->table;
    for (std::size_t table = 0; table < OwnTables(); ++table) {
      if (suits(table)) return table;
    }
    return std::nullopt;
  }

  void Exchange(const FieldPath& path, const v1::PlanEdit::Exchange& exchange,
                validation::Violations& violations) {
    const auto one = Find(exchange.pair());
    const auto other = Find(exchange.other());
    if (one == meetings_.end()) violations.Add(path.Field("pair"), kNoMeeting);
    if (other == meetings_.end()) violations.Add(path.Field("other"), kNoMeeting);
    if (one == meetings_.end() || other == meetings_.end()) return;
    std::swap(one->slot, other->slot);
    std::swap(one->table, other->table);
  }

  const PairScores scores_;
  const std::vector<std::optional<v1::MemberKind>> kinds_;
  const absl::flat_hash_set<IdPair> met_;
  PlanCase case_;
  const std::size_t own_tables_ = case_.tables.size();
  std::vector<PlacedMeeting> meetings_;
  std::vector<v1::PlannedMeeting> lost_;  // In slots that are gone.
};

}  // namespace

std::vector<std::string> MembersOfNewPairs(const v1::SessionPlan& plan,
                                           const v1::EditPlanRequest& request) {
  const std::vector<IdPair> pairs = PairsOf(plan);
  const absl::flat_hash_set<IdPair> known(pairs.begin(), pairs.end());
  std::set<std::string> members;
  for (const v1::PlanEdit& edit : request.edits()) {
    if (!edit.has_place()) continue;
    const IdPair pair = IdPairOf(edit.place().pair());
    if (!known.contains(pair)) members.insert({pair.first, pair.second});
  }
  return {members.begin(), members.end()};
}

absl::StatusOr<v1::SessionPlan> EditedPlan(const EditedSession& session,
                                           const v1::SessionPlan& plan,
                                           const v1::EditPlanRequest& request,
                                           const NewScores& new_scores) {
  const std::vector<IdPair> known = PairsOf(plan);
  Editor editor(session, plan, request);
  editor.Score(new_scores, {known.begin(), known.end()});
  validation::Violations violations;
  const FieldPath root;
  for (int i = 0; i < request.edits_size(); ++i) {
    editor.Make(root.Item("edits", i), request.edits(i), violations);
  }
  if (!violations.empty()) return violations.ToStatus();
  v1::SessionPlan edited = editor.Result(plan);
  edited.set_origin(v1::SessionPlan::EDITED);
  edited.set_seed(plan.seed());
  *edited.mutable_score_time() = plan.score_time();
  edited.set_score_revision(plan.score_revision());
  return edited;
}

}  // namespace counterpoint::service

// How the lists of two generations differ, and why.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "counterpoint/v1/recommendation.pb.h"
#include "service/recommendations/stored_lists.h"

namespace counterpoint::service {

// What explains changes beside the two generations themselves.
struct ChangeReasons {
  // The newer one was current before, and was made current again.
  bool rolled_back = false;
  // By id: PROFILE_CHANGED, MEMBER_ADDED, MEMBER_REMOVED or MEMBER_EXPIRED.
  absl::flat_hash_map<std::string, v1::RecommendationChangeCause> members;
  // "a/b" with a before b: between them something was recorded or ran out.
  absl::flat_hash_set<std::string> pairs;
  // The two generations were made with other rules of the staff, and with another
  // text model.
  bool rules_changed = false;
  bool model_changed = false;
  // Whether a partner is vetoed in the lists of a member now; null: not known.
  std::function<bool(absl::string_view member, absl::string_view partner)> is_vetoed;
};

struct EntryChange {
  v1::RecommendationChange::Kind kind = v1::RecommendationChange::KIND_UNSPECIFIED;
  absl::string_view partner;  // Id; of one of the two generations.
  int old_place = 0;          // From 1; 0: it was not there.
  int new_place = 0;
  double old_score = 0;
  double new_score = 0;
  v1::RecommendationChangeCause cause = v1::RECOMMENDATION_CHANGE_CAUSE_UNSPECIFIED;
  bool is_own = false;  // What happened, happened to the member that the list is for.
};

// In order of new place, then those that left by old place.
struct ListDifference {
  absl::string_view member;  // Id; of one of the two generations.
  std::vector<EntryChange> changes;
};

struct DifferenceTotals {
  std::int64_t lists = 0;
  std::int64_t entered = 0;
  std::int64_t left = 0;
  std::int64_t moved = 0;
};

// Each change with its cause (cause_finder.h). Thread-safe.
class GenerationDifference {
 public:
  // A base that is null has no lists.
  GenerationDifference(std::shared_ptr<const StoredLists> base,
                       std::shared_ptr<const StoredLists> generation, ChangeReasons reasons);

  // Of one member; without changes where its list is the same in both.
  ListDifference Of(absl::string_view member) const;
  // Of up to `most` members after `after` whose lists differ, in order of id.
  std::vector<ListDifference> After(absl::string_view after, std::size_t most) const;
  // Of all members.
  DifferenceTotals Totals() const;

 private:
  using Position = std::uint32_t;
  static constexpr Position kNone = 0xffffffff;
  // A list of each generation; kNone where one has no such member.
  struct Pair {
    Position base;
    Position generation;
  };
  using Entries = absl::Span<const StoredEntry>;

  Entries BaseList(const Pair& pair) const;
  Entries NewList(const Pair& pair) const;
  bool AreEqual(const Pair& pair) const;
  absl::string_view IdOf(const Pair& pair) const;
  ListDifference Differ(const Pair& pair) const;
  // The changes without their causes.
  std::vector<EntryChange> Changes(Entries before, Entries after) const;

  const std::shared_ptr<const StoredLists> base_;
  const std::shared_ptr<const StoredLists> generation_;
  const ChangeReasons reasons_;
  std::vector<Position> new_position_;  // By position in the base; kNone: gone.
  std::vector<Pair> pairs_;             // In order of id.
};

}  // namespace counterpoint::service

#include "service/validation/placing_check.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/validation/enum_check.h"
#include "service/validation/list_check.h"
#include "service/validation/meeting_order_check.h"
#include "service/validation/number_check.h"

namespace counterpoint::validation {
namespace {

constexpr int kLargestDifference = 255;

// Fixed meetings, one after the other.
class FixedMeetings {
 public:
  FixedMeetings(const FieldPath& path, const SessionParts& parts, Violations& violations)
      : path_(path), parts_(parts), violations_(violations) {}

  void Add(const v1::FixedMeeting& meeting, int place) {
    const FieldPath at = path_.Item("fixed_meetings", place);
    if (!meeting.slot().empty()) {
      parts_.CheckSlot(at.Field("slot"), meeting.slot(), violations_);
      TakeOne(at.Field("slot"), meeting.pair().participant(), meeting.slot(), place);
      TakeOne(at.Field("slot"), meeting.pair().partner(), meeting.slot(), place);
    }
    if (!meeting.table().empty()) {
      parts_.CheckTable(at.Field("table"), meeting.table(), violations_);
    }
    if (!meeting.slot().empty() && !meeting.table().empty()) CheckBoth(at, meeting, place);
  }

 private:
  // A participant has one meeting at a time.
  void TakeOne(const FieldPath& slot_path, const std::string& participant, const std::string& slot,
               int place) {
    const auto [other, is_new] = busy_.try_emplace({participant, slot}, place);
    if (is_new || other->second == place) return;
    violations_.Add(slot_path, absl::StrCat("has ", participant, " meet somebody else too, by ",
                                            "fixed_meetings[", other->second, "]"));
  }

  void CheckBoth(const FieldPath& at, const v1::FixedMeeting& meeting, int place) {
    const FieldPath table_path = at.Field("table");
    const v1::SessionTable* table = parts_.FindTable(meeting.table());
    if (table == nullptr) return;
    const auto& closed = table->closed_slots();
    if (std::find(closed.begin(), closed.end(), meeting.slot()) != closed.end()) {
      violations_.Add(table_path, "is closed in that slot; choose another table or slot");
    }
    const auto [other, is_new] = taken_.try_emplace({meeting.table(), meeting.slot()}, place);
    if (is_new) return;
    violations_.Add(table_path, absl::StrCat("is taken in that slot by fixed_meetings[",
                                             other->second, "]; choose another table or slot"));
  }

  using Spot = std::pair<std::string, std::string>;  // A participant or table, and a slot.

  const FieldPath& path_;
  const SessionParts& parts_;
  Violations& violations_;
  absl::flat_hash_map<Spot, int> busy_;   // To the place of the meeting.
  absl::flat_hash_map<Spot, int> taken_;  // The same for tables.
};

void CheckFixed(const FieldPath& path, const v1::PlacingRules& placing, const SessionParts& parts,
                const PairPlaces& banned, absl::string_view alliance, Violations& violations) {
  FixedMeetings meetings(path, parts, violations);
  PairPlaces seen;
  for (int i = 0; i < placing.fixed_meetings_size(); ++i) {
    const v1::FixedMeeting& meeting = placing.fixed_meetings(i);
    const FieldPath at = path.Item("fixed_meetings", i);
    const FieldPath pair = at.Field("pair");
    CheckPair(pair, meeting.pair(), alliance, violations);
    const PairKey key = KeyOf(meeting.pair());
    const auto [earlier, is_new] = seen.try_emplace(key, i);
    if (!is_new) {
      violations.Add(
          pair, absl::StrCat("is the same pair as that of fixed_meetings[", earlier->second, "]"));
      continue;
    }
    const auto ban = banned.find(key);
    if (ban != banned.end()) {
      violations.Add(pair, absl::StrCat("is banned by pairing.banned_pairs[", ban->second,
                                        "]; take it out of one of the two"));
    }
    meetings.Add(meeting, i);
  }
}

// Orders between two meetings whose slots are fixed.
void CheckFixedOrders(const FieldPath& path, const v1::PlacingRules& placing,
                      const SessionParts& parts, Violations& violations) {
  absl::flat_hash_map<PairKey, int> positions;
  for (const v1::FixedMeeting& meeting : placing.fixed_meetings()) {
    const int position = parts.PositionOf(meeting.slot());
    if (position >= 0) positions.try_emplace(KeyOf(meeting.pair()), position);
  }
  for (int i = 0; i < placing.orders_size(); ++i) {
    const auto earlier = positions.find(KeyOf(placing.orders(i).earlier()));
    const auto later = positions.find(KeyOf(placing.orders(i).later()));
    if (earlier == positions.end() || later == positions.end() || earlier == later) continue;
    if (earlier->second >= later->second) {
      violations.Add(path.Item("orders", i),
                     "goes against the slots that `fixed_meetings` give "
                     "the two");
    }
  }
}

}  // namespace

void CheckPlacing(const FieldPath& path, const v1::PlacingRules& placing, const SessionParts& parts,
                  const PairPlaces& banned, absl::string_view alliance, Violations& violations) {
  CheckEnum(path.Field("break_fairness"), placing.break_fairness(),
            *v1::PlacingRules::BreakFairness_descriptor(), Presence::kOptional, violations);
  CheckInRange(path.Field("most_difference"), placing.most_difference(), 0, kLargestDifference,
               violations);
  if (CheckLength(path.Field("fixed_meetings"), placing.fixed_meetings_size(), kMostPairs,
                  violations)) {
    CheckFixed(path, placing, parts, banned, alliance, violations);
  }
  CheckOrders(path, placing, alliance, violations);
  if (placing.orders_size() <= kMostPairs && placing.fixed_meetings_size() <= kMostPairs) {
    CheckFixedOrders(path, placing, parts, violations);
  }
}

}  // namespace counterpoint::validation

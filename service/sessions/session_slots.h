// The slots of a session: their names, and their numbers in the order of time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "counterpoint/v1/session.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "matching/planning/slot_set.h"

namespace counterpoint::service {

// Immutable, thread-safe. REQUIRES, of all: numbers are in range, and the session
// has at most matching::SlotSet::kMost slots.
class SessionSlots {
 public:
  explicit SessionSlots(const v1::Session& session);

  int size() const { return static_cast<int>(names_.size()); }
  // "2027-03-02T09:00"
  const std::string& name(int slot) const { return names_[static_cast<std::size_t>(slot)]; }
  std::optional<int> Find(absl::string_view name) const;
  // The first slot of each day that has slots.
  const std::vector<int>& days() const { return days_; }
  // The first slot of the next day, or size().
  int DayEnd(int slot) const;

  matching::SlotSet All() const { return matching::SlotSet::Range(0, size()); }
  // Names that are none of the session's are left out.
  matching::SlotSet Named(const google::protobuf::RepeatedPtrField<std::string>& names) const;
  // That begin before noon.
  const matching::SlotSet& mornings() const { return mornings_; }

  // The first slot that has not begun at `now`, by the session's time zone;
  // size() where all have, or the zone is unknown.
  int FirstAfter(absl::Time now) const;

 private:
  std::vector<std::string> names_;
  absl::flat_hash_map<std::string, int> numbers_;
  std::vector<int> days_;
  matching::SlotSet mornings_;
  std::string time_zone_;
};

}  // namespace counterpoint::service

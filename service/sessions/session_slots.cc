#include "service/sessions/session_slots.h"

#include <algorithm>

#include "service/conversion/session_record.h"

namespace counterpoint::service {
namespace {

constexpr char kNameFormat[] = "%Y-%m-%dT%H:%M";
// As texts: "09:30" is before it, "12:00" is not.
constexpr char kNoon[] = "12:00";

}  // namespace

SessionSlots::SessionSlots(const v1::Session& session) : time_zone_(session.time_zone()) {
  for (const v1::SessionDay& day : session.days()) {
    if (!day.slots().empty()) days_.push_back(size());
    for (const v1::SessionSlot& slot : day.slots()) {
      if (slot.start() < kNoon) mornings_.Add(size());
      names_.push_back(conversion::SlotName(day.date(), slot.start()));
      numbers_.emplace(names_.back(), size() - 1);
    }
  }
}

std::optional<int> SessionSlots::Find(absl::string_view name) const {
  const auto found = numbers_.find(name);
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

int SessionSlots::DayEnd(int slot) const {
  const auto next = std::upper_bound(days_.begin(), days_.end(), slot);
  return next == days_.end() ? size() : *next;
}

matching::SlotSet SessionSlots::Named(
    const google::protobuf::RepeatedPtrField<std::string>& names) const {
  matching::SlotSet slots;
  for (const std::string& name : names) {
    if (const auto slot = Find(name)) slots.Add(*slot);
  }
  return slots;
}

int SessionSlots::FirstAfter(absl::Time now) const {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(time_zone_, &zone)) return size();
  for (int slot = 0; slot < size(); ++slot) {
    absl::Time start;
    if (absl::ParseTime(kNameFormat, name(slot), zone, &start, nullptr) && start > now) return slot;
  }
  return size();
}

}  // namespace counterpoint::service

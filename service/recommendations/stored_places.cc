#include "service/recommendations/stored_places.h"

namespace counterpoint::service {

absl::StatusOr<std::optional<StoredPlaces::Place>> StoredPlaces::Find(const AttributionToken& token,
                                                                      const std::string& partner) {
  const std::optional<Place> nowhere;
  if (GenerationOf(token) == 0) return nowhere;
  const auto lists = ListsOf(token);
  if (!lists.ok()) return lists.status();
  if (*lists == nullptr) return nowhere;
  const auto member = (*lists)->Find(token.member);
  const auto other = (*lists)->Find(partner);
  if (!member || !other) return nowhere;
  int place = 0;
  for (const StoredEntry& entry : (*lists)->Of(*member)) {
    ++place;
    if (entry.partner != *other) continue;
    return std::optional<Place>({place, entry.rule == 0 ? "" : (*lists)->rule(entry.rule)});
  }
  return nowhere;
}

absl::StatusOr<std::shared_ptr<const StoredLists>> StoredPlaces::ListsOf(
    const AttributionToken& token) {
  const int number = GenerationOf(token);
  const auto [at, is_new] = lists_.try_emplace(number, nullptr);
  if (is_new) {
    const auto lists = generations_.Lists({token.alliance, number});
    if (absl::IsUnavailable(lists.status())) {
      lists_.erase(at);
      return lists.status();
    }
    if (lists.ok()) at->second = *lists;
  }
  // Numbers begin anew with an alliance that was deleted.
  const bool is_same =
      at->second != nullptr && at->second->generation().revision() == token.revision;
  return is_same ? at->second : nullptr;
}

}  // namespace counterpoint::service

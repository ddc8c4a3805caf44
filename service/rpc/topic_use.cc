#include "service/rpc/topic_use.h"

#include <algorithm>

#include "service/conversion/member_record.h"

namespace counterpoint::service {
namespace {

using TopicIds = absl::flat_hash_set<std::string>;

bool UsesAny(const google::protobuf::RepeatedPtrField<std::string>& ids, const TopicIds& topics) {
  return std::any_of(ids.begin(), ids.end(),
                     [&](const std::string& id) { return topics.contains(id); });
}

bool UsesAny(const v1::Listing& listing, const TopicIds& topics) {
  return UsesAny(listing.topics(), topics) ||
         std::any_of(listing.rules().begin(), listing.rules().end(), [&](const v1::Rule& rule) {
           return UsesAny(rule.condition().topics(), topics) ||
                  UsesAny(rule.condition().sectors(), topics);
         });
}

bool UsesAny(const v1::Member& member, const TopicIds& topics) {
  const auto uses = [&](const v1::Listing& listing) { return UsesAny(listing, topics); };
  return UsesAny(member.sectors(), topics) ||
         std::any_of(member.needs().begin(), member.needs().end(), uses) ||
         std::any_of(member.offers().begin(), member.offers().end(), uses);
}

}  // namespace

TopicIds RemovedTopics(const v1::Alliance& before, const v1::Alliance& after) {
  TopicIds removed;
  for (const v1::Topic& topic : before.topics()) removed.insert(topic.id());
  for (const v1::Topic& topic : after.topics()) removed.erase(topic.id());
  return removed;
}

absl::StatusOr<std::vector<std::string>> MembersUsing(const storage::ReadView& view,
                                                      absl::string_view alliance,
                                                      const TopicIds& topics) {
  constexpr std::size_t kMaxNamed = 10;
  std::vector<std::string> names;
  const auto members = view.Scan(alliance, storage::Collection::kMember, "");
  storage::Record record;
  while (names.size() < kMaxNamed) {
    const auto more = members->Next(record);
    if (!more.ok()) return more.status();
    if (!*more) break;
    const auto member = conversion::MemberOf(alliance, record);
    if (!member.ok()) return member.status();
    if (UsesAny(*member, topics)) names.push_back(member->name());
  }
  return names;
}

}  // namespace counterpoint::service

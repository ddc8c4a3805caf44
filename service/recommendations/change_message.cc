#include "service/recommendations/change_message.h"

#include "service/conversion/resource_name.h"
#include "service/recommendations/change_wording.h"
#include "service/rpc/match_message.h"

namespace counterpoint::service {

v1::RecommendationChange MessageOf(const EntryChange& change, const IndexSnapshot& snapshot,
                                   matching::Language language) {
  v1::RecommendationChange message;
  message.set_kind(change.kind);
  const MemberCatalog::Entry* partner = snapshot.catalog->Find(change.partner);
  if (partner != nullptr) {
    message.mutable_partner()->ParseFromString(partner->summary);
  } else {
    message.mutable_partner()->set_name(
        conversion::FormatMemberName(snapshot.alliance->id, change.partner));
  }
  message.set_old_place(change.old_place);
  message.set_new_place(change.new_place);
  message.set_old_score(change.old_score);
  message.set_new_score(change.new_score);
  message.set_cause(change.cause);
  message.set_text(Describe(change, DisplayName(message.partner(), language), language));
  return message;
}

v1::ListChange MessageOf(const ListDifference& difference, const IndexSnapshot& snapshot,
                         matching::Language language) {
  v1::ListChange message;
  message.set_member(conversion::FormatMemberName(snapshot.alliance->id, difference.member));
  for (const EntryChange& change : difference.changes) {
    *message.add_changes() = MessageOf(change, snapshot, language);
  }
  return message;
}

}  // namespace counterpoint::service

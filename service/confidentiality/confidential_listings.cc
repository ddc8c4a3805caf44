#include "service/confidentiality/confidential_listings.h"

namespace counterpoint::service {
namespace {

std::vector<ConfidentialListing> Among(
    const google::protobuf::RepeatedPtrField<v1::Listing>& listings) {
  std::vector<ConfidentialListing> confidential;
  for (int i = 0; i < listings.size(); ++i) {
    const v1::Listing& listing = listings[i];
    if (!IsConfidential(listing)) continue;
    confidential.push_back({i,
                            listing.id(),
                            listing.confidentiality(),
                            {listing.topics().begin(), listing.topics().end()}});
  }
  return confidential;
}

}  // namespace

std::shared_ptr<const ConfidentialListings> ConfidentialListingsOf(const v1::Member& member) {
  ConfidentialListings found{Among(member.needs()), Among(member.offers())};
  if (found.needs.empty() && found.offers.empty()) return nullptr;
  return std::make_shared<const ConfidentialListings>(std::move(found));
}

}  // namespace counterpoint::service

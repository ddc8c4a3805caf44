// What is known of a member's listings that are not public, beside its features.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "counterpoint/v1/listing.pb.h"
#include "counterpoint/v1/member.pb.h"
#include "matching/ranking/profile_change.h"

namespace counterpoint::service {

struct ConfidentialListing {
  int position = 0;  // In its list, from 0.
  std::string id;
  v1::Confidentiality tier = v1::BROKER;
  std::vector<std::string> topics;  // That it states, by id.
};

// Both in order of position.
struct ConfidentialListings {
  std::vector<ConfidentialListing> needs;
  std::vector<ConfidentialListing> offers;

  const std::vector<ConfidentialListing>& Of(matching::ListingList list) const {
    return list == matching::ListingList::kNeeds ? needs : offers;
  }
};

// Null where all listings are public: then nothing has to be looked up, or kept.
std::shared_ptr<const ConfidentialListings> ConfidentialListingsOf(const v1::Member& member);

// Whether others may be shown less than all of it.
inline bool IsConfidential(const v1::Listing& listing) {
  return listing.confidentiality() != v1::CONFIDENTIALITY_UNSPECIFIED &&
         listing.confidentiality() != v1::PUBLIC;
}

}  // namespace counterpoint::service

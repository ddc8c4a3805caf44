#include "service/confidentiality/viewer.h"

namespace counterpoint::service {

Sight Viewer::See(absl::string_view owner, v1::Confidentiality tier) const {
  if (sees_everything_ || (!member_.empty() && member_ == owner)) return Sight::kWhole;
  switch (tier) {
    case v1::CONFIDENTIALITY_UNSPECIFIED:
    case v1::PUBLIC:
      return Sight::kWhole;
    case v1::TEASER:
      return Sight::kTopics;
    case v1::MUTUAL:
      return HasConsent(owner) ? Sight::kWhole : Sight::kTopics;
    default:
      return Sight::kNothing;
  }
}

bool Viewer::HasConsent(absl::string_view owner) const {
  if (member_.empty() || read_consents_ == nullptr) return false;
  if (!consents_.has_value()) consents_ = read_consents_();
  return consents_->contains(owner);
}

}  // namespace counterpoint::service

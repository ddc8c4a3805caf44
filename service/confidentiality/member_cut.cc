#include "service/confidentiality/member_cut.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/util/message_differencer.h"
#include "service/confidentiality/confidential_listings.h"
#include "service/conversion/resource_name.h"

namespace counterpoint::service {
namespace {

using Listings = google::protobuf::RepeatedPtrField<v1::Listing>;

std::string IdOf(const v1::Member& member) {
  const auto name = conversion::ParseMemberName(member.name());
  return name ? name->member : "";
}

v1::Listing InPart(const v1::Listing& listing) {
  v1::Listing shown;
  shown.set_id(listing.id());
  *shown.mutable_topics() = listing.topics();
  shown.set_confidentiality(listing.confidentiality());
  shown.set_withheld(true);
  return shown;
}

bool AnyConfidential(const Listings& listings) {
  return std::any_of(listings.begin(), listings.end(), IsConfidential);
}

void CutListings(const Viewer& viewer, const std::string& owner, Listings& listings) {
  Listings shown;
  for (v1::Listing& listing : listings) {
    const Sight sight = viewer.See(owner, listing.confidentiality());
    if (sight == Sight::kWhole) {
      *shown.Add() = std::move(listing);
    } else if (sight == Sight::kTopics) {
      *shown.Add() = InPart(listing);
    }
  }
  listings = std::move(shown);
}

const v1::Listing* Find(const Listings& listings, const std::string& id) {
  const auto found = std::find_if(listings.begin(), listings.end(),
                                  [&](const v1::Listing& l) { return l.id() == id; });
  return found == listings.end() ? nullptr : &*found;
}

// The lists of one kind of a member, as they are stored and as they are written.
class ListsOfOneKind {
 public:
  ListsOfOneKind(const Viewer& viewer, const std::string& owner, const Listings& stored,
                 Listings& written)
      : viewer_(viewer), owner_(owner), stored_(stored), written_(written) {}

  void Check(const validation::FieldPath& path, absl::string_view name,
             validation::Violations& violations) const {
    for (int i = 0; i < written_.size(); ++i) {
      const v1::Listing& listing = written_[i];
      const validation::FieldPath at = path.Item(name, i);
      if (listing.withheld() && !IsAsShown(listing)) {
        violations.Add(at.Field("withheld"),
                       "is set, as in listings that this caller is not shown whole: hand such a "
                       "listing back as it was read, or leave it out of the update; to change it, "
                       "name its member as the viewer, or have the staff do it");
      }
      if (listing.confidentiality() == v1::BROKER && listing.id().empty() &&
          See(listing) == Sight::kNothing) {
        violations.Add(at.Field("id"),
                       "must be set for a BROKER listing, which this caller is not shown");
      }
    }
  }

  // REQUIRES: Check() has found nothing.
  void PutBack() {
    if (!AnyConfidential(stored_)) return;
    for (v1::Listing& listing : written_) {
      if (listing.withheld()) listing = *Find(stored_, listing.id());
    }
    std::vector<v1::Listing> merged(written_.begin(), written_.end());
    std::size_t next = 0;  // Behind the last stored listing that is still there.
    for (const v1::Listing& listing : stored_) {
      auto at = std::find_if(merged.begin(), merged.end(),
                             [&](const v1::Listing& m) { return m.id() == listing.id(); });
      if (at == merged.end()) {
        if (See(listing) != Sight::kNothing) continue;  // Left out by who has seen it.
        at = merged.insert(merged.begin() + static_cast<std::ptrdiff_t>(next), listing);
      }
      next = static_cast<std::size_t>(at - merged.begin()) + 1;
    }
    written_ = Listings(merged.begin(), merged.end());
  }

 private:
  Sight See(const v1::Listing& listing) const {
    return viewer_.See(owner_, listing.confidentiality());
  }
  bool IsAsShown(const v1::Listing& listing) const {
    const v1::Listing* stored = Find(stored_, listing.id());
    return stored != nullptr && See(*stored) == Sight::kTopics &&
           google::protobuf::util::MessageDifferencer::Equals(listing, InPart(*stored));
  }

  const Viewer& viewer_;
  const std::string& owner_;
  const Listings& stored_;
  Listings& written_;
};

}  // namespace

void Cut(const Viewer& viewer, v1::Member& member) {
  if (viewer.sees_everything()) return;
  const bool needs = AnyConfidential(member.needs());
  const bool offers = AnyConfidential(member.offers());
  if (!needs && !offers) return;
  const std::string owner = IdOf(member);
  if (needs) CutListings(viewer, owner, *member.mutable_needs());
  if (offers) CutListings(viewer, owner, *member.mutable_offers());
}

void PutBack(const Viewer& viewer, const std::string& owner, const v1::Member* stored,
             const validation::FieldPath& path, v1::Member& written,
             validation::Violations& violations) {
  const v1::Member nothing;
  const v1::Member& before = stored == nullptr ? nothing : *stored;
  ListsOfOneKind needs(viewer, owner, before.needs(), *written.mutable_needs());
  ListsOfOneKind offers(viewer, owner, before.offers(), *written.mutable_offers());
  needs.Check(path, "needs", violations);
  offers.Check(path, "offers", violations);
  if (!violations.empty()) return;
  needs.PutBack();
  offers.PutBack();
}

}  // namespace counterpoint::service

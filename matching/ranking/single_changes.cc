#include "matching/ranking/single_changes.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "matching/profile/region.h"

namespace counterpoint::matching {
namespace {

constexpr absl::Duration kReopened = absl::Hours(24 * 90);
// What the API allows in a list, less the changes that one remedy may hold.
constexpr std::size_t kRoomForTopics = 32 - 5;
constexpr std::size_t kRoomForRegions = 16 - 5;

EvidenceSide Other(EvidenceSide side) {
  return side == EvidenceSide::kMember ? EvidenceSide::kPartner : EvidenceSide::kMember;
}

// A listing of one of the two, with where it stands.
struct Place {
  EvidenceSide side;
  ListingList list;
  std::size_t listing;
};

class Collector {
 public:
  Collector(const TextModel& model, const ProfiledMember& member, const ProfiledMember& partner,
            const RankingQuery& query)
      : model_(model), member_(member), partner_(partner), query_(query) {}

  std::vector<ProfileChange> Collect() && {
    AddGates();
    ForEachListing([&](const Place& place) { AddReopenings(place); });
    ForEachListing([&](const Place& place) { AddRemovals(place); });
    CloseSort(kMostObstacleChanges);
    AddFilterTopics();
    AddSharedTopics();
    CloseSort(kMostTopicChanges);
    ForEachListing([&](const Place& place) { AddTerms(place); });
    CloseSort(kMostTermChanges);
    return std::move(changes_);
  }

 private:
  const ProfiledMember& Of(EvidenceSide side) const {
    return side == EvidenceSide::kMember ? member_ : partner_;
  }
  const std::vector<ListingProfile>& ListOf(EvidenceSide side, ListingList list) const {
    const MemberProfile& profile = Of(side).profile;
    return list == ListingList::kNeeds ? profile.needs : profile.offers;
  }
  const std::vector<ListingFeatures>& FeaturesOf(EvidenceSide side, ListingList list) const {
    const MemberFeatures& features = *Of(side).features;
    return list == ListingList::kNeeds ? features.needs : features.offers;
  }
  const ListingProfile& At(const Place& place) const {
    return ListOf(place.side, place.list)[place.listing];
  }
  // The list of the other side that a listing can meet.
  static ListingList Opposite(ListingList list) {
    return list == ListingList::kNeeds ? ListingList::kOffers : ListingList::kNeeds;
  }

  template <typename Visit>
  void ForEachListing(const Visit& visit) const {
    for (const EvidenceSide side : {EvidenceSide::kPartner, EvidenceSide::kMember}) {
      for (const ListingList list : {ListingList::kOffers, ListingList::kNeeds}) {
        const std::size_t listings = ListOf(side, list).size();
        for (std::size_t i = 0; i < listings; ++i) visit(Place{side, list, i});
      }
    }
  }

  ProfileChange& Add(const Place& place, ChangedField field) {
    ProfileChange change;
    change.side = place.side;
    change.field = field;
    change.list = place.list;
    change.listing = place.listing;
    changes_.push_back(std::move(change));
    return changes_.back();
  }

  // Ends a sort of changes of which at most `most` are tried: the first ones.
  void CloseSort(std::size_t most) {
    changes_.resize(std::min(changes_.size(), closed_ + most));
    closed_ = changes_.size();
  }

  void AddGates() {
    const MemberProfile& profile = partner_.profile;
    const Place of_member{EvidenceSide::kPartner, ListingList::kNeeds, 0};
    if (profile.state != MemberState::kActive) Add(of_member, ChangedField::kState);
    if (profile.capacity.value_or(1) <= 0) Add(of_member, ChangedField::kCapacity).number = 1;
  }

  void AddReopenings(const Place& place) {
    const ListingProfile& listing = At(place);
    const std::int64_t end = absl::ToUnixSeconds(query_.as_of + kReopened);
    if (listing.deadline <= query_.as_of) Add(place, ChangedField::kDeadline).number = end;
    if (listing.expire_time <= query_.as_of) Add(place, ChangedField::kExpireTime).number = end;
  }

  void AddRemovals(const Place& place) {
    const std::vector<CompiledRule>& rules =
        FeaturesOf(place.side, place.list)[place.listing].rules;
    const MemberFeatures& other = *Of(Other(place.side)).features;
    for (std::size_t r = 0; r < rules.size(); ++r) {
      if (rules[r].strength == RuleStrength::kShould) continue;
      const bool admits =
          rules[r].condition.HoldsFor(other) == (rules[r].strength == RuleStrength::kMust);
      if (!admits) Add(place, ChangedField::kRule).rule = r;
    }
  }

  void AddSector(EvidenceSide side, const std::string& topic) {
    const std::vector<std::string>& sectors = Of(side).profile.sectors;
    if (sectors.size() > kRoomForTopics || absl::c_linear_search(sectors, topic)) return;
    Add({side, ListingList::kNeeds, 0}, ChangedField::kSectors).id = topic;
  }

  void AddFilterTopics() {
    const MemberCondition& condition = query_.filter.source();
    if (query_.filter.HoldsFor(*partner_.features)) return;
    for (const auto* topics : {&condition.sectors, &condition.topics}) {
      for (const std::string& topic : *topics) AddSector(EvidenceSide::kPartner, topic);
    }
  }

  // How much each topic weighs in the texts of a list, at most; without broader
  // topics, which the narrower ones bring with them.
  absl::flat_hash_map<TopicIndex, float> TopicsOf(EvidenceSide side, ListingList list) const {
    absl::flat_hash_map<TopicIndex, float> weights;
    for (const ListingFeatures& listing : FeaturesOf(side, list)) {
      const WeightedText weighted = model_.Weigh(listing.text);
      for (const TopicWeight& topic : listing.text.topics) {
        const auto at = absl::c_lower_bound(
            weighted.topics, topic.topic,
            [](const TopicWeight& a, TopicIndex wanted) { return a.topic < wanted; });
        if (at == weighted.topics.end() || at->topic != topic.topic) continue;
        float& weight = weights[topic.topic];
        weight = std::max(weight, at->weight);
      }
    }
    return weights;
  }

  void AddSharedTopics() {
    struct Sharing {
      float weight;
      TopicIndex topic;
      Place place;
      bool is_sector;
    };
    std::vector<Sharing> sharings;
    for (const EvidenceSide side : {EvidenceSide::kPartner, EvidenceSide::kMember}) {
      for (const ListingList list : {ListingList::kOffers, ListingList::kNeeds}) {
        const std::vector<ListingProfile>& listings = ListOf(side, list);
        for (const auto& [topic, weight] : TopicsOf(Other(side), Opposite(list))) {
          if (listings.empty()) sharings.push_back({weight, topic, {side, list, 0}, true});
          for (std::size_t i = 0; i < listings.size(); ++i) {
            sharings.push_back({weight, topic, {side, list, i}, false});
          }
        }
      }
    }
    absl::c_sort(sharings, [](const Sharing& a, const Sharing& b) {
      const auto key = [](const Sharing& s) {
        return std::make_tuple(-s.weight, s.topic, s.place.side, s.place.list, s.place.listing);
      };
      return key(a) < key(b);
    });
    absl::flat_hash_set<std::pair<bool, TopicIndex>> sectors;  // Each once.
    for (const Sharing& sharing : sharings) {
      const std::string& id = model_.thesaurus().topic(sharing.topic).id;
      if (sharing.is_sector) {
        const bool of_member = sharing.place.side == EvidenceSide::kMember;
        if (sectors.insert({of_member, sharing.topic}).second) AddSector(sharing.place.side, id);
        continue;
      }
      const std::vector<std::string>& stated = At(sharing.place).topics;
      if (stated.size() > kRoomForTopics || absl::c_linear_search(stated, id)) continue;
      Add(sharing.place, ChangedField::kTopics).id = id;
    }
  }

  void AddTerms(const Place& place) {
    const ListingProfile& listing = At(place);
    const MemberProfile& other = Of(Other(place.side)).profile;
    if (listing.wanted_kinds != 0 && !Contains(listing.wanted_kinds, other.kind)) {
      Add(place, ChangedField::kWantedKinds).number = static_cast<std::int64_t>(other.kind);
    }
    if (!listing.regions.empty() && listing.regions.size() <= kRoomForRegions &&
        !other.region.empty() && absl::c_none_of(listing.regions, [&](const std::string& region) {
          return RegionNearness(region, other.region) == 1;
        })) {
      Add(place, ChangedField::kRegions).id = other.region;
    }
    VocabularySet modes = 0;
    std::vector<std::int64_t> bounds;
    for (const ListingProfile& opposite : ListOf(Other(place.side), Opposite(place.list))) {
      if (listing.modes != 0 && (listing.modes & opposite.modes) == 0) modes |= opposite.modes;
      const auto bound = MeetingBound(place, listing, opposite);
      if (bound && !absl::c_linear_search(bounds, *bound)) bounds.push_back(*bound);
    }
    for (std::int64_t mode = 0; mode < 32; ++mode) {
      if (Contains(modes, mode)) Add(place, ChangedField::kModes).number = mode;
    }
    for (const std::int64_t bound : bounds) {
      const bool is_need = place.list == ListingList::kNeeds;
      ProfileChange& change =
          Add(place, is_need ? ChangedField::kBudgetMax : ChangedField::kBudgetMin);
      change.id = listing.budget.currency;
      change.number = bound;
    }
  }

  // What a need has to pay, or an offer may cost, for the two to meet; nothing
  // where they do or where their budgets are not compared.
  static std::optional<std::int64_t> MeetingBound(const Place& place, const ListingProfile& listing,
                                                  const ListingProfile& opposite) {
    const bool is_need = place.list == ListingList::kNeeds;
    const Budget& need = is_need ? listing.budget : opposite.budget;
    const Budget& offer = is_need ? opposite.budget : listing.budget;
    if (need.currency.empty() || need.currency != offer.currency) return std::nullopt;
    if (need.max == 0 || offer.min <= need.max) return std::nullopt;
    return is_need ? offer.min : need.max;
  }

  const TextModel& model_;
  const ProfiledMember& member_;
  const ProfiledMember& partner_;
  const RankingQuery& query_;
  std::vector<ProfileChange> changes_;
  std::size_t closed_ = 0;  // Changes of the sorts before.
};

}  // namespace

std::vector<ProfileChange> SingleChanges(const TextModel& model, const ProfiledMember& member,
                                         const ProfiledMember& partner, const RankingQuery& query) {
  return Collector(model, member, partner, query).Collect();
}

}  // namespace counterpoint::matching

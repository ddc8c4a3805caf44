#include "matching/ranking/profile_change.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "matching/features/stated_topics.h"

namespace counterpoint::matching {
namespace {

// The field's own name, within its listing if it is of one.
const char* NameOf(ChangedField field) {
  switch (field) {
    case ChangedField::kState:
      return "state";
    case ChangedField::kCapacity:
      return "capacity";
    case ChangedField::kSectors:
      return "sectors";
    case ChangedField::kTopics:
      return "topics";
    case ChangedField::kModes:
      return "cooperation_modes";
    case ChangedField::kWantedKinds:
      return "wanted_kinds";
    case ChangedField::kRegions:
      return "regions";
    case ChangedField::kBudgetMin:
      return "budget.min_units";
    case ChangedField::kBudgetMax:
      return "budget.max_units";
    case ChangedField::kDeadline:
      return "deadline";
    case ChangedField::kExpireTime:
      return "expire_time";
    case ChangedField::kRule:
      return "rules";
  }
  return "";
}

ListingProfile& ListingOf(const ProfileChange& change, MemberProfile& profile) {
  return change.list == ListingList::kNeeds ? profile.needs[change.listing]
                                            : profile.offers[change.listing];
}

void ApplyToListing(const ProfileChange& change, ListingProfile& listing) {
  switch (change.field) {
    case ChangedField::kTopics:
      listing.topics.push_back(change.id);
      break;
    case ChangedField::kModes:
      listing.modes |= SetOf(change.number);
      break;
    case ChangedField::kWantedKinds:
      listing.wanted_kinds |= SetOf(change.number);
      break;
    case ChangedField::kRegions:
      listing.regions.push_back(change.id);
      break;
    case ChangedField::kBudgetMin:
      listing.budget.min = change.number;
      break;
    case ChangedField::kBudgetMax:
      listing.budget.max = change.number;
      break;
    case ChangedField::kDeadline:
      listing.deadline = absl::FromUnixSeconds(change.number);
      break;
    case ChangedField::kExpireTime:
      listing.expire_time = absl::FromUnixSeconds(change.number);
      break;
    case ChangedField::kRule:
      listing.rules.erase(listing.rules.begin() + static_cast<std::ptrdiff_t>(change.rule));
      break;
    default:
      break;
  }
}

// The texts that MakeFeatures() made a member of, with the topics that the
// changes state.
MemberTexts TextsAfter(const Thesaurus& thesaurus, const MemberFeatures& present,
                       const std::vector<ProfileChange>& changes, EvidenceSide side) {
  MemberTexts texts;
  const std::size_t needs = present.needs_stated ? present.needs.size() : 0;
  for (std::size_t n = 0; n < needs; ++n) texts.push_back(present.needs[n].text);
  const std::size_t offers = present.offers_stated ? present.offers.size() : 0;
  for (std::size_t o = 0; o < offers; ++o) texts.push_back(present.offers[o].text);
  // Of what a member says of itself nothing is kept where it states offers, and
  // nothing is asked then.
  texts.push_back(present.offers_stated ? TextFeatures() : present.offers[0].text);
  texts.push_back(present.profile);
  TextFeatures& description = texts[texts.size() - 2];
  TextFeatures& profile = texts[texts.size() - 1];
  for (const ProfileChange& change : changes) {
    if (change.side != side) continue;
    if (change.field != ChangedField::kTopics && change.field != ChangedField::kSectors) continue;
    const auto topic = thesaurus.Find(change.id);
    if (!topic) continue;
    if (change.field == ChangedField::kSectors) {
      StateTopic(*topic, profile);
      StateTopic(*topic, description);
      continue;
    }
    const auto& listings = change.list == ListingList::kNeeds ? present.needs : present.offers;
    if (listings[change.listing].disclosure != Disclosure::kNothing) StateTopic(*topic, profile);
    StateTopic(*topic, texts[change.listing + (change.list == ListingList::kNeeds ? 0 : needs)]);
  }
  return texts;
}

void KeepEmbeddings(const std::vector<ListingFeatures>& from, std::vector<ListingFeatures>& to) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i].embeddings = from[i].embeddings;
}

}  // namespace

ChangeKind KindOf(ChangedField field) {
  switch (field) {
    case ChangedField::kSectors:
    case ChangedField::kTopics:
    case ChangedField::kModes:
    case ChangedField::kWantedKinds:
    case ChangedField::kRegions:
      return ChangeKind::kAdd;
    case ChangedField::kRule:
      return ChangeKind::kRemove;
    default:
      return ChangeKind::kSet;
  }
}

bool IsOfListing(ChangedField field) {
  return field != ChangedField::kState && field != ChangedField::kCapacity &&
         field != ChangedField::kSectors;
}

std::string FieldPath(const ProfileChange& change) {
  std::string path;
  if (IsOfListing(change.field)) {
    path = absl::StrCat(change.list == ListingList::kNeeds ? "needs[" : "offers[", change.listing,
                        "].");
  }
  absl::StrAppend(&path, NameOf(change.field));
  if (change.field == ChangedField::kRule) absl::StrAppend(&path, "[", change.rule, "]");
  return path;
}

void Apply(const std::vector<ProfileChange>& changes, EvidenceSide side, MemberProfile& profile) {
  std::vector<const ProfileChange*> of_side;
  for (const ProfileChange& change : changes) {
    if (change.side == side) of_side.push_back(&change);
  }
  // Rules from the last to the first, so that those before keep their numbers.
  absl::c_stable_sort(
      of_side, [](const ProfileChange* a, const ProfileChange* b) { return a->rule > b->rule; });
  for (const ProfileChange* change : of_side) {
    switch (change->field) {
      case ChangedField::kState:
        profile.state = MemberState::kActive;
        break;
      case ChangedField::kCapacity:
        profile.capacity = static_cast<std::int32_t>(change->number);
        break;
      case ChangedField::kSectors:
        profile.sectors.push_back(change->id);
        break;
      default:
        ApplyToListing(*change, ListingOf(*change, profile));
    }
  }
}

std::shared_ptr<const MemberFeatures> FeaturesAfter(const Thesaurus& thesaurus,
                                                    const ProfiledMember& member,
                                                    const std::vector<ProfileChange>& changes,
                                                    EvidenceSide side, absl::Time as_of) {
  if (absl::c_none_of(changes, [&](const ProfileChange& c) { return c.side == side; })) {
    return member.features;
  }
  MemberProfile changed = member.profile;
  Apply(changes, side, changed);
  changed.update_time = as_of;
  MemberFeatures after =
      *MakeFeatures(thesaurus, changed, TextsAfter(thesaurus, *member.features, changes, side));
  // As no running text changes, neither do the embeddings, wherever they are from.
  KeepEmbeddings(member.features->needs, after.needs);
  KeepEmbeddings(member.features->offers, after.offers);
  return std::make_shared<const MemberFeatures>(std::move(after));
}

}  // namespace counterpoint::matching

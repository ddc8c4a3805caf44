#include "service/confidentiality/evidence_cut.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace counterpoint::service {
namespace {

using matching::Evidence;
using matching::EvidenceSide;
using matching::EvidenceTerm;
using matching::ListingList;

// A listing of one of the two, as the viewer sees it.
struct SeenListing {
  Sight sight = Sight::kWhole;
  const ConfidentialListing* listing = nullptr;  // Null: public, or none.
};

SeenListing See(const Viewer& viewer, const MatchedMember& owner, ListingList list,
                const std::string& id) {
  if (owner.listings == nullptr || id.empty()) return {};
  for (const ConfidentialListing& listing : owner.listings->Of(list)) {
    if (listing.id == id) return {viewer.See(owner.id, listing.tier), &listing};
  }
  return {};
}

// Whether it is stated, or broader than one that is.
bool IsStated(const matching::Thesaurus& thesaurus, const ConfidentialListing& listing,
              matching::TopicIndex topic) {
  return std::any_of(listing.topics.begin(), listing.topics.end(), [&](const std::string& id) {
    const auto stated = thesaurus.Find(id);
    return stated.has_value() && thesaurus.Covers(topic, *stated);
  });
}

bool MayTell(const matching::Thesaurus& thesaurus, const SeenListing& seen,
             matching::TopicIndex topic) {
  return seen.sight == Sight::kWhole || IsStated(thesaurus, *seen.listing, topic);
}

// What is not told, by side, need and offer.
using Untold = std::map<std::tuple<EvidenceSide, std::string, std::string>, double>;

// Takes the topics away that must not be told, and what they bring.
double KeepStatedTopics(const matching::Thesaurus& thesaurus, const SeenListing& need,
                        const SeenListing& offer, Evidence& term) {
  const double whole = term.contribution;
  term.topics.erase(std::remove_if(term.topics.begin(), term.topics.end(),
                                   [&](const matching::SharedTopic& shared) {
                                     return !MayTell(thesaurus, need, shared.topic) ||
                                            !MayTell(thesaurus, offer, shared.topic);
                                   }),
                    term.topics.end());
  term.contribution = 0;
  for (const matching::SharedTopic& shared : term.topics) {
    term.contribution += shared.contribution;
  }
  term.contribution = std::min(term.contribution, whole);
  return whole - term.contribution;
}

// The position in "needs[2].rules[0]", with what comes before and after it.
struct ListingField {
  ListingList list;
  int position;
  absl::string_view rest;
};

std::optional<ListingField> ParseListingField(absl::string_view field) {
  const bool is_need = absl::StartsWith(field, "needs[");
  if (!is_need && !absl::StartsWith(field, "offers[")) return std::nullopt;
  const std::size_t open = field.find('[');
  const std::size_t close = field.find(']');
  ListingField parsed{is_need ? ListingList::kNeeds : ListingList::kOffers, 0, {}};
  if (close == absl::string_view::npos ||
      !absl::SimpleAtoi(field.substr(open + 1, close - open - 1), &parsed.position)) {
    return std::nullopt;
  }
  parsed.rest = field.substr(close);
  return parsed;
}

// The field as the viewer may be told.
std::string FieldSeen(const Viewer& viewer, const MatchedMember& owner, const std::string& field) {
  const auto parsed = ParseListingField(field);
  if (!parsed || owner.listings == nullptr) return field;
  int unknown_before = 0;
  for (const ConfidentialListing& listing : owner.listings->Of(parsed->list)) {
    const Sight sight = viewer.See(owner.id, listing.tier);
    if (listing.position == parsed->position && sight != Sight::kWhole) return "confidential";
    if (listing.position < parsed->position && sight == Sight::kNothing) ++unknown_before;
  }
  return absl::StrCat(parsed->list == ListingList::kNeeds ? "needs[" : "offers[",
                      parsed->position - unknown_before, parsed->rest);
}

bool NothingToCut(const Viewer& viewer, const MatchedMember& member, const MatchedMember& partner) {
  return viewer.sees_everything() || (member.listings == nullptr && partner.listings == nullptr);
}

}  // namespace

void CutEvidence(const Viewer& viewer, const MatchedMember& member, const MatchedMember& partner,
                 const matching::Thesaurus& thesaurus, std::vector<Evidence>& evidence) {
  if (NothingToCut(viewer, member, partner)) return;
  Untold untold;
  std::vector<Evidence> told;
  for (Evidence& term : evidence) {
    const bool own = term.side != EvidenceSide::kPartner;
    const SeenListing need = See(viewer, own ? member : partner, ListingList::kNeeds, term.need);
    const SeenListing offer = See(viewer, own ? partner : member, ListingList::kOffers, term.offer);
    if (need.sight == Sight::kWhole && offer.sight == Sight::kWhole) {
      told.push_back(std::move(term));
    } else if (need.sight == Sight::kNothing || offer.sight == Sight::kNothing) {
      untold[{term.side, "", ""}] += term.contribution;
    } else if (term.term == EvidenceTerm::kTopics) {
      untold[{term.side, term.need, term.offer}] += KeepStatedTopics(thesaurus, need, offer, term);
      if (!term.topics.empty()) told.push_back(std::move(term));
    } else {
      untold[{term.side, term.need, term.offer}] += term.contribution;
    }
  }
  for (const auto& [of, contribution] : untold) {
    if (contribution <= 0) continue;
    Evidence& added = told.emplace_back();
    added.term = EvidenceTerm::kConfidential;
    std::tie(added.side, added.need, added.offer) = of;
    added.contribution = contribution;
  }
  std::stable_sort(told.begin(), told.end(), [](const Evidence& a, const Evidence& b) {
    return a.contribution > b.contribution;
  });
  evidence = std::move(told);
}

void CutExclusions(const Viewer& viewer, const MatchedMember& member, const MatchedMember& partner,
                   std::vector<matching::ExclusionReason>& exclusions) {
  if (NothingToCut(viewer, member, partner)) return;
  bool told[] = {false, false};  // Of the member, of the partner.
  std::vector<matching::ExclusionReason> cut;
  for (matching::ExclusionReason& reason : exclusions) {
    const bool own = reason.side != EvidenceSide::kPartner;
    reason.field = FieldSeen(viewer, own ? member : partner, reason.field);
    if (reason.field == "confidential" && std::exchange(told[own ? 0 : 1], true)) continue;
    cut.push_back(std::move(reason));
  }
  exclusions = std::move(cut);
}

}  // namespace counterpoint::service

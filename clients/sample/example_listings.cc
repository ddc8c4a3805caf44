#include "clients/sample/example_listings.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_join.h"

namespace counterpoint::sample {
namespace {

// Draws of which the nearest in topics becomes the donor.
constexpr int kDonorDraws = 8;

void AddLanguages(const google::protobuf::RepeatedPtrField<v1::Listing>& listings,
                  std::set<std::string>& languages) {
  for (const v1::Listing& listing : listings) {
    for (const auto& [language, title] : listing.title()) languages.insert(language);
  }
}

std::string LanguagesOfTitle(const v1::Listing& listing) {
  std::set<std::string> languages;
  for (const auto& [language, title] : listing.title()) languages.insert(language);
  return absl::StrJoin(languages, "+");
}

}  // namespace

std::string LanguagesOf(const v1::Member& member) {
  std::set<std::string> languages;
  AddLanguages(member.offers(), languages);
  AddLanguages(member.needs(), languages);
  return absl::StrJoin(languages, "+");
}

int SharedTopics(const v1::Listing& a, const v1::Listing& b) {
  return static_cast<int>(
      std::count_if(a.topics().begin(), a.topics().end(), [&](const std::string& topic) {
        return std::find(b.topics().begin(), b.topics().end(), topic) != b.topics().end();
      }));
}

ExampleListings::ExampleListings(const std::vector<v1::Member>& examples) {
  for (const v1::Member& member : examples) {
    for (const v1::Listing& offer : member.offers()) Add(member, offer, Side::kOffer);
    for (const v1::Listing& need : member.needs()) Add(member, need, Side::kNeed);
  }
}

void ExampleListings::Add(const v1::Member& member, const v1::Listing& listing, Side side) {
  ExampleListing example{.listing = listing, .kind = member.kind(), .side = side, .sentences = {}};
  const size_t index = listings_.size();
  const std::string languages = LanguagesOf(member);
  by_class_[{member.kind(), side, languages}].push_back(index);
  if (LanguagesOfTitle(listing) == languages) {
    full_by_class_[{member.kind(), side, languages}].push_back(index);
  }
  by_kind_[{member.kind(), side, ""}].push_back(index);
  for (const auto& [language, text] : listing.text()) {
    std::vector<Sentence> sentences = SplitSentences(text);
    if (sentences.empty()) continue;
    example.sentences[language] = std::move(sentences);
    by_text_language_[{member.kind(), side, language}].push_back(index);
    by_text_language_[{v1::MEMBER_KIND_UNSPECIFIED, side, language}].push_back(index);
  }
  listings_.push_back(std::move(example));
}

const ExampleListing* ExampleListings::DrawFrom(const std::map<ListingClass, Indices>& classes,
                                                const ListingClass& wanted, Draws& draws) const {
  const auto found = classes.find(wanted);
  if (found == classes.end()) return nullptr;
  return &listings_[found->second[draws.Below(found->second.size())]];
}

const ExampleListing* ExampleListings::DrawHost(const ListingClass& wanted, Draws& draws) const {
  const ExampleListing* host = DrawFrom(by_class_, wanted, draws);
  return host != nullptr ? host : DrawFrom(by_kind_, {wanted.kind, wanted.side, ""}, draws);
}

const ExampleListing* ExampleListings::DrawFullHost(const ListingClass& wanted,
                                                    Draws& draws) const {
  const ExampleListing* host = DrawFrom(full_by_class_, wanted, draws);
  return host != nullptr ? host : DrawHost(wanted, draws);
}

const ExampleListing& ExampleListings::DrawDonor(const ExampleListing& host,
                                                 const std::string& language, Draws& draws) const {
  const v1::MemberKind kind = draws.Chance(1, 4) ? v1::MEMBER_KIND_UNSPECIFIED : host.kind;
  const Indices& candidates = by_text_language_.at({kind, host.side, language});
  const ExampleListing* best = nullptr;
  for (int i = 0; i < kDonorDraws; ++i) {
    const ExampleListing& drawn = listings_[candidates[draws.Below(candidates.size())]];
    if (best == nullptr ||
        SharedTopics(host.listing, drawn.listing) > SharedTopics(host.listing, best->listing)) {
      best = &drawn;
    }
  }
  return *best;
}

}  // namespace counterpoint::sample

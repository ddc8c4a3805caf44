#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "clients/sample/draws.h"
#include "clients/sample/sentences.h"
#include "counterpoint/v1/member.pb.h"

namespace counterpoint::sample {

enum class Side { kOffer, kNeed };

// The languages of the titles of a member's listings, sorted and joined with
// "+": "zh", "en+zh".
std::string LanguagesOf(const v1::Member& member);

// How many topics both carry.
int SharedTopics(const v1::Listing& a, const v1::Listing& b);

// An example's offer or need with its text taken apart.
struct ExampleListing {
  v1::Listing listing;
  v1::MemberKind kind = v1::MEMBER_KIND_UNSPECIFIED;
  Side side = Side::kOffer;
  // Language to the sentences of the text.
  std::map<std::string, std::vector<Sentence>> sentences;
};

// What kind of listing is asked for.
struct ListingClass {
  v1::MemberKind kind = v1::MEMBER_KIND_UNSPECIFIED;
  Side side = Side::kOffer;
  // Of the member, as LanguagesOf() gives them.
  std::string languages;

  auto operator<=>(const ListingClass&) const = default;
};

// The offers and needs of the example members, to draw from. Immutable, safe to
// share between threads; copies what it needs of the examples.
class ExampleListings {
 public:
  explicit ExampleListings(const std::vector<v1::Member>& examples);

  // A listing of the class, uniformly; of the kind and side in any languages
  // where the class has none. Null where there is none of the kind and side. The
  // pointer lives as long as this object.
  const ExampleListing* DrawHost(const ListingClass& wanted, Draws& draws) const;

  // As DrawHost, among the listings of the class that have a title in all of its
  // languages; as DrawHost where it has none.
  const ExampleListing* DrawFullHost(const ListingClass& wanted, Draws& draws) const;

  // A listing on the side of `host` with a text in `language`, mostly of the same
  // kind, and with topics near those of `host` more often than chance; possibly
  // `host` itself. REQUIRES: `host` is of this object and has sentences in
  // `language`.
  const ExampleListing& DrawDonor(const ExampleListing& host, const std::string& language,
                                  Draws& draws) const;

 private:
  using Indices = std::vector<size_t>;

  void Add(const v1::Member& member, const v1::Listing& listing, Side side);
  const ExampleListing* DrawFrom(const std::map<ListingClass, Indices>& classes,
                                 const ListingClass& wanted, Draws& draws) const;

  std::vector<ExampleListing> listings_;
  std::map<ListingClass, Indices> by_class_;
  std::map<ListingClass, Indices> full_by_class_;
  // `languages` is empty here.
  std::map<ListingClass, Indices> by_kind_;
  // `languages` is the one of the text; the kind is unspecified for all kinds.
  std::map<ListingClass, Indices> by_text_language_;
};

}  // namespace counterpoint::sample

// What a search over members knows of one of them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "counterpoint/v1/member.pb.h"
#include "matching/features/member_features.h"
#include "matching/thesaurus/thesaurus.h"

namespace counterpoint::service {

// On which sides a member states a topic, as bits. In confidence: in listings alone of
// which others are shown nothing.
enum TopicSide : std::uint8_t {
  kNeeded = 1,
  kOffered = 2,
  kNeededInConfidence = 4,
  kOfferedInConfidence = 8,
};

struct TopicUse {
  matching::TopicIndex topic = 0;
  std::uint8_t sides = 0;  // Of TopicSide.
};

struct ListingCount {
  std::uint16_t shown = 0;          // To everybody, at least in part.
  std::uint16_t in_confidence = 0;  // Others are shown nothing of them.
};

struct DirectoryRow {
  // For conditions, which look at what a profile states and never at its texts.
  std::shared_ptr<const matching::MemberFeatures> features;
  // A line for the id and one for each name, in SearchForm(), each between line ends.
  std::string text;
  std::vector<TopicUse> topics;  // Of listings, ascending, each once.
  ListingCount needs;
  ListingCount offers;
};

// `features` are those of the member, of any texts. Topics that the thesaurus does not
// know are left out.
DirectoryRow DirectoryRowOf(const matching::Thesaurus& thesaurus, const v1::Member& member,
                            std::shared_ptr<const matching::MemberFeatures> features);

// Features of a member without its texts: enough for a row.
std::shared_ptr<const matching::MemberFeatures> FeaturesWithoutTexts(
    const matching::Thesaurus& thesaurus, absl::string_view id, const v1::Member& member);

// A text as it is searched: folded (see matching/thesaurus/folding.h), white space
// between words made one space, none at the ends.
std::string SearchForm(absl::string_view text);

}  // namespace counterpoint::service

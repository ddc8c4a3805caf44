// What is kept of a member for matching, independent of all other members.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "matching/features/condition.h"
#include "matching/features/text_features.h"
#include "matching/profile/member_profile.h"

namespace counterpoint::matching {

// A need or an offer, or what stands in for those of a member that states none:
// for needs the profile as a whole, for offers the description, which leaves out
// what the member looks for.
struct ListingFeatures {
  std::string id;  // Empty where the profile or the description stands in.
  TextFeatures text;
  VocabularySet modes = 0;
  VocabularySet wanted_kinds = 0;
  std::vector<std::string> regions;
  Budget budget;
  absl::Time closes = absl::InfiniteFuture();  // Deadline or expiry, the earlier.
  std::vector<CompiledRule> rules;
  std::vector<Embedding> embeddings;  // In order of model, of length 1.
  Disclosure disclosure = Disclosure::kAll;
  bool meets_disclosed_alone = false;  // A need that offers not disclosed in full do not meet.
};

// Immutable once made.
struct MemberFeatures {
  std::string id;
  MemberKind kind = MemberKind::kUnknown;
  MemberState state = MemberState::kActive;
  std::string region;
  std::optional<std::int32_t> employees;
  std::optional<std::int32_t> founded;
  std::optional<std::int32_t> capacity;
  std::vector<std::string> labels;  // Sorted.
  std::vector<TopicIndex> sectors;  // Sorted.
  std::vector<TopicIndex> topics;   // Stated anywhere in the profile and disclosed; sorted.
  VocabularySet modes = 0;          // Of all listings that are disclosed in full.
  VocabularySet credential_kinds = 0;
  double credentials = 0;  // How much vouches for the member, [0, 1).
  absl::Time update_time = absl::InfinitePast();
  std::vector<ListingFeatures> needs;   // At least one.
  std::vector<ListingFeatures> offers;  // At least one.
  bool needs_stated = false;            // Else `needs` is the profile alone.
  bool offers_stated = false;           // Else `offers` is the description alone.
  TextFeatures profile;                 // The description and what listings disclose.
};

// Whether a member may be recommended to others at all.
inline bool IsRecommendable(const MemberFeatures& member) {
  return member.state == MemberState::kActive && member.capacity.value_or(1) > 0;
}

// A member that states needs and no offers brings its custom: what it looks for
// is what its partners live by.
inline bool BringsCustom(const MemberFeatures& member) {
  return member.needs_stated && !member.offers_stated;
}

// The texts of a member in the order needs, offers, description (names,
// descriptions, credentials, sectors), profile (all of these, as far as they are
// disclosed): the part of the features that is costly to make, in a form to keep. See
// EncodeTexts.
using MemberTexts = std::vector<TextFeatures>;
std::size_t CountTexts(const MemberProfile& profile);

// Analyses the texts of a member.
MemberTexts AnalyzeTexts(const Analyzer& analyzer, const MemberProfile& profile);

// Puts a profile and its analysed texts together. REQUIRES: `texts` was made
// from this profile with this thesaurus, or is CountTexts(profile) empty texts.
std::shared_ptr<const MemberFeatures> MakeFeatures(const Thesaurus& thesaurus,
                                                   const MemberProfile& profile, MemberTexts texts);

// Features of a need that is typed ad hoc.
ListingFeatures MakeListingFeatures(const Analyzer& analyzer, const ListingProfile& listing);

// Bytes of analysed texts, for keeping beside the records. Topics are written
// as ids of the thesaurus.
std::string EncodeTexts(const Thesaurus& thesaurus, const MemberTexts& texts);
// Errors: DATA_LOSS where the bytes are damaged or name an unknown topic: then
// analyse anew.
absl::StatusOr<MemberTexts> DecodeTexts(const Thesaurus& thesaurus, absl::string_view bytes);

}  // namespace counterpoint::matching

#include "service/directory/directory_row.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "matching/thesaurus/folding.h"
#include "service/confidentiality/viewer.h"
#include "service/conversion/member_profile.h"

namespace counterpoint::service {
namespace {

using Listings = google::protobuf::RepeatedPtrField<v1::Listing>;
using Sides = std::map<matching::TopicIndex, std::uint8_t>;

constexpr char32_t kIdeographicSpace = 0x3000;
constexpr char32_t kNoBreakSpace = 0xa0;

bool IsSpace(char32_t code) {
  return code == kIdeographicSpace || code == kNoBreakSpace ||
         (code < 0x80 && absl::ascii_isspace(static_cast<unsigned char>(code)));
}

ListingCount Collect(const matching::Thesaurus& thesaurus, absl::string_view member,
                     const Listings& listings, TopicSide shown, TopicSide in_confidence,
                     Sides& sides) {
  static const Viewer* const anybody = new Viewer(Viewer::Nobody());
  ListingCount count;
  for (const v1::Listing& listing : listings) {
    const bool is_shown = anybody->See(member, listing.confidentiality()) != Sight::kNothing;
    ++(is_shown ? count.shown : count.in_confidence);
    for (const std::string& id : listing.topics()) {
      const auto topic = thesaurus.Find(id);
      if (topic) sides[*topic] |= is_shown ? shown : in_confidence;
    }
  }
  return count;
}

// What is stated openly too is no confidence.
std::uint8_t WithoutOpenConfidences(std::uint8_t sides) {
  if (sides & kNeeded) sides &= static_cast<std::uint8_t>(~kNeededInConfidence);
  if (sides & kOffered) sides &= static_cast<std::uint8_t>(~kOfferedInConfidence);
  return sides;
}

}  // namespace

DirectoryRow DirectoryRowOf(const matching::Thesaurus& thesaurus, const v1::Member& member,
                            std::shared_ptr<const matching::MemberFeatures> features) {
  DirectoryRow row;
  row.text = absl::StrCat("\n", SearchForm(features->id), "\n");
  // In order of tag, so that equal members give equal rows.
  const std::map<std::string, std::string> names(member.display_name().begin(),
                                                 member.display_name().end());
  for (const auto& [language, name] : names) absl::StrAppend(&row.text, SearchForm(name), "\n");
  Sides sides;
  row.needs = Collect(thesaurus, features->id, member.needs(), kNeeded, kNeededInConfidence, sides);
  row.offers =
      Collect(thesaurus, features->id, member.offers(), kOffered, kOfferedInConfidence, sides);
  row.topics.reserve(sides.size());
  for (const auto& [topic, of] : sides) row.topics.push_back({topic, WithoutOpenConfidences(of)});
  row.features = std::move(features);
  return row;
}

std::shared_ptr<const matching::MemberFeatures> FeaturesWithoutTexts(
    const matching::Thesaurus& thesaurus, absl::string_view id, const v1::Member& member) {
  const matching::MemberProfile profile = conversion::ProfileOf(id, member, absl::InfinitePast());
  matching::MemberTexts no_texts(matching::CountTexts(profile));
  return matching::MakeFeatures(thesaurus, profile, std::move(no_texts));
}

std::string SearchForm(absl::string_view text) {
  std::string form;
  bool parted = false;
  for (const matching::FoldedCharacter& character : matching::Fold(text)) {
    if (IsSpace(character.code)) {
      parted = !form.empty();
      continue;
    }
    if (std::exchange(parted, false)) form += ' ';
    matching::AppendUtf8(character.code, form);
  }
  return form;
}

}  // namespace counterpoint::service

// What of a profile is sent to the embedding server.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "matching/profile/member_profile.h"

namespace counterpoint::service {

// Longer texts are cut, at the end of a character: models read no more than
// some thousands of tokens, and say what a text is about from its beginning.
inline constexpr std::size_t kMaxEmbeddedBytes = 8000;

// A need or offer: its titles, then its texts, of all languages in order of
// their tags, a line each. Topics are left out: a new label would change every
// text that has the topic, and texts are compared by topics as it is.
std::string EmbeddedText(const matching::ListingProfile& listing);

// A profile where it stands in for needs: names, descriptions and titles of
// credentials, then all needs and offers that are disclosed in full, as above.
std::string EmbeddedText(const matching::MemberProfile& profile);
// And where it stands in for offers: without needs and offers.
std::string EmbeddedDescription(const matching::MemberProfile& profile);

// A text, and where its vector goes.
struct TextToEmbed {
  std::string text;  // Not empty.
  std::vector<matching::Embedding>* embeddings;
};

// The texts of a profile that match and have no vector of the model from the
// caller: needs, offers, and what stands in where there are none.
std::vector<TextToEmbed> TextsToEmbed(const std::string& model, matching::MemberProfile& profile);
// So for a need typed ad hoc: one or none.
std::vector<TextToEmbed> TextsToEmbed(const std::string& model, matching::ListingProfile& need);

}  // namespace counterpoint::service

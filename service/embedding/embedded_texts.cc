#include "service/embedding/embedded_texts.h"

#include <algorithm>

namespace counterpoint::service {
namespace {

void AddLines(const std::vector<std::string>& lines, std::string& text) {
  for (const std::string& line : lines) {
    if (line.empty()) continue;
    if (!text.empty()) text.push_back('\n');
    text += line;
  }
}

void AddListing(const matching::ListingProfile& listing, std::string& text) {
  AddLines(listing.titles, text);
  AddLines(listing.texts, text);
}

std::string DescriptionOf(const matching::MemberProfile& profile) {
  std::string text;
  AddLines(profile.names, text);
  AddLines(profile.descriptions, text);
  for (const auto& credential : profile.credentials) AddLines(credential.titles, text);
  return text;
}

std::string Cut(std::string text) {
  if (text.size() <= kMaxEmbeddedBytes) return text;
  std::size_t end = kMaxEmbeddedBytes;
  // Not before a continuation byte of UTF-8.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text;
}

void Add(const std::string& model, std::string text, std::vector<matching::Embedding>& embeddings,
         std::vector<TextToEmbed>& texts) {
  const bool supplied = std::any_of(embeddings.begin(), embeddings.end(),
                                    [&](const auto& e) { return e.model == model; });
  if (!supplied && !text.empty()) texts.push_back({std::move(text), &embeddings});
}

}  // namespace

std::string EmbeddedText(const matching::ListingProfile& listing) {
  std::string text;
  AddListing(listing, text);
  return Cut(std::move(text));
}

std::string EmbeddedText(const matching::MemberProfile& profile) {
  std::string text = DescriptionOf(profile);
  for (const auto* listings : {&profile.needs, &profile.offers}) {
    for (const auto& listing : *listings) {
      if (listing.disclosure == matching::Disclosure::kAll) AddListing(listing, text);
    }
  }
  return Cut(std::move(text));
}

std::string EmbeddedDescription(const matching::MemberProfile& profile) {
  return Cut(DescriptionOf(profile));
}

std::vector<TextToEmbed> TextsToEmbed(const std::string& model, matching::MemberProfile& profile) {
  std::vector<TextToEmbed> texts;
  for (auto& need : profile.needs) Add(model, EmbeddedText(need), need.embeddings, texts);
  for (auto& offer : profile.offers) Add(model, EmbeddedText(offer), offer.embeddings, texts);
  if (profile.needs.empty()) Add(model, EmbeddedText(profile), profile.embeddings, texts);
  if (profile.offers.empty()) {
    Add(model, EmbeddedDescription(profile), profile.description_embeddings, texts);
  }
  return texts;
}

std::vector<TextToEmbed> TextsToEmbed(const std::string& model, matching::ListingProfile& need) {
  std::vector<TextToEmbed> texts;
  Add(model, EmbeddedText(need), need.embeddings, texts);
  return texts;
}

}  // namespace counterpoint::service

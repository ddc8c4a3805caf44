#include "matching/features/member_features.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/algorithm/container.h"
#include "matching/features/stated_topics.h"

namespace counterpoint::matching {
namespace {

// A title says in a few words what the text is about.
constexpr float kTitleWeight = 2;

// How much one credential vouches for a member: awards are contested, patents
// examined, the others only claimed.
double CredentialStrength(CredentialKind kind) {
  switch (kind) {
    case CredentialKind::kAward:
      return 0.5;
    case CredentialKind::kPatent:
      return 0.3;
    case CredentialKind::kReferenceProject:
      return 0.3;
    case CredentialKind::kCertification:
      return 0.2;
    case CredentialKind::kUnknown:
      break;
  }
  return 0;
}

std::vector<TopicIndex> Indices(const Thesaurus& thesaurus, const std::vector<std::string>& ids) {
  std::vector<TopicIndex> indices;
  for (const std::string& id : ids) {
    if (const auto topic = thesaurus.Find(id)) indices.push_back(*topic);
  }
  absl::c_sort(indices);
  indices.erase(std::unique(indices.begin(), indices.end()), indices.end());
  return indices;
}

void AddSources(const std::vector<std::string>& texts, float weight,
                std::vector<TextSource>& sources) {
  for (const std::string& text : texts) sources.push_back({text, weight});
}

TextFeatures AnalyzeListing(const Analyzer& analyzer, const ListingProfile& listing) {
  std::vector<TextSource> sources;
  AddSources(listing.titles, kTitleWeight, sources);
  AddSources(listing.texts, 1, sources);
  return ExtractText(analyzer, sources, Indices(*analyzer.thesaurus(), listing.topics),
                     kStatedTopicWeight);
}

// The topics that it states, and nothing of its texts.
TextFeatures TopicsAlone(const Analyzer& analyzer, const ListingProfile& listing) {
  return ExtractText(analyzer, {}, Indices(*analyzer.thesaurus(), listing.topics),
                     kStatedTopicWeight);
}

// What the member says of itself, without its listings.
TextFeatures AnalyzeDescription(const Analyzer& analyzer, const MemberProfile& profile) {
  std::vector<TextSource> sources;
  AddSources(profile.names, 1, sources);
  AddSources(profile.descriptions, 1, sources);
  for (const Credential& credential : profile.credentials) {
    AddSources(credential.titles, 1, sources);
  }
  return ExtractText(analyzer, sources, Indices(*analyzer.thesaurus(), profile.sectors),
                     kStatedTopicWeight);
}

std::vector<Embedding> Normalised(const std::vector<Embedding>& embeddings) {
  std::vector<Embedding> normalised = embeddings;
  // In one order, so that two texts with several models in common are compared
  // by the same one whichever of the two is asked.
  absl::c_sort(normalised,
               [](const Embedding& a, const Embedding& b) { return a.model < b.model; });
  for (Embedding& embedding : normalised) {
    double squares = 0;
    for (const float value : embedding.values) squares += double{value} * value;
    if (squares <= 0) continue;
    const auto scale = static_cast<float>(1 / std::sqrt(squares));
    for (float& value : embedding.values) value *= scale;
  }
  return normalised;
}

ListingFeatures Assemble(const Thesaurus& thesaurus, const ListingProfile& listing,
                         TextFeatures text) {
  ListingFeatures features;
  features.id = listing.id;
  features.text = std::move(text);
  features.modes = listing.modes;
  features.wanted_kinds = listing.wanted_kinds;
  features.regions = listing.regions;
  features.budget = listing.budget;
  features.closes = std::min(listing.deadline, listing.expire_time);
  for (const Rule& rule : listing.rules) {
    features.rules.push_back({rule.strength, Condition(thesaurus, rule.condition)});
  }
  features.embeddings = Normalised(listing.embeddings);
  features.disclosure = listing.disclosure;
  return features;
}

// What stands in for listings that are not stated.
ListingFeatures StandIn(TextFeatures text, const std::vector<Embedding>& embeddings) {
  ListingFeatures features;
  features.text = std::move(text);
  features.embeddings = Normalised(embeddings);
  return features;
}

void CollectStated(const Thesaurus& thesaurus, const MemberProfile& profile,
                   MemberFeatures& features) {
  std::vector<std::string> ids = profile.sectors;
  for (const auto* listings : {&profile.needs, &profile.offers}) {
    for (const ListingProfile& listing : *listings) {
      if (listing.disclosure == Disclosure::kNothing) continue;
      ids.insert(ids.end(), listing.topics.begin(), listing.topics.end());
      if (listing.disclosure == Disclosure::kAll) features.modes |= listing.modes;
    }
  }
  features.topics = Indices(thesaurus, ids);
  double strength = 0;
  for (const Credential& credential : profile.credentials) {
    features.credential_kinds |= SetOf(credential.kind);
    strength += CredentialStrength(credential.kind);
  }
  features.credentials = 1 - std::exp(-strength);
}

}  // namespace

std::size_t CountTexts(const MemberProfile& profile) {
  return profile.needs.size() + profile.offers.size() + 2;
}

MemberTexts AnalyzeTexts(const Analyzer& analyzer, const MemberProfile& profile) {
  MemberTexts texts;
  for (const ListingProfile& need : profile.needs) texts.push_back(AnalyzeListing(analyzer, need));
  for (const ListingProfile& offer : profile.offers) {
    texts.push_back(AnalyzeListing(analyzer, offer));
  }
  texts.push_back(AnalyzeDescription(analyzer, profile));
  // A term is shown as it first stands: in the description before the listings.
  std::vector<const TextFeatures*> parts = {&texts.back()};
  std::vector<TextFeatures> topics_alone;
  topics_alone.reserve(texts.size());
  const TextFeatures* text = texts.data();
  for (const auto* listings : {&profile.needs, &profile.offers}) {
    for (const ListingProfile& listing : *listings) {
      if (listing.disclosure == Disclosure::kAll) {
        parts.push_back(text);
      } else if (listing.disclosure == Disclosure::kTopics) {
        parts.push_back(&topics_alone.emplace_back(TopicsAlone(analyzer, listing)));
      }
      ++text;
    }
  }
  texts.push_back(Pooled(parts));
  return texts;
}

std::shared_ptr<const MemberFeatures> MakeFeatures(const Thesaurus& thesaurus,
                                                   const MemberProfile& profile,
                                                   MemberTexts texts) {
  auto features = std::make_shared<MemberFeatures>();
  features->id = profile.id;
  features->kind = profile.kind;
  features->state = profile.state;
  features->region = profile.region;
  features->employees = profile.employees;
  features->founded = profile.founded;
  features->capacity = profile.capacity;
  features->labels = profile.labels;
  absl::c_sort(features->labels);
  features->sectors = Indices(thesaurus, profile.sectors);
  features->update_time = profile.update_time;
  CollectStated(thesaurus, profile, *features);

  std::size_t next = 0;
  for (const ListingProfile& need : profile.needs) {
    features->needs.push_back(Assemble(thesaurus, need, std::move(texts[next++])));
  }
  for (const ListingProfile& offer : profile.offers) {
    features->offers.push_back(Assemble(thesaurus, offer, std::move(texts[next++])));
  }
  TextFeatures& description = texts[next++];
  features->profile = std::move(texts[next]);
  features->needs_stated = !features->needs.empty();
  features->offers_stated = !features->offers.empty();
  if (!features->needs_stated) {
    features->needs.push_back(StandIn(features->profile, profile.embeddings));
  }
  if (!features->offers_stated) {
    features->offers.push_back(StandIn(std::move(description), profile.description_embeddings));
  }
  return features;
}

ListingFeatures MakeListingFeatures(const Analyzer& analyzer, const ListingProfile& listing) {
  return Assemble(*analyzer.thesaurus(), listing, AnalyzeListing(analyzer, listing));
}

}  // namespace counterpoint::matching

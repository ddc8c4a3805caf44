#include "service/conversion/member_profile.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/map.h"
#include "service/conversion/member_condition.h"
#include "service/conversion/timestamp.h"
#include "service/conversion/vocabulary_set.h"

namespace counterpoint::conversion {
namespace {

using LanguageMap = google::protobuf::Map<std::string, std::string>;

std::vector<std::string> InOrderOfTag(const LanguageMap& texts) {
  std::vector<const LanguageMap::value_type*> entries;
  for (const auto& entry : texts) entries.push_back(&entry);
  std::sort(entries.begin(), entries.end(),
            [](const auto* a, const auto* b) { return a->first < b->first; });
  std::vector<std::string> ordered;
  ordered.reserve(entries.size());
  for (const auto* entry : entries) ordered.push_back(entry->second);
  return ordered;
}

template <typename Messages>
std::vector<std::string> Copied(const Messages& strings) {
  return {strings.begin(), strings.end()};
}

matching::Rule RuleOf(const v1::Rule& rule) {
  return {static_cast<matching::RuleStrength>(rule.strength()), ConditionOf(rule.condition())};
}

matching::Budget BudgetOf(const v1::Budget& budget) {
  return {budget.currency_code(), budget.min_units(), budget.max_units()};
}

matching::Embedding EmbeddingOf(const v1::Embedding& embedding) {
  return {embedding.model(), {embedding.values().begin(), embedding.values().end()}};
}

matching::Disclosure DisclosureOf(v1::Confidentiality confidentiality) {
  switch (confidentiality) {
    case v1::CONFIDENTIALITY_UNSPECIFIED:
    case v1::PUBLIC:
      return matching::Disclosure::kAll;
    case v1::TEASER:
    case v1::MUTUAL:
      return matching::Disclosure::kTopics;
    default:
      return matching::Disclosure::kNothing;
  }
}

}  // namespace

matching::ListingProfile ProfileOf(const v1::Listing& listing) {
  matching::ListingProfile profile;
  profile.id = listing.id();
  profile.titles = InOrderOfTag(listing.title());
  profile.texts = InOrderOfTag(listing.text());
  profile.topics = Copied(listing.topics());
  profile.modes = SetOfAll(listing.cooperation_modes());
  profile.wanted_kinds = SetOfAll(listing.wanted_kinds());
  profile.regions = Copied(listing.regions());
  profile.budget = BudgetOf(listing.budget());
  if (listing.has_deadline()) profile.deadline = ToTime(listing.deadline());
  if (listing.has_expire_time()) profile.expire_time = ToTime(listing.expire_time());
  for (const v1::Rule& rule : listing.rules()) profile.rules.push_back(RuleOf(rule));
  for (const v1::Embedding& embedding : listing.embeddings()) {
    profile.embeddings.push_back(EmbeddingOf(embedding));
  }
  profile.disclosure = DisclosureOf(listing.confidentiality());
  return profile;
}

matching::MemberProfile ProfileOf(absl::string_view id, const v1::Member& member,
                                  absl::Time update_time) {
  matching::MemberProfile profile;
  profile.id = std::string(id);
  profile.kind = static_cast<matching::MemberKind>(member.kind());
  if (member.state() != v1::MEMBER_STATE_UNSPECIFIED) {
    profile.state = static_cast<matching::MemberState>(member.state());
  }
  profile.names = InOrderOfTag(member.display_name());
  profile.descriptions = InOrderOfTag(member.description());
  for (const v1::Listing& offer : member.offers()) profile.offers.push_back(ProfileOf(offer));
  for (const v1::Listing& need : member.needs()) profile.needs.push_back(ProfileOf(need));
  profile.sectors = Copied(member.sectors());
  profile.region = member.region();
  if (member.has_employee_count()) profile.employees = member.employee_count();
  if (member.has_founding_year()) profile.founded = member.founding_year();
  if (member.has_capacity()) profile.capacity = member.capacity();
  for (const v1::Credential& credential : member.credentials()) {
    profile.credentials.push_back({static_cast<matching::CredentialKind>(credential.kind()),
                                   InOrderOfTag(credential.title())});
  }
  profile.labels = Copied(member.labels());
  profile.update_time = update_time;
  return profile;
}

}  // namespace counterpoint::conversion

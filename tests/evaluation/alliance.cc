#include "tests/evaluation/alliance.h"

namespace counterpoint::evaluation {

const matching::Analyzer& SharedAnalyzer() {
  static const auto* analyzer = new matching::Analyzer(matching::Thesaurus::BuiltIn());
  return *analyzer;
}

matching::ListingProfile MakeListing(const std::string& id, const std::string& title,
                                     const std::string& text) {
  matching::ListingProfile listing;
  listing.id = id;
  if (!title.empty()) listing.titles = {title};
  if (!text.empty()) listing.texts = {text};
  return listing;
}

std::shared_ptr<const matching::MemberIndex> BuildIndex(
    const std::vector<matching::MemberProfile>& profiles) {
  const matching::Analyzer& analyzer = SharedAnalyzer();
  matching::MemberIndex::Members members;
  members.reserve(profiles.size());
  for (const matching::MemberProfile& profile : profiles) {
    members.push_back(matching::MakeFeatures(*analyzer.thesaurus(), profile,
                                             matching::AnalyzeTexts(analyzer, profile)));
  }
  auto model = matching::TextModel::Learn(analyzer.thesaurus(), members);
  return matching::MemberIndex::Build(std::move(model), std::move(members), 1);
}

matching::RankingQuery MakeQuery(const matching::Policy& policy, std::size_t limit) {
  matching::RankingQuery query;
  query.policy = policy;
  query.policy.floor = 0;
  query.policy.diversity = 0;
  query.as_of = absl::FromCivil(absl::CivilDay(2027, 1, 1), absl::UTCTimeZone());
  query.limit = limit;
  return query;
}

}  // namespace counterpoint::evaluation

// Member profiles for tests, written as sentences and made at random.
#pragma once

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "matching/features/member_features.h"
#include "matching/features/text_model.h"
#include "matching/index/member_index.h"
#include "matching/ranking/ranking.h"

namespace counterpoint::matching {

inline absl::Time Now() { return absl::FromCivil(absl::CivilDay(2027, 3, 1), absl::UTCTimeZone()); }

// One analyzer for all tests: building it takes a moment.
inline const Analyzer& BuiltInAnalyzer() {
  static const Analyzer* analyzer = new Analyzer(Thesaurus::BuiltIn());
  return *analyzer;
}

inline ListingProfile Listing(const std::string& id, const std::string& title) {
  ListingProfile listing;
  listing.id = id;
  listing.titles = {title};
  return listing;
}

inline MemberProfile Profile(const std::string& id, MemberKind kind,
                             const std::vector<std::string>& needs,
                             const std::vector<std::string>& offers) {
  MemberProfile profile;
  profile.id = id;
  profile.kind = kind;
  profile.names = {"Member " + id};
  profile.update_time = Now() - absl::Hours(24 * 30);
  for (std::size_t i = 0; i < needs.size(); ++i) {
    profile.needs.push_back(Listing(std::to_string(i + 1), needs[i]));
  }
  for (std::size_t i = 0; i < offers.size(); ++i) {
    profile.offers.push_back(Listing(std::to_string(i + 1), offers[i]));
  }
  return profile;
}

inline std::shared_ptr<const MemberFeatures> Features(const MemberProfile& profile) {
  return MakeFeatures(*BuiltInAnalyzer().thesaurus(), profile,
                      AnalyzeTexts(BuiltInAnalyzer(), profile));
}

inline MemberIndex::Members Features(const std::vector<MemberProfile>& profiles) {
  MemberIndex::Members members;
  for (const MemberProfile& profile : profiles) members.push_back(Features(profile));
  return members;
}

inline std::shared_ptr<const MemberIndex> IndexOf(const MemberIndex::Members& members,
                                                  std::int64_t revision = 1) {
  return MemberIndex::Build(TextModel::Learn(BuiltInAnalyzer().thesaurus(), members), members,
                            revision);
}

inline RankingQuery Query(std::size_t limit = 10) {
  RankingQuery query;
  query.as_of = Now();
  query.limit = limit;
  query.policy.floor = 0;
  return query;
}

inline std::vector<std::string> Ids(const Ranking& ranking) {
  std::vector<std::string> ids;
  for (const RankedMatch& match : ranking.matches) ids.push_back(match.partner->id);
  return ids;
}

// Profiles of every shape, from a fixed seed: any number of listings, both
// languages, rules, deadlines, budgets, embeddings of two models.
class RandomProfiles {
 public:
  explicit RandomProfiles(unsigned seed) : random_(seed) {}

  MemberProfile Make(const std::string& id) {
    MemberProfile profile = Profile(id, static_cast<MemberKind>(1 + Below(6)), {}, {});
    profile.descriptions = {Sentence(12)};
    profile.state = Below(12) == 0 ? MemberState::kPaused : MemberState::kActive;
    profile.region = Pick({"CN-SH", "CN-ZJ", "CN", "JP", "GB", ""});
    if (Below(8) == 0) profile.capacity = Below(2);
    if (Below(3) == 0) profile.credentials.push_back({CredentialKind::kAward, {Sentence(3)}});
    profile.update_time = Now() - absl::Hours(Below(20'000));
    for (int i = Below(4); i > 0; --i) profile.needs.push_back(MakeListing(std::to_string(i)));
    for (int i = Below(4); i > 0; --i) profile.offers.push_back(MakeListing(std::to_string(i)));
    return profile;
  }

  std::vector<MemberProfile> MakeAll(int count) {
    std::vector<MemberProfile> profiles;
    for (int i = 0; i < count; ++i) profiles.push_back(Make("m-" + std::to_string(1000 + i)));
    return profiles;
  }

  int Below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

 private:
  std::string Pick(const std::vector<std::string>& from) {
    return from[static_cast<std::size_t>(Below(static_cast<int>(from.size())))];
  }

  std::string Sentence(int words) {
    static const std::vector<std::string> kWords = {
        "adaptive", "game",   "music",  "score",    "museum",    "exhibit", "motion", "capture",
        "avatar",   "studio", "rights", "investor", "orchestra", "沉浸式",  "展览",   "游戏",
        "配乐",     "虚拟人", "直播",   "版权",     "音乐学院",  "作曲",    "引擎",   "渲染"};
    static const std::vector<std::string> kSyllables = {"bar", "dol", "fen", "gim", "kas",
                                                        "lor", "mup", "nid", "rax", "tov"};
    std::string text;
    for (int i = 0; i < words; ++i) {
      text += Below(3) == 0 ? Pick(kSyllables) + Pick(kSyllables) : Pick(kWords);
      text += ' ';
    }
    return text;
  }

  ListingProfile MakeListing(const std::string& id) {
    ListingProfile listing = Listing(id, Sentence(3));
    listing.texts = {Sentence(10)};
    if (Below(3) == 0) listing.topics = {Pick({"game-music", "motion-capture", "museums"})};
    listing.modes = static_cast<VocabularySet>(Below(4)) << 1;
    listing.wanted_kinds = Below(2) == 0 ? 0 : static_cast<VocabularySet>(Below(64)) << 1;
    if (Below(3) == 0) listing.regions = {Pick({"CN", "CN-SH", "JP"})};
    if (Below(3) == 0) listing.budget = {Pick({"CNY", "EUR"}), Below(50), 50 + Below(100)};
    if (Below(4) == 0) listing.deadline = Now() + absl::Hours(24 * (Below(200) - 40));
    if (Below(6) == 0) {
      Rule rule;
      rule.strength = static_cast<RuleStrength>(1 + Below(3));
      rule.condition.kinds = static_cast<VocabularySet>(1 + Below(63)) << 1;
      listing.rules.push_back(rule);
    }
    for (const char* model : {"a", "b"}) {
      if (Below(4) != 0) continue;
      std::vector<float> values;
      for (int i = 0; i < 5; ++i) values.push_back(static_cast<float>(Below(7) - 3) + 0.5F);
      listing.embeddings.push_back({model, values});
    }
    return listing;
  }

  std::mt19937 random_;
};

}  // namespace counterpoint::matching

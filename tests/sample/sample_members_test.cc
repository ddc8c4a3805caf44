#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "clients/sample/example_listings.h"
#include "clients/sample/reader.h"
#include "counterpoint/v1/alliance.pb.h"

namespace counterpoint::sample {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::IsSubsetOf;
using ::testing::SizeIs;

constexpr int64_t kStartOf2027Seconds = 1'798'761'600;
constexpr int64_t kEndOf2030Seconds = 1'924'991'999;

v1::Alliance ReadAlliance() {
  std::ifstream file(COUNTERPOINT_SAMPLE_FOLDER "/alliance.json");
  std::stringstream text;
  text << file.rdbuf();
  v1::Alliance alliance;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(text.str(), &alliance).ok());
  return alliance;
}

// Topic id to labels of the built-in thesaurus, as its files list them.
std::map<std::string, std::vector<std::string>> BuiltInTopics() {
  std::map<std::string, std::vector<std::string>> topics;
  for (const auto& entry : std::filesystem::directory_iterator(COUNTERPOINT_TOPICS_FOLDER)) {
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      const std::vector<std::string> columns = absl::StrSplit(line, '\t');
      if (columns.size() != 4 || line.starts_with('#')) continue;
      for (const int column : {2, 3}) {
        const std::vector<std::string> labels = absl::StrSplit(columns[column], '|');
        topics[columns[0]].insert(topics[columns[0]].end(), labels.begin(), labels.end());
      }
    }
  }
  return topics;
}

std::vector<v1::Listing> ListingsOf(const v1::Member& member) {
  std::vector<v1::Listing> listings(member.offers().begin(), member.offers().end());
  listings.insert(listings.end(), member.needs().begin(), member.needs().end());
  return listings;
}

class SampleMembersTest : public testing::Test {
 protected:
  void SetUp() override {
    auto members = ReadMembers(COUNTERPOINT_SAMPLE_FOLDER "/members.jsonl");
    ASSERT_TRUE(members.ok()) << members.status();
    members_ = *std::move(members);
    for (const v1::Member& member : members_) {
      for (const v1::Listing& listing : ListingsOf(member)) listings_.push_back(listing);
    }
  }

  std::set<std::string> KnownTopics() const {
    std::set<std::string> known;
    for (const auto& [id, labels] : BuiltInTopics()) known.insert(id);
    const v1::Alliance alliance = ReadAlliance();
    for (const v1::Topic& topic : alliance.topics()) known.insert(topic.id());
    return known;
  }

  std::set<std::string> AllLabels() const {
    std::set<std::string> labels;
    for (const v1::Member& member : members_) {
      labels.insert(member.labels().begin(), member.labels().end());
    }
    return labels;
  }

  std::vector<v1::Member> members_;
  std::vector<v1::Listing> listings_;
};

TEST_F(SampleMembersTest, NinetySixMembersOfAllSixKinds) {
  std::map<v1::MemberKind, int> kinds;
  for (const v1::Member& member : members_) ++kinds[member.kind()];
  EXPECT_EQ(members_.size(), 96U);
  EXPECT_EQ(kinds, (std::map<v1::MemberKind, int>{{v1::TECHNOLOGY_SUPPLIER, 34},
                                                  {v1::SCENE_UNIT, 22},
                                                  {v1::RESEARCH_INSTITUTION, 14},
                                                  {v1::PUBLIC_SERVICE_PLATFORM, 8},
                                                  {v1::CREATOR, 12},
                                                  {v1::INVESTOR, 6}}));
}

TEST_F(SampleMembersTest, TwoThirdsWriteInChineseOnly) {
  std::map<std::string, int> languages;
  for (const v1::Member& member : members_) ++languages[LanguagesOf(member)];
  EXPECT_THAT(languages["zh"], testing::AllOf(testing::Ge(60), testing::Le(68)));
  EXPECT_EQ(languages["zh"] + languages["en"] + languages["en+zh"], 96);
  EXPECT_GE(languages["en"], 10);
}

TEST_F(SampleMembersTest, IdsAreValidAndUnique) {
  const std::regex form("alliances/shanghai-digital-culture/members/[a-z][a-z0-9-]{0,61}[a-z0-9]");
  std::set<std::string> names;
  for (const v1::Member& member : members_) {
    EXPECT_TRUE(std::regex_match(member.name(), form)) << member.name();
    EXPECT_TRUE(names.insert(member.name()).second) << member.name();
  }
}

TEST_F(SampleMembersTest, EveryMemberIsMarkedAsSampleAndDescribed) {
  for (const v1::Member& member : members_) {
    EXPECT_THAT(member.labels(), Contains("sample")) << member.name();
    EXPECT_FALSE(member.display_name().empty()) << member.name();
    EXPECT_FALSE(member.description().empty()) << member.name();
  }
}

TEST_F(SampleMembersTest, EveryMemberHasOneToFourOffersAndNeeds) {
  for (const v1::Member& member : members_) {
    EXPECT_GE(member.offers_size(), 1) << member.name();
    EXPECT_LE(member.offers_size(), 4) << member.name();
    EXPECT_GE(member.needs_size(), 1) << member.name();
    EXPECT_LE(member.needs_size(), 4) << member.name();
  }
}

TEST_F(SampleMembersTest, EveryTopicIsKnown) {
  const std::set<std::string> known = KnownTopics();
  ASSERT_GT(known.size(), 1000U);
  for (const v1::Member& member : members_) {
    EXPECT_THAT(member.sectors(), IsSubsetOf(known)) << member.name();
    for (const v1::Listing& listing : ListingsOf(member)) {
      EXPECT_THAT(listing.topics(), testing::Not(IsEmpty())) << member.name();
      EXPECT_THAT(listing.topics(), IsSubsetOf(known)) << member.name();
    }
  }
}

TEST_F(SampleMembersTest, TopicsOfTheAllianceAddToTheBuiltInOnes) {
  const auto built_in = BuiltInTopics();
  std::set<std::string> taken;
  for (const auto& [id, labels] : built_in) taken.insert(labels.begin(), labels.end());
  const v1::Alliance alliance = ReadAlliance();
  EXPECT_EQ(alliance.name(), "alliances/shanghai-digital-culture");
  for (const v1::Topic& topic : alliance.topics()) {
    EXPECT_FALSE(built_in.contains(topic.id())) << topic.id();
    EXPECT_TRUE(built_in.contains(topic.broader())) << topic.id();
    for (const auto& [language, labels] : topic.labels()) {
      for (const std::string& label : labels.labels()) {
        EXPECT_TRUE(taken.insert(label).second) << label;
      }
    }
  }
}

TEST_F(SampleMembersTest, AllianceSaysThatItIsInvented) {
  const v1::Alliance alliance = ReadAlliance();
  EXPECT_TRUE(absl::StrContains(alliance.description().at("en"), "invented"));
  EXPECT_TRUE(absl::StrContains(alliance.description().at("zh"), "虚构"));
}

TEST_F(SampleMembersTest, NoTextIsRepeated) {
  std::set<std::string> seen;
  for (const v1::Listing& listing : listings_) {
    for (const auto& [language, title] : listing.title()) {
      EXPECT_TRUE(seen.insert(title).second) << title;
    }
    for (const auto& [language, text] : listing.text()) {
      EXPECT_TRUE(seen.insert(text).second) << text;
    }
  }
}

TEST_F(SampleMembersTest, RulesReferToExistingThings) {
  const std::set<std::string> known = KnownTopics();
  const std::set<std::string> labels = AllLabels();
  std::set<std::string> names;
  for (const v1::Member& member : members_) names.insert(member.name());
  std::map<v1::Rule::Strength, int> strengths;
  for (const v1::Listing& listing : listings_) {
    for (const v1::Rule& rule : listing.rules()) {
      ++strengths[rule.strength()];
      EXPECT_GT(rule.condition().ByteSizeLong(), 0U);
      EXPECT_THAT(rule.condition().topics(), IsSubsetOf(known));
      EXPECT_THAT(rule.condition().sectors(), IsSubsetOf(known));
      EXPECT_THAT(rule.condition().labels(), IsSubsetOf(labels));
      EXPECT_THAT(rule.condition().members(), IsSubsetOf(names));
    }
  }
  EXPECT_GT(strengths[v1::Rule::MUST], 0);
  EXPECT_GT(strengths[v1::Rule::SHOULD], 0);
  EXPECT_THAT(strengths[v1::Rule::MUST_NOT], testing::AllOf(testing::Gt(0), testing::Lt(10)));
}

TEST_F(SampleMembersTest, DeadlinesLieBetween2027And2030) {
  int deadlines = 0;
  for (const v1::Listing& listing : listings_) {
    if (!listing.has_deadline()) continue;
    ++deadlines;
    EXPECT_GE(listing.deadline().seconds(), kStartOf2027Seconds);
    EXPECT_LE(listing.deadline().seconds(), kEndOf2030Seconds);
  }
  EXPECT_GT(deadlines, 30);
}

TEST_F(SampleMembersTest, BudgetsAreRangesInYuan) {
  for (const v1::Listing& listing : listings_) {
    if (!listing.has_budget()) continue;
    EXPECT_EQ(listing.budget().currency_code(), "CNY");
    EXPECT_GE(listing.budget().min_units(), 0);
    EXPECT_LE(listing.budget().min_units(), listing.budget().max_units());
  }
}

TEST_F(SampleMembersTest, OnlyAwardsHaveACompetitionCategory) {
  std::set<v1::CredentialKind> kinds;
  for (const v1::Member& member : members_) {
    for (const v1::Credential& credential : member.credentials()) {
      kinds.insert(credential.kind());
      EXPECT_EQ(credential.competition_category() != v1::COMPETITION_CATEGORY_UNSPECIFIED,
                credential.kind() == v1::AWARD)
          << member.name();
    }
  }
  EXPECT_THAT(kinds, SizeIs(4));
}

// What one lacks another has: most needs share a topic with another member's offer.
TEST_F(SampleMembersTest, MostNeedsMeetAnOfferOfAnotherMember) {
  int needs = 0;
  int met = 0;
  for (const v1::Member& seeker : members_) {
    for (const v1::Listing& need : seeker.needs()) {
      ++needs;
      const auto meets = [&](const v1::Listing& offer) {
        return std::any_of(need.topics().begin(), need.topics().end(), [&](const auto& topic) {
          return std::find(offer.topics().begin(), offer.topics().end(), topic) !=
                 offer.topics().end();
        });
      };
      met += std::any_of(members_.begin(), members_.end(), [&](const v1::Member& other) {
        return other.name() != seeker.name() &&
               std::any_of(other.offers().begin(), other.offers().end(), meets);
      });
    }
  }
  EXPECT_GT(needs, 150);
  EXPECT_GT(met * 10, needs * 9);
}

}  // namespace
}  // namespace counterpoint::sample

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/protobuf/text_format.h"
#include "service/conversion/member_condition.h"
#include "service/conversion/member_profile.h"

namespace counterpoint::conversion {
namespace {

using matching::Contains;
using testing::ElementsAre;

template <typename Message>
Message Parse(const char* text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

TEST(MemberProfileTest, TextsOfAllLanguagesComeInOrderOfTag) {
  const auto member = Parse<v1::Member>(R"(
      display_name { key: "zh" value: "三" }
      display_name { key: "de" value: "eins" }
      display_name { key: "en" value: "two" }
      description { key: "zh" value: "文" }
      description { key: "en" value: "text" })");
  const auto profile = ProfileOf("m", member, absl::UnixEpoch());
  EXPECT_THAT(profile.names, ElementsAre("eins", "two", "三"));
  EXPECT_THAT(profile.descriptions, ElementsAre("text", "文"));
}

TEST(MemberProfileTest, WhatIsNotStatedStaysUnknown) {
  const auto profile = ProfileOf("m", v1::Member(), absl::UnixEpoch());
  EXPECT_EQ(profile.id, "m");
  EXPECT_EQ(profile.kind, matching::MemberKind::kUnknown);
  EXPECT_EQ(profile.state, matching::MemberState::kActive);
  EXPECT_EQ(profile.employees, std::nullopt);
  EXPECT_EQ(profile.founded, std::nullopt);
  EXPECT_EQ(profile.capacity, std::nullopt);
  EXPECT_EQ(profile.update_time, absl::UnixEpoch());
}

TEST(MemberProfileTest, EveryFieldOfTheMemberIsTakenOver) {
  const auto member = Parse<v1::Member>(R"(
      kind: INVESTOR state: PAUSED region: "CN-SH" sectors: "games" labels: "vip"
      employee_count: 0 founding_year: 1999 capacity: 0
      credentials { kind: PATENT title { key: "en" value: "P" } }
      offers { id: "1" title { key: "en" value: "offer" } }
      needs { id: "1" title { key: "en" value: "need" } }
      needs { id: "2" title { key: "en" value: "another" } })");
  const auto profile = ProfileOf("m", member, absl::UnixEpoch());
  EXPECT_EQ(profile.kind, matching::MemberKind::kInvestor);
  EXPECT_EQ(profile.state, matching::MemberState::kPaused);
  EXPECT_EQ(profile.region, "CN-SH");
  EXPECT_THAT(profile.sectors, ElementsAre("games"));
  EXPECT_THAT(profile.labels, ElementsAre("vip"));
  EXPECT_EQ(profile.employees, 0);
  EXPECT_EQ(profile.founded, 1999);
  EXPECT_EQ(profile.capacity, 0);
  ASSERT_EQ(profile.credentials.size(), 1u);
  EXPECT_EQ(profile.credentials[0].kind, matching::CredentialKind::kPatent);
  EXPECT_THAT(profile.credentials[0].titles, ElementsAre("P"));
  ASSERT_EQ(profile.offers.size(), 1u);
  EXPECT_THAT(profile.offers[0].titles, ElementsAre("offer"));
  ASSERT_EQ(profile.needs.size(), 2u);
  EXPECT_EQ(profile.needs[1].id, "2");
}

TEST(ListingProfileTest, EveryFieldOfTheListingIsTakenOver) {
  const auto profile = ProfileOf(Parse<v1::Listing>(R"(
      id: "n" text { key: "en" value: "text" } topics: "games"
      cooperation_modes: [TALENT, EXCHANGE] wanted_kinds: CREATOR regions: "CN"
      budget { currency_code: "CNY" min_units: 1 max_units: 2 }
      deadline { seconds: 10 } expire_time { seconds: 20 nanos: 5 }
      rules { strength: MUST_NOT condition { kinds: INVESTOR } }
      embeddings { model: "e" values: [0.5, -1] })"));
  EXPECT_EQ(profile.id, "n");
  EXPECT_THAT(profile.texts, ElementsAre("text"));
  EXPECT_THAT(profile.topics, ElementsAre("games"));
  EXPECT_TRUE(Contains(profile.modes, matching::CooperationMode::kTalent));
  EXPECT_TRUE(Contains(profile.modes, matching::CooperationMode::kExchange));
  EXPECT_FALSE(Contains(profile.modes, matching::CooperationMode::kTraining));
  EXPECT_EQ(profile.wanted_kinds, matching::SetOf(matching::MemberKind::kCreator));
  EXPECT_THAT(profile.regions, ElementsAre("CN"));
  EXPECT_EQ(profile.budget.currency, "CNY");
  EXPECT_EQ(profile.budget.min, 1);
  EXPECT_EQ(profile.budget.max, 2);
  EXPECT_EQ(profile.deadline, absl::FromUnixSeconds(10));
  EXPECT_EQ(profile.expire_time, absl::FromUnixSeconds(20) + absl::Nanoseconds(5));
  ASSERT_EQ(profile.rules.size(), 1u);
  EXPECT_EQ(profile.rules[0].strength, matching::RuleStrength::kMustNot);
  EXPECT_EQ(profile.rules[0].condition.kinds, matching::SetOf(matching::MemberKind::kInvestor));
  ASSERT_EQ(profile.embeddings.size(), 1u);
  EXPECT_THAT(profile.embeddings[0].values, ElementsAre(0.5f, -1.0f));
}

TEST(ListingProfileTest, TiersDiscloseWhatAnybodyMayKnow) {
  const auto disclosure = [](int tier) {
    v1::Listing listing;
    listing.set_confidentiality(static_cast<v1::Confidentiality>(tier));
    return ProfileOf(listing).disclosure;
  };
  EXPECT_EQ(disclosure(v1::CONFIDENTIALITY_UNSPECIFIED), matching::Disclosure::kAll);
  EXPECT_EQ(disclosure(v1::PUBLIC), matching::Disclosure::kAll);
  EXPECT_EQ(disclosure(v1::TEASER), matching::Disclosure::kTopics);
  EXPECT_EQ(disclosure(v1::MUTUAL), matching::Disclosure::kTopics);
  EXPECT_EQ(disclosure(v1::BROKER), matching::Disclosure::kNothing);
  EXPECT_EQ(disclosure(99), matching::Disclosure::kNothing) << "of a later version";
}

TEST(ListingProfileTest, ListingWithoutTimesNeverEnds) {
  const auto profile = ProfileOf(v1::Listing());
  EXPECT_EQ(profile.deadline, absl::InfiniteFuture());
  EXPECT_EQ(profile.expire_time, absl::InfiniteFuture());
  EXPECT_TRUE(profile.budget.currency.empty());
}

TEST(MemberConditionTest, EveryFieldOfTheFilterIsTakenOver) {
  const auto condition = ConditionOf(Parse<v1::MemberFilter>(R"(
      kinds: CREATOR states: DRAFT cooperation_modes: TRAINING credential_kinds: AWARD
      regions: "CN" topics: "games" sectors: "music" labels: "vip"
      members: "alliances/a/members/m1" members: "alliances/a/members/m2"
      employee_count { min: 3 } founding_year { min: 0 max: 2000 })"));
  EXPECT_EQ(condition.kinds, matching::SetOf(matching::MemberKind::kCreator));
  EXPECT_EQ(condition.states, matching::SetOf(matching::MemberState::kDraft));
  EXPECT_EQ(condition.modes, matching::SetOf(matching::CooperationMode::kTraining));
  EXPECT_EQ(condition.credentials, matching::SetOf(matching::CredentialKind::kAward));
  EXPECT_THAT(condition.regions, ElementsAre("CN"));
  EXPECT_THAT(condition.topics, ElementsAre("games"));
  EXPECT_THAT(condition.sectors, ElementsAre("music"));
  EXPECT_THAT(condition.labels, ElementsAre("vip"));
  EXPECT_THAT(condition.members, ElementsAre("m1", "m2"));
  ASSERT_TRUE(condition.employees.has_value());
  EXPECT_EQ(condition.employees->min, 3);
  EXPECT_EQ(condition.employees->max, INT32_MAX);
  ASSERT_TRUE(condition.founded.has_value());
  EXPECT_EQ(condition.founded->min, 0);
  EXPECT_EQ(condition.founded->max, 2000);
}

TEST(MemberConditionTest, EmptyFilterHoldsForAll) {
  const auto condition = ConditionOf(v1::MemberFilter());
  EXPECT_EQ(condition.kinds, 0u);
  EXPECT_FALSE(condition.employees.has_value());
  EXPECT_FALSE(condition.founded.has_value());
  EXPECT_TRUE(condition.members.empty());
}

}  // namespace
}  // namespace counterpoint::conversion

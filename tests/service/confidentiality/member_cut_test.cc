#include "service/confidentiality/member_cut.h"

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace counterpoint::service {
namespace {

using ::google::protobuf::util::MessageDifferencer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kNorth[] = "alliances/music/members/north";

v1::Member Parse(const std::string& text) {
  v1::Member member;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &member)) << text;
  member.set_name(kNorth);
  return member;
}

// A listing with something in every field.
std::string Full(const std::string& id, const std::string& tier) {
  return absl::StrCat("id: '", id, "' title { key: 'en' value: 'Title ", id,
                      "' } text { key: 'zh' value: 'Text' } topics: 'game-music' "
                      "cooperation_modes: LICENSING wanted_kinds: CREATOR regions: 'CN' budget { "
                      "currency_code: 'CNY' max_units: 7 } deadline { seconds: 1900000000 } rules "
                      "{ strength: MUST condition { labels: 'l' } } expire_time { seconds: "
                      "1900000000 } embeddings { model: 'm' values: 1 } confidentiality: ",
                      tier);
}

v1::Member OneOfEach() {
  std::string text;
  for (const char* list : {"needs", "offers"}) {
    for (const char* tier : {"BROKER", "PUBLIC", "MUTUAL", "BROKER", "TEASER", "PUBLIC"}) {
      static int number = 0;
      absl::StrAppend(&text, list, " { ", Full(absl::StrCat("l", ++number), tier), " } ");
    }
  }
  return Parse(text);
}

std::vector<std::string> Ids(const google::protobuf::RepeatedPtrField<v1::Listing>& listings) {
  std::vector<std::string> ids;
  for (const v1::Listing& listing : listings) ids.push_back(listing.id());
  return ids;
}

Viewer Nobody() { return Viewer::Nobody(); }

// As a write of `written` over `stored`; the violations' fields where there are any.
std::vector<std::string> Write(const Viewer& viewer, const v1::Member* stored,
                               v1::Member& written) {
  validation::Violations violations;
  PutBack(viewer, "north", stored, validation::FieldPath("member"), written, violations);
  std::vector<std::string> fields;
  for (const auto& violation : violations.kept()) fields.push_back(violation.field);
  return fields;
}

TEST(CutTest, ShowsOfATeaserItsIdTopicsAndTierAndOfABrokersNothing) {
  v1::Member member = OneOfEach();
  const v1::Member whole = member;
  Cut(Nobody(), member);
  ASSERT_EQ(member.needs_size(), 4);
  ASSERT_EQ(member.offers_size(), 4);
  EXPECT_TRUE(MessageDifferencer::Equals(member.needs(0), whole.needs(1)));
  v1::Listing teaser;
  teaser.set_id(whole.needs(4).id());
  teaser.add_topics("game-music");
  teaser.set_confidentiality(v1::TEASER);
  teaser.set_withheld(true);
  EXPECT_TRUE(MessageDifferencer::Equals(member.needs(2), teaser)) << member.DebugString();
  EXPECT_TRUE(member.needs(1).withheld());
  EXPECT_EQ(member.needs(1).confidentiality(), v1::MUTUAL);
}

TEST(CutTest, LeavesAMemberAsItIsForWhoMaySeeAllOfIt) {
  const v1::Member whole = OneOfEach();
  for (const Viewer& viewer : {Viewer::Everything(), Viewer::Of("north", nullptr)}) {
    v1::Member member = whole;
    Cut(viewer, member);
    EXPECT_TRUE(MessageDifferencer::Equals(member, whole));
  }
}

TEST(PutBackTest, WhatIsHandedBackAsItWasReadChangesNothing) {
  const v1::Member whole = OneOfEach();
  for (const Viewer& viewer : {Nobody(), Viewer::Of("star", nullptr), Viewer::Of("north", nullptr),
                               Viewer::Everything()}) {
    v1::Member member = whole;
    Cut(viewer, member);
    EXPECT_THAT(Write(viewer, &whole, member), IsEmpty());
    EXPECT_TRUE(MessageDifferencer::Equals(member, whole)) << member.DebugString();
  }
}

// Over random lists, what the caller is not shown survives every write that does not
// name it, byte by byte and in its order.
TEST(PutBackTest, NoWriteLosesWhatItsCallerIsNotShown) {
  std::mt19937 random(7);
  const auto below = [&](unsigned n) { return random() % n; };
  for (int round = 0; round < 300; ++round) {
    v1::Member stored = Parse("");
    const unsigned count = below(8);
    for (unsigned i = 0; i < count; ++i) {
      const char* tier = std::vector<const char*>{"PUBLIC", "TEASER", "MUTUAL", "BROKER"}[below(4)];
      EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(Full(absl::StrCat("n", i), tier),
                                                                stored.add_needs()));
    }
    v1::Member written = stored;
    Cut(Nobody(), written);
    auto& needs = *written.mutable_needs();
    for (int i = needs.size() - 1; i >= 0; --i) {
      if (below(3) == 0) needs.DeleteSubrange(i, 1);
    }
    if (below(2) == 0) (*needs.Add()->mutable_title())["en"] = "Another";
    std::reverse(needs.begin(), needs.end());
    const v1::Member handed_in = written;
    ASSERT_THAT(Write(Nobody(), &stored, written), IsEmpty());

    std::vector<v1::Listing> hidden_before;
    std::vector<v1::Listing> hidden_after;
    for (const v1::Listing& listing : stored.needs()) {
      if (listing.confidentiality() == v1::BROKER) hidden_before.push_back(listing);
    }
    std::vector<std::string> others;
    for (const v1::Listing& listing : written.needs()) {
      EXPECT_FALSE(listing.withheld());
      if (listing.confidentiality() == v1::BROKER) {
        hidden_after.push_back(listing);
      } else {
        others.push_back(listing.id());
      }
    }
    ASSERT_EQ(hidden_after.size(), hidden_before.size());
    for (const v1::Listing& listing : hidden_before) {
      EXPECT_TRUE(std::any_of(hidden_after.begin(), hidden_after.end(), [&](const v1::Listing& l) {
        return MessageDifferencer::Equals(l, listing);
      }));
    }
    EXPECT_EQ(others, Ids(handed_in.needs()));
  }
}

TEST(PutBackTest, AChangeOfWhatIsWithheldIsRefused) {
  const v1::Member whole = OneOfEach();
  v1::Member member = whole;
  Cut(Nobody(), member);
  member.mutable_needs(1)->add_topics("sound-design");
  member.mutable_offers(2)->set_confidentiality(v1::PUBLIC);
  EXPECT_THAT(Write(Nobody(), &whole, member),
              ElementsAre("member.needs[1].withheld", "member.offers[2].withheld"));
}

TEST(PutBackTest, TheMarkIsRefusedWhereTheCallerSeesTheListingOrThereIsNone) {
  const v1::Member whole = OneOfEach();
  v1::Member member = whole;
  Cut(Nobody(), member);
  v1::Member by_staff = member;
  EXPECT_EQ(Write(Viewer::Everything(), &whole, by_staff).size(), 4U);
  v1::Member of_a_new_one = member;
  EXPECT_EQ(Write(Nobody(), nullptr, of_a_new_one).size(), 4U);
}

TEST(PutBackTest, AListingOfTheSameIdTakesThePlaceOfTheStoredOne) {
  const v1::Member stored = Parse(
      absl::StrCat("needs { ", Full("a", "BROKER"), " } needs { ", Full("b", "TEASER"), " }"));
  v1::Member written = Parse(
      "needs { id: 'b' title { key: 'en' value: 'B' } } needs { id: 'a' title { key: 'en' value: "
      "'A' } confidentiality: BROKER }");
  const v1::Member handed_in = written;
  EXPECT_THAT(Write(Nobody(), &stored, written), IsEmpty());
  EXPECT_TRUE(MessageDifferencer::Equals(written, handed_in)) << written.DebugString();
}

TEST(PutBackTest, WhoeverDoesNotSeeABrokersListingHasToNameIt) {
  v1::Member written = Parse("offers { title { key: 'en' value: 'A' } confidentiality: BROKER }");
  EXPECT_THAT(Write(Nobody(), nullptr, written), ElementsAre("member.offers[0].id"));
  EXPECT_THAT(Write(Viewer::Of("north", nullptr), nullptr, written), IsEmpty());
  EXPECT_THAT(Write(Viewer::Everything(), nullptr, written), IsEmpty());
}

TEST(PutBackTest, TheRefusalSaysWhatToDo) {
  v1::Member written = Parse("needs { id: 'a' withheld: true }");
  validation::Violations violations;
  PutBack(Nobody(), "north", nullptr, validation::FieldPath("member"), written, violations);
  EXPECT_THAT(std::string(violations.ToStatus().message()), HasSubstr("hand such a listing back"));
}

}  // namespace
}  // namespace counterpoint::service

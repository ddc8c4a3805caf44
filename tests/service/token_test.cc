#include "counterpoint/v1/member_service.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "matching/thesaurus/thesaurus.h"
#include "service/tokens/attribution_token.h"
#include "service/tokens/fingerprint.h"
#include "service/tokens/page_token.h"
#include "service/tokens/token_bytes.h"

namespace counterpoint::service {
namespace {

v1::ListMembersRequest Request(const std::string& parent) {
  v1::ListMembersRequest request;
  request.set_parent(parent);
  return request;
}

std::string TokenOf(const v1::ListMembersRequest& request) {
  return EncodePageToken({QueryFingerprint(request), 7, -5, 20, "ensemble"});
}

TEST(TokenTest, PageTokenComesBackAsItWas) {
  const auto request = Request("alliances/music");
  const auto token = DecodePageToken(TokenOf(request), request);
  ASSERT_TRUE(token.ok());
  ASSERT_TRUE(token->has_value());
  EXPECT_EQ((*token)->pin, 7U);
  EXPECT_EQ((*token)->as_of, -5);
  EXPECT_EQ((*token)->offset, 20U);
  EXPECT_EQ((*token)->after, "ensemble");
}

TEST(TokenTest, PageSizeMayChangeFromPageToPage) {
  auto request = Request("alliances/music");
  const std::string token = TokenOf(request);
  request.set_page_size(3);
  request.set_page_token(token);
  EXPECT_TRUE(DecodePageToken(token, request).ok());
}

TEST(TokenTest, PageTokenOfAnotherQueryIsInvalid) {
  const std::string token = TokenOf(Request("alliances/music"));
  EXPECT_TRUE(absl::IsInvalidArgument(DecodePageToken(token, Request("alliances/games")).status()));
  v1::StreamMembersRequest other_method;
  other_method.set_parent("alliances/music");
  EXPECT_TRUE(absl::IsInvalidArgument(DecodePageToken(token, other_method).status()));
}

TEST(TokenTest, EveryChangedCharacterOfAPageTokenIsNoticed) {
  const auto request = Request("alliances/music");
  const std::string token = TokenOf(request);
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(DecodePageToken(changed, request).ok()) << i;
    EXPECT_FALSE(DecodePageToken(token.substr(0, i), request).ok() && i > 0) << i;
  }
}

TEST(TokenTest, ReaderRefusesALengthBeyondTheEnd) {
  TokenWriter writer;
  writer.Number(~std::uint64_t{0});
  auto reader = TokenReader::Open(std::move(writer).Finish());
  ASSERT_TRUE(reader.has_value());
  std::string text;
  EXPECT_FALSE(reader->String(text));
}

TEST(TokenTest, AttributionTokenComesBackAsItWas) {
  const AttributionToken token{RankingMethod::kMatchNeed, "music", "", 12, 3, 1700000000, 11, 99};
  const auto decoded = DecodeAttributionToken(EncodeAttributionToken(token));
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(decoded->method, RankingMethod::kMatchNeed);
  EXPECT_EQ(decoded->alliance, "music");
  EXPECT_EQ(decoded->member, "");
  EXPECT_EQ(decoded->revision, 12);
  EXPECT_EQ(decoded->policy_version, 3);
  EXPECT_EQ(decoded->as_of, 1700000000);
  EXPECT_EQ(decoded->model_revision, 11);
  EXPECT_EQ(decoded->pin, 99U);
}

TEST(TokenTest, TokenOfAStoredListNamesItsGeneration) {
  const auto as_of = absl::FromUnixSeconds(1700000000);
  const auto decoded = DecodeAttributionToken(
      EncodeAttributionToken(StoredListToken("music", "star", 7, 12, 34, as_of)));
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(GenerationOf(*decoded), 7);
  EXPECT_EQ(decoded->alliance, "music");
  EXPECT_EQ(decoded->member, "star");
  EXPECT_EQ(decoded->policy_version, 12);
  EXPECT_EQ(decoded->revision, 34);
  EXPECT_EQ(decoded->as_of, 1700000000);
  const AttributionToken live{RankingMethod::kRecommendPartners, "music", "star", 1, 1, 1, 1, 7};
  EXPECT_EQ(GenerationOf(live), 0);
  for (const int number : {0, -1}) {
    const auto none = StoredListToken("music", "star", number, 12, 34, as_of);
    EXPECT_FALSE(DecodeAttributionToken(EncodeAttributionToken(none)).has_value());
  }
}

TEST(TokenTest, PageTokenIsNoAttributionToken) {
  EXPECT_FALSE(DecodeAttributionToken(TokenOf(Request("alliances/music"))).has_value());
  EXPECT_FALSE(DecodeAttributionToken("").has_value());
  EXPECT_FALSE(DecodeAttributionToken("%%%").has_value());
}

TEST(FingerprintTest, IsThatOfTheStandard) {
  EXPECT_EQ(Fingerprint(""), 0xcbf29ce484222325U);
  EXPECT_EQ(Fingerprint("a"), 0xaf63dc4c8601ec8cU);
  EXPECT_EQ(Fingerprint("foobar"), 0x85944171f73967e8U);
}

TEST(FingerprintTest, OfAThesaurusChangesWithEveryLabel) {
  const auto make = [](std::vector<std::string> zh, std::vector<std::string> en) {
    return ThesaurusFingerprint(
        **matching::Thesaurus::Make({{"game-music", std::move(zh), std::move(en), ""}}));
  };
  const auto base = make({"游戏音乐"}, {"game music"});
  EXPECT_EQ(make({"游戏音乐"}, {"game music"}), base);
  EXPECT_NE(make({"游戏音乐"}, {"game", "music"}), base);
  EXPECT_NE(make({"游戏音乐", "game music"}, {}), base);
}

TEST(FingerprintTest, OfAThesaurusChangesWithEveryAmbiguousLabelAndCue) {
  const auto make = [](std::vector<matching::AmbiguousLabel> ambiguous) {
    return ThesaurusFingerprint(**matching::Thesaurus::Make(
        {{"song", {}, {"song"}, "", std::move(ambiguous)}, {"film", {}, {"film"}, ""}}));
  };
  const auto base = make({{"track", {}}});
  EXPECT_EQ(make({{"track", {}}}), base);
  EXPECT_NE(make({}), base);
  EXPECT_NE(make({{"track", {"film"}}}), base);
}

}  // namespace
}  // namespace counterpoint::service

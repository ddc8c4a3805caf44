#include "service/access/grant_changes.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/access/grant_index.h"

namespace counterpoint::service {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

constexpr absl::Duration kDay = absl::Hours(24);

class GrantChangesTest : public ::testing::Test {
 protected:
  std::string Add(const std::string& id, Role role = Role::kPortal) {
    NewGrant grant{.id = id, .role = role, .alliance = "music", .lifetime = 90 * kDay};
    stored::AccessGrant added;
    const auto token = AddGrant(grant, now_, grants_, added);
    EXPECT_TRUE(token.ok()) << token.status();
    return token.value_or("");
  }
  std::string Rotate(const std::string& id, absl::Duration grace) {
    const auto token = RotateGrant(id, 90 * kDay, grace, now_, grants_);
    EXPECT_TRUE(token.ok()) << token.status();
    return token.value_or("");
  }
  std::optional<Caller> Find(const std::string& token) const {
    const auto parsed = ParseBearerToken(token);
    EXPECT_TRUE(parsed.has_value()) << token;
    return parsed ? GrantIndex(grants_).FindToken(*parsed, now_) : std::nullopt;
  }

  stored::AccessGrants grants_;
  absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);
};

TEST_F(GrantChangesTest, ATokenSaysWhoItsBearerIs) {
  const std::string token = Add("portal-music");
  EXPECT_THAT(token, MatchesRegex("cpt\\.portal-music\\.[A-Za-z0-9_-]{43}"));
  const auto caller = Find(token);
  ASSERT_TRUE(caller.has_value());
  EXPECT_EQ(caller->name, "portal-music");
  EXPECT_EQ(caller->role, Role::kPortal);
  EXPECT_EQ(caller->alliance, "music");
}

TEST_F(GrantChangesTest, NothingOfTheSecretIsKept) {
  const std::string token = Add("a");
  const std::string secret = ParseBearerToken(token)->secret;
  EXPECT_THAT(grants_.DebugString(), Not(HasSubstr(secret)));
  stored::AccessGrants again;
  EXPECT_NE(HashOf(secret).salt(), HashOf(secret).salt());
  EXPECT_NE(HashOf(secret).sha256(), HashOf(secret).sha256());
}

TEST_F(GrantChangesTest, NoTwoTokensAreTheSame) { EXPECT_NE(Add("a"), Add("b")); }

TEST_F(GrantChangesTest, ASecretThatDiffersInOneLetterIsNotTheToken) {
  const std::string token = Add("a");
  for (std::size_t i = token.size() - 43; i < token.size(); ++i) {
    std::string other = token;
    other[i] = other[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(Find(other).has_value()) << i;
  }
}

TEST_F(GrantChangesTest, ASecretIsOfItsIdAlone) {
  const auto a = ParseBearerToken(Add("a"));
  Add("b");
  EXPECT_FALSE(Find(FormatBearerToken({"b", a->secret})).has_value());
  EXPECT_FALSE(Find(FormatBearerToken({"nobody", a->secret})).has_value());
}

TEST_F(GrantChangesTest, ATokenCountsUntilItExpires) {
  const std::string token = Add("a");
  now_ += 90 * kDay - absl::Seconds(1);
  EXPECT_TRUE(Find(token).has_value());
  now_ += absl::Seconds(1);
  EXPECT_FALSE(Find(token).has_value());
}

TEST_F(GrantChangesTest, ARevokedTokenCountsNoLongerAndStaysInTheList) {
  const std::string token = Add("a");
  ASSERT_TRUE(RevokeGrant("a", now_, grants_).ok());
  EXPECT_FALSE(Find(token).has_value());
  EXPECT_THAT(ShowGrants(grants_, now_), HasSubstr("revoked"));
  const std::string once = grants_.DebugString();
  EXPECT_TRUE(RevokeGrant("a", now_ + kDay, grants_).ok());
  EXPECT_EQ(grants_.DebugString(), once);
}

TEST_F(GrantChangesTest, ARotatedTokenGoesOnForItsGraceAlone) {
  const std::string before = Add("a");
  const std::string after = Rotate("a", absl::Hours(1));
  EXPECT_TRUE(Find(before).has_value());
  EXPECT_TRUE(Find(after).has_value());
  EXPECT_THAT(ShowGrants(grants_, now_), HasSubstr("rotating"));
  now_ += absl::Hours(1);
  EXPECT_FALSE(Find(before).has_value());
  EXPECT_TRUE(Find(after).has_value());
  EXPECT_THAT(ShowGrants(grants_, now_), HasSubstr("valid"));
}

TEST_F(GrantChangesTest, RotatingNeverProlongsAnOldToken) {
  const std::string first = Add("a");
  const std::string second = Rotate("a", absl::Hours(1));
  Rotate("a", 1000 * kDay);
  now_ += absl::Hours(1);
  EXPECT_FALSE(Find(first).has_value());
  EXPECT_TRUE(Find(second).has_value());
  now_ += 90 * kDay;
  EXPECT_FALSE(Find(second).has_value());
}

TEST_F(GrantChangesTest, WithoutGraceTheOldTokenEndsAtOnce) {
  const std::string before = Add("a");
  Rotate("a", absl::ZeroDuration());
  EXPECT_FALSE(Find(before).has_value());
  EXPECT_EQ(grants_.grants(0).secrets_size(), 1);
}

TEST_F(GrantChangesTest, WhatCannotBeDoneSaysWhy) {
  Add("a");
  stored::AccessGrant added;
  const NewGrant same{.id = "a", .lifetime = kDay};
  EXPECT_TRUE(absl::IsAlreadyExists(AddGrant(same, now_, grants_, added).status()));
  const NewGrant bad_id{.id = "A b", .lifetime = kDay};
  EXPECT_TRUE(absl::IsInvalidArgument(AddGrant(bad_id, now_, grants_, added).status()));
  const NewGrant no_time{.id = "c", .lifetime = absl::ZeroDuration()};
  EXPECT_TRUE(absl::IsInvalidArgument(AddGrant(no_time, now_, grants_, added).status()));
  EXPECT_TRUE(absl::IsNotFound(RevokeGrant("nobody", now_, grants_)));
  EXPECT_TRUE(absl::IsNotFound(RotateGrant("nobody", kDay, kDay, now_, grants_).status()));
  ASSERT_TRUE(RevokeGrant("a", now_, grants_).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(RotateGrant("a", kDay, kDay, now_, grants_).status()));
  EXPECT_EQ(grants_.grants_size(), 1);
}

TEST_F(GrantChangesTest, ACertificateHasARoleAndNoToken) {
  stored::AccessGrant added;
  const NewGrant grant{
      .id = "jobs", .role = Role::kBatch, .certificate = "DNS:jobs.example.org", .lifetime = kDay};
  EXPECT_EQ(*AddGrant(grant, now_, grants_, added), "");
  const GrantIndex index(grants_);
  const auto caller = index.FindCertificate({"URI:x", "DNS:jobs.example.org"}, now_);
  ASSERT_TRUE(caller.has_value());
  EXPECT_EQ(caller->role, Role::kBatch);
  EXPECT_TRUE(caller->ReachesAll());
  EXPECT_FALSE(index.FindCertificate({"URI:jobs.example.org"}, now_).has_value());
  EXPECT_FALSE(index.FindCertificate({"DNS:jobs.example.org"}, now_ + kDay).has_value());
  EXPECT_TRUE(absl::IsFailedPrecondition(RotateGrant("jobs", kDay, kDay, now_, grants_).status()));
}

}  // namespace
}  // namespace counterpoint::service

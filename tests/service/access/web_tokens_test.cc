#include "service/access/web_tokens.h"

#include <unistd.h>

#include <fstream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/service/access/provider_keys.h"

namespace counterpoint::service {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;

constexpr std::int64_t kNow = 1'800'000'000;

// Making RSA keys takes its time, so all tests share these.
const ProviderKey& Rsa() {
  static const auto* const kKey = new ProviderKey("RS256", "rsa");
  return *kKey;
}
const ProviderKey& Ec() {
  static const auto* const kKey = new ProviderKey("ES256", "ec");
  return *kKey;
}

class WebTokensTest : public ::testing::Test {
 protected:
  void SetUp() override {
    options_.key_set_file = absl::StrCat(::testing::TempDir(), "/key-set-", getpid());
    options_.issuer = "https://id.example.org";
    options_.audience = "counterpoint";
    Publish({Rsa().Jwk(), Ec().Jwk()});
    tokens_ = std::make_unique<WebTokens>(options_);
    ASSERT_TRUE(tokens_->ReadKeys().ok());
  }
  void TearDown() override { unlink(options_.key_set_file.c_str()); }

  void Publish(const std::vector<Json>& keys) const { Write(KeySetOf(keys)); }
  void Write(const std::string& text) const { std::ofstream(options_.key_set_file) << text; }

  static Json Claims() {
    return {{"iss", "https://id.example.org"},
            {"aud", "counterpoint"},
            {"sub", "portal-7"},
            {"iat", kNow - 60},
            {"exp", kNow + 600},
            {"counterpoint_role", "portal"},
            {"counterpoint_alliance", "music"}};
  }
  static Json With(const std::string& name, const Json& value) {
    Json claims = Claims();
    claims[name] = value;
    return claims;
  }
  static Json Without(const std::string& name) {
    Json claims = Claims();
    claims.erase(name);
    return claims;
  }
  std::optional<Caller> Find(const std::string& token, std::int64_t now = kNow) const {
    return tokens_->Find(token, absl::FromUnixSeconds(now));
  }
  bool Takes(const Json& claims) const { return Find(Rsa().Sign(claims)).has_value(); }

  WebTokenOptions options_;
  std::unique_ptr<WebTokens> tokens_;
};

TEST_F(WebTokensTest, AGoodTokenSaysWhoItsBearerIs) {
  for (const ProviderKey* key : {&Rsa(), &Ec()}) {
    const auto caller = Find(key->Sign(Claims()));
    ASSERT_TRUE(caller.has_value()) << key->id();
    EXPECT_EQ(caller->name, "jwt:portal-7");
    EXPECT_EQ(caller->role, Role::kPortal);
    EXPECT_EQ(caller->alliance, "music");
  }
}

TEST_F(WebTokensTest, AllAlliancesHaveToBeSaid) {
  const auto caller = Find(Rsa().Sign(With("counterpoint_alliance", "*")));
  ASSERT_TRUE(caller.has_value());
  EXPECT_TRUE(caller->ReachesAll());
  EXPECT_FALSE(Takes(With("counterpoint_alliance", "")));
  EXPECT_FALSE(Takes(Without("counterpoint_alliance")));
}

TEST_F(WebTokensTest, TheAudienceMayBeOneOfSeveral) {
  EXPECT_TRUE(Takes(With("aud", {"other", "counterpoint"})));
  EXPECT_FALSE(Takes(With("aud", {"other"})));
  EXPECT_FALSE(Takes(With("aud", Json::array())));
}

TEST_F(WebTokensTest, EveryClaimHasToBeGood) {
  ASSERT_TRUE(Takes(Claims()));
  for (const char* name : {"iss", "aud", "sub", "exp", "counterpoint_role"}) {
    EXPECT_FALSE(Takes(Without(name))) << name;
    EXPECT_FALSE(Takes(With(name, nullptr))) << name;
    EXPECT_FALSE(Takes(With(name, Json::object()))) << name;
  }
  EXPECT_FALSE(Takes(With("iss", "https://id.example.org/")));
  EXPECT_FALSE(Takes(With("aud", "counterpoint2")));
  EXPECT_FALSE(Takes(With("sub", "")));
  EXPECT_FALSE(Takes(With("sub", std::string(201, 'a'))));
  EXPECT_FALSE(Takes(With("counterpoint_role", "king")));
  EXPECT_FALSE(Takes(With("counterpoint_role", {"portal"})));
  EXPECT_FALSE(Takes(With("counterpoint_alliance", "Music")));
  EXPECT_FALSE(Takes(With("exp", "tomorrow")));
  EXPECT_FALSE(Takes(With("nbf", "now")));
}

TEST_F(WebTokensTest, ItCountsFromItsBeginningToItsEnd) {
  Json claims = With("nbf", kNow - 100);
  const std::string token = Rsa().Sign(claims);
  EXPECT_TRUE(Find(token).has_value());
  EXPECT_TRUE(Find(token, kNow + 600 + 29).has_value());
  EXPECT_FALSE(Find(token, kNow + 600 + 30).has_value());
  EXPECT_TRUE(Find(token, kNow - 100 - 30).has_value());
  EXPECT_FALSE(Find(token, kNow - 100 - 31).has_value());
}

TEST_F(WebTokensTest, OnlyTheKeysOfTheSetCount) {
  const ProviderKey stranger("ES256", "ec");
  EXPECT_FALSE(Find(stranger.Sign(Claims())).has_value());
  EXPECT_FALSE(Find(Ec().Sign({{"alg", "ES256"}, {"kid", "none"}}, Claims())).has_value());
  // Which key it is has to be said where there are two.
  EXPECT_FALSE(Find(Ec().Sign({{"alg", "ES256"}}, Claims())).has_value());
  Publish({Ec().Jwk()});
  ASSERT_TRUE(tokens_->ReadKeys().ok());
  EXPECT_TRUE(Find(Ec().Sign({{"alg", "ES256"}}, Claims())).has_value());
}

TEST_F(WebTokensTest, TheTokenDoesNotChooseItsAlgorithm) {
  for (const char* none : {"none", "None", "NONE", ""}) {
    const Json header = {{"alg", none}, {"kid", "rsa"}};
    EXPECT_FALSE(Find(SigningInput(header, Claims()) + ".").has_value()) << none;
    EXPECT_FALSE(Find(SigningInput(header, Claims())).has_value()) << none;
    EXPECT_FALSE(Find(Rsa().Sign(header, Claims())).has_value()) << none;
  }
  // The public key taken for the secret of an HMAC.
  for (const std::string& secret :
       {Rsa().PublicPem(), Rsa().Jwk().dump(), Rsa().Jwk()["n"].get<std::string>()}) {
    EXPECT_FALSE(
        Find(SignByHmac({{"alg", "HS256"}, {"kid", "rsa"}}, Claims(), secret)).has_value());
    EXPECT_FALSE(
        Find(SignByHmac({{"alg", "RS256"}, {"kid", "rsa"}}, Claims(), secret)).has_value());
  }
  EXPECT_FALSE(Find(Rsa().Sign({{"alg", "RS512"}, {"kid", "rsa"}}, Claims())).has_value());
  EXPECT_FALSE(Find(Rsa().Sign({{"alg", "ES256"}, {"kid", "ec"}}, Claims())).has_value());
  EXPECT_FALSE(Find(Ec().Sign({{"alg", "ES256"}, {"kid", "rsa"}}, Claims())).has_value());
}

TEST_F(WebTokensTest, TheTokenBringsNoKeyOfItsOwn) {
  const ProviderKey own("ES256", "ec");
  const Json header = {{"alg", "ES256"}, {"kid", "ec"}, {"jwk", own.Jwk()}};
  EXPECT_FALSE(Find(own.Sign(header, Claims())).has_value());
  const Json critical = {{"alg", "ES256"}, {"kid", "ec"}, {"crit", {"exp"}}};
  EXPECT_FALSE(Find(Ec().Sign(critical, Claims())).has_value());
}

TEST_F(WebTokensTest, NoByteOfATokenMayBeAnother) {
  const std::string token = Ec().Sign(Claims());
  ASSERT_TRUE(Find(token).has_value());
  // The last letter of a signature has bits that stand for nothing.
  for (std::size_t i = 0; i + 1 < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(Find(changed).has_value()) << i;
  }
  for (std::size_t size = 0; size + 1 < token.size(); size += 7) {
    EXPECT_FALSE(Find(token.substr(0, size)).has_value()) << size;
  }
  EXPECT_FALSE(Find(std::string(20'000, 'a')).has_value());
  EXPECT_FALSE(Find("..").has_value());
}

TEST_F(WebTokensTest, AKeyThatIsTakenOutCountsNoLonger) {
  const std::string token = Rsa().Sign(Claims());
  ASSERT_TRUE(Find(token).has_value());
  Publish({Ec().Jwk()});
  ASSERT_TRUE(tokens_->ReadKeys().ok());
  EXPECT_FALSE(Find(token).has_value());
  EXPECT_TRUE(Find(Ec().Sign(Claims())).has_value());
}

TEST_F(WebTokensTest, ABrokenKeySetSaysWhyAndTheOldOneCounts) {
  const std::string token = Rsa().Sign(Claims());
  const auto fault = [&](const std::string& text) {
    Write(text);
    return std::string(tokens_->ReadKeys().message());
  };
  EXPECT_THAT(fault("{"), HasSubstr("JSON Web Key Set"));
  EXPECT_THAT(fault(KeySetOf({})), HasSubstr("JSON Web Key Set"));
  Json key = Rsa().Jwk();
  key["use"] = "enc";
  EXPECT_THAT(fault(KeySetOf({key})), HasSubstr("no key to check signatures"));
  EXPECT_THAT(fault(KeySetOf({Rsa().Jwk(), Ec().PrivateJwk()})), HasSubstr("keys[1]"));
  EXPECT_THAT(fault(KeySetOf({{{"kty", "oct"}, {"k", "c2VjcmV0"}, {"kid", "rsa"}}})),
              HasSubstr("secret"));
  unlink(options_.key_set_file.c_str());
  EXPECT_TRUE(absl::IsNotFound(tokens_->ReadKeys()));
  EXPECT_TRUE(Find(token).has_value());
}

TEST_F(WebTokensTest, AKeyForEncryptionChecksNoSignature) {
  Json key = Rsa().Jwk();
  key["use"] = "enc";
  Publish({key, Ec().Jwk()});
  ASSERT_TRUE(tokens_->ReadKeys().ok());
  EXPECT_FALSE(Find(Rsa().Sign(Claims())).has_value());
}

}  // namespace
}  // namespace counterpoint::service

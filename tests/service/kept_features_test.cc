#include "service/live_index/kept_features.h"

#include "gtest/gtest.h"
#include "service/tokens/fingerprint.h"

namespace counterpoint::service {
namespace {

class KeptFeaturesTest : public ::testing::Test {
 protected:
  KeptFeaturesTest() {
    alliance_.id = "music";
    alliance_.record.create_revision = 5;
    alliance_.thesaurus = matching::Thesaurus::BuiltIn();
    alliance_.thesaurus_fingerprint = ThesaurusFingerprint(*alliance_.thesaurus);
    matching::MemberProfile profile;
    profile.id = "north";
    profile.names = {"North Wind Audio composes game music"};
    texts_ = matching::AnalyzeTexts(matching::Analyzer(alliance_.thesaurus), profile);
  }

  std::string KeptModelOf(std::int64_t revision) const {
    return EncodeKeptModel(alliance_,
                           {matching::TextModel::Learn(alliance_.thesaurus, {}), revision, 3});
  }

  KnownAlliance alliance_;
  matching::MemberTexts texts_;
};

TEST_F(KeptFeaturesTest, TextsComeBackForTheSameRecord) {
  const auto kept = DecodeKeptTexts(alliance_, 7, EncodeKeptTexts(alliance_, 7, texts_));
  ASSERT_TRUE(kept.has_value());
  ASSERT_EQ(kept->size(), texts_.size());
  EXPECT_EQ(kept->front().terms, texts_.front().terms);
}

TEST_F(KeptFeaturesTest, TextsOfAnotherRevisionOrThesaurusDoNot) {
  const std::string bytes = EncodeKeptTexts(alliance_, 7, texts_);
  EXPECT_FALSE(DecodeKeptTexts(alliance_, 8, bytes).has_value());
  ++alliance_.thesaurus_fingerprint;
  EXPECT_FALSE(DecodeKeptTexts(alliance_, 7, bytes).has_value());
}

TEST_F(KeptFeaturesTest, DamagedTextsDoNot) {
  const std::string bytes = EncodeKeptTexts(alliance_, 7, texts_);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(DecodeKeptTexts(alliance_, 7, bytes.substr(0, size)).has_value()) << size;
  }
}

TEST_F(KeptFeaturesTest, ModelComesBackWithWhatItWasLearntFrom) {
  const auto kept = DecodeKeptModel(alliance_, KeptModelOf(9));
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(kept->revision, 9);
  EXPECT_EQ(kept->members, 3U);
}

TEST_F(KeptFeaturesTest, ModelOfAnEarlierAllianceOfTheSameIdDoesNot) {
  EXPECT_TRUE(DecodeKeptModel(alliance_, KeptModelOf(5)).has_value());
  EXPECT_FALSE(DecodeKeptModel(alliance_, KeptModelOf(4)).has_value());
}

}  // namespace
}  // namespace counterpoint::service

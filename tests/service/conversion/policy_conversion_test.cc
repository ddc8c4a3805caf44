#include <gtest/gtest.h>

#include "google/protobuf/util/message_differencer.h"
#include "service/conversion/policy.h"

namespace counterpoint::conversion {
namespace {

using google::protobuf::util::MessageDifferencer;

TEST(PolicyConversionTest, EmptyPolicyHasMatchingsDefaults) {
  const v1::Policy shown = MessageOf(PolicyOf(v1::Policy()));
  const matching::Policy defaults;
  EXPECT_EQ(shown.text().topics(), defaults.text.topics);
  EXPECT_EQ(shown.fit().preference(), defaults.fit.preference);
  EXPECT_EQ(shown.gain().freshness(), defaults.gain.freshness);
  EXPECT_EQ(shown.floor(), defaults.floor);
  EXPECT_EQ(shown.diversity(), defaults.diversity);
  EXPECT_EQ(shown.reciprocity(), v1::HARMONIC_MEAN);
}

TEST(PolicyConversionTest, EveryFieldIsShownFilledIn) {
  const v1::Policy shown = MessageOf(matching::Policy());
  const auto every_field_is_set = [](const google::protobuf::Message& weights) {
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    weights.GetReflection()->ListFields(weights, &fields);
    return static_cast<int>(fields.size()) == weights.GetDescriptor()->field_count();
  };
  EXPECT_TRUE(every_field_is_set(shown.text()));
  EXPECT_TRUE(every_field_is_set(shown.fit()));
  EXPECT_TRUE(every_field_is_set(shown.gain()));
  EXPECT_TRUE(shown.has_floor());
  EXPECT_TRUE(shown.has_diversity());
  EXPECT_EQ(shown.kind_affinities_size(), 36);
}

TEST(PolicyConversionTest, ShownPolicyMeansWhatItWasMadeFrom) {
  v1::Policy message;
  message.set_version(17);
  message.mutable_text()->set_words(0);
  message.mutable_fit()->set_budget(3);
  message.set_floor(0);
  message.set_reciprocity(v1::MINIMUM);
  v1::KindAffinity& pair = *message.add_kind_affinities();
  pair.set_kind(v1::CREATOR);
  pair.set_partner_kind(v1::INVESTOR);
  pair.set_affinity(0.125);

  const v1::Policy shown = MessageOf(PolicyOf(message));
  EXPECT_EQ(shown.version(), 17);
  EXPECT_EQ(shown.text().words(), 0);
  EXPECT_EQ(shown.fit().budget(), 3);
  EXPECT_EQ(shown.floor(), 0);
  EXPECT_EQ(shown.reciprocity(), v1::MINIMUM);
  EXPECT_EQ(PolicyOf(shown).kind_affinities[5][6], 0.125);
  EXPECT_EQ(PolicyOf(shown).kind_affinities[6][5], matching::DefaultKindAffinities()[6][5]);
  EXPECT_TRUE(MessageDifferencer::Equals(MessageOf(PolicyOf(shown)), shown));
}

TEST(PolicyConversionTest, ExposureAndAcceptanceKeepWhatTheySay) {
  EXPECT_FALSE(PolicyOf(v1::Policy()).acceptance.has_value());
  EXPECT_EQ(MessageOf(matching::Policy()).exposure().max_loss(), 0.05);
  v1::Policy message;
  message.mutable_exposure()->set_cap(12);
  message.mutable_exposure()->set_congestion(true);
  message.mutable_exposure()->set_max_loss(0);
  v1::AcceptanceModel& model = *message.mutable_acceptance();
  model.set_intercept(-2.5);
  for (int term = 1; term < matching::kEvidenceTerms; ++term) {
    v1::AcceptanceModel::TermWeight& weight = *model.add_weights();
    weight.set_term(static_cast<v1::Evidence::Term>(term));
    weight.set_weight(term - 20);
  }
  const matching::Policy policy = PolicyOf(message);
  EXPECT_EQ(policy.exposure.cap, 12);
  EXPECT_TRUE(policy.exposure.congestion);
  EXPECT_EQ(policy.exposure.max_loss, 0);
  EXPECT_EQ(policy.acceptance->intercept, -2.5);
  EXPECT_EQ(policy.acceptance->weights[static_cast<int>(matching::EvidenceTerm::kStaffRule)], -4);
  const v1::Policy shown = MessageOf(policy);
  EXPECT_TRUE(MessageDifferencer::Equals(shown.exposure(), message.exposure()));
  EXPECT_TRUE(MessageDifferencer::Equals(shown.acceptance(), message.acceptance()));
}

TEST(PolicyConversionTest, AnEmptyAcceptanceModelIsStillOne) {
  v1::Policy message;
  message.mutable_acceptance();
  ASSERT_TRUE(PolicyOf(message).acceptance.has_value());
  EXPECT_TRUE(MessageOf(PolicyOf(message)).has_acceptance());
}

// One weight after another: a field that is read into or shown from another
// one's place would show.
TEST(PolicyConversionTest, EachWeightKeepsItsOwnPlace) {
  v1::Policy message = MessageOf(matching::Policy());
  double next = 100;
  const auto number = [&next](google::protobuf::Message& weights) {
    for (int i = 0; i < weights.GetDescriptor()->field_count(); ++i) {
      weights.GetReflection()->SetDouble(&weights, weights.GetDescriptor()->field(i), ++next);
    }
  };
  number(*message.mutable_text());
  number(*message.mutable_fit());
  number(*message.mutable_gain());
  const matching::Policy policy = PolicyOf(message);
  EXPECT_EQ(policy.text.embedding, 104);
  EXPECT_EQ(policy.fit.text, 105);
  EXPECT_EQ(policy.fit.preference, 111);
  EXPECT_EQ(policy.gain.fit, 112);
  EXPECT_TRUE(MessageDifferencer::Equals(MessageOf(policy), message));
}

}  // namespace
}  // namespace counterpoint::conversion

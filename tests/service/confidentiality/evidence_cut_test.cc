#include "service/confidentiality/evidence_cut.h"

#include <numeric>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace counterpoint::service {
namespace {

using matching::Evidence;
using matching::EvidenceSide;
using matching::EvidenceTerm;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class EvidenceCutTest : public ::testing::Test {
 protected:
  // "art" is above "music", which is above "jazz".
  EvidenceCutTest()
      : thesaurus_(*matching::Thesaurus::Make({{"art", {}, {"art"}, ""},
                                               {"music", {}, {"music"}, "art"},
                                               {"jazz", {}, {"jazz"}, "music"}})) {}

  matching::TopicIndex Topic(const std::string& id) const { return *thesaurus_->Find(id); }

  Evidence Term(EvidenceTerm term, const std::string& need, const std::string& offer,
                double contribution, EvidenceSide side = EvidenceSide::kMember) const {
    Evidence evidence;
    evidence.term = term;
    evidence.side = side;
    evidence.need = need;
    evidence.offer = offer;
    evidence.contribution = contribution;
    return evidence;
  }
  Evidence Topics(const std::string& need, const std::string& offer,
                  std::vector<std::pair<std::string, double>> topics) const {
    Evidence evidence = Term(EvidenceTerm::kTopics, need, offer, 0);
    for (const auto& [id, contribution] : topics) {
      evidence.topics.push_back({Topic(id), contribution});
      evidence.contribution += contribution;
    }
    return evidence;
  }

  std::vector<Evidence> CutFor(const Viewer& viewer, std::vector<Evidence> evidence) const {
    const double before = Sum(evidence);
    CutEvidence(viewer, {asker_, asker_listings_}, {partner_, &partner_listings_}, *thesaurus_,
                evidence);
    EXPECT_THAT(Sum(evidence), DoubleNear(before, 1e-12));
    EXPECT_TRUE(std::is_sorted(evidence.begin(), evidence.end(), [](const auto& a, const auto& b) {
      return a.contribution > b.contribution;
    }));
    return evidence;
  }
  static double Sum(const std::vector<Evidence>& evidence) {
    return std::accumulate(evidence.begin(), evidence.end(), 0.0,
                           [](double sum, const Evidence& e) { return sum + e.contribution; });
  }
  static std::string Told(const Evidence& evidence) {
    return absl::StrCat(static_cast<int>(evidence.term), " ", evidence.need, "<-", evidence.offer);
  }
  static std::vector<std::string> Told(const std::vector<Evidence>& evidence) {
    std::vector<std::string> told;
    for (const Evidence& term : evidence) told.push_back(Told(term));
    return told;
  }

  const std::shared_ptr<const matching::Thesaurus> thesaurus_;
  const std::string asker_ = "north";
  const std::string partner_ = "star";
  const ConfidentialListings* asker_listings_ = nullptr;
  const ConfidentialListings partner_listings_ = {{{0, "hidden-need", v1::BROKER, {}}},
                                                  {{1, "teaser", v1::TEASER, {"music"}},
                                                   {2, "hidden", v1::BROKER, {"jazz"}},
                                                   {4, "mutual", v1::MUTUAL, {}}}};
};

TEST_F(EvidenceCutTest, WhoSeesAllIsToldAll) {
  const std::vector<Evidence> evidence = {Term(EvidenceTerm::kWords, "1", "hidden", 0.2),
                                          Term(EvidenceTerm::kBudget, "1", "teaser", 0.1)};
  EXPECT_EQ(Told(CutFor(Viewer::Everything(), evidence)), Told(evidence));
  EXPECT_EQ(Told(CutFor(Viewer::Of("star", nullptr), evidence)), Told(evidence));
}

TEST_F(EvidenceCutTest, WhatIsPublicAndWhatIsOfTheWholeMemberStays) {
  const std::vector<Evidence> evidence = {
      Term(EvidenceTerm::kWords, "1", "open", 0.3), Term(EvidenceTerm::kLatent, "1", "", 0.2),
      Term(EvidenceTerm::kCredentials, "", "", 0.1),
      Term(EvidenceTerm::kPopularity, "", "", 0.05, EvidenceSide::kPair)};
  EXPECT_EQ(Told(CutFor(Viewer::Nobody(), evidence)), Told(evidence));
}

TEST_F(EvidenceCutTest, AllTermsOfWhatIsHiddenAreOneWithoutIds) {
  const auto told = CutFor(
      Viewer::Of("north", nullptr),
      {Topics("1", "hidden", {{"jazz", 0.4}}), Term(EvidenceTerm::kWords, "2", "hidden", 0.3),
       Term(EvidenceTerm::kTiming, "1", "hidden", 0.2),
       Term(EvidenceTerm::kWords, "hidden-need", "x", 0.1, EvidenceSide::kPartner)});
  EXPECT_THAT(Told(told), ElementsAre("17 <-", "17 <-"));
  EXPECT_EQ(told[0].side, EvidenceSide::kMember);
  EXPECT_EQ(told[1].side, EvidenceSide::kPartner);
  EXPECT_THAT(told[0].topics, IsEmpty());
}

TEST_F(EvidenceCutTest, OfWhatIsSeenInPartStatedTopicsAndBroaderOnesAreTold) {
  const auto told = CutFor(Viewer::Nobody(),
                           {Topics("1", "teaser", {{"music", 0.4}, {"art", 0.2}, {"jazz", 0.1}}),
                            Term(EvidenceTerm::kWords, "1", "teaser", 0.3),
                            Term(EvidenceTerm::kRegion, "1", "teaser", 0.05)});
  ASSERT_THAT(Told(told), ElementsAre("1 1<-teaser", "17 1<-teaser"));
  ASSERT_THAT(told[0].topics, SizeIs(2));
  EXPECT_EQ(told[0].topics[0].topic, Topic("music"));
  EXPECT_EQ(told[0].topics[1].topic, Topic("art"));
  EXPECT_THAT(told[0].contribution, DoubleNear(0.6, 1e-12));
}

TEST_F(EvidenceCutTest, TopicsThatOnlyTheTextSpeaksOfAreNotTold) {
  EXPECT_THAT(Told(CutFor(Viewer::Nobody(), {Topics("1", "mutual", {{"jazz", 0.4}})})),
              ElementsAre("17 1<-mutual"));
}

TEST_F(EvidenceCutTest, WordsAreToldOnceBothHaveAccepted) {
  const std::vector<Evidence> evidence = {Term(EvidenceTerm::kWords, "1", "mutual", 0.3)};
  EXPECT_THAT(Told(CutFor(Viewer::Of("north", nullptr), evidence)), ElementsAre("17 1<-mutual"));
  const auto consents = [] { return absl::flat_hash_set<std::string>{"star"}; };
  EXPECT_EQ(Told(CutFor(Viewer::Of("north", consents), evidence)), Told(evidence));
}

TEST_F(EvidenceCutTest, ExclusionsNameNoListingThatIsNotSeen) {
  using Reason = matching::ExclusionReason;
  std::vector<Reason> reasons = {{EvidenceSide::kPartner, "offers[0].deadline"},
                                 {EvidenceSide::kPartner, "offers[2].rules[1]"},
                                 {EvidenceSide::kPartner, "offers[1].deadline"},
                                 {EvidenceSide::kPartner, "offers[3].rules[0]"},
                                 {EvidenceSide::kMember, "needs[0].deadline"},
                                 {EvidenceSide::kPartner, "state"}};
  const auto fields = [&](const Viewer& viewer) {
    std::vector<Reason> cut = reasons;
    CutExclusions(viewer, {asker_, asker_listings_}, {partner_, &partner_listings_}, cut);
    std::vector<std::string> named;
    for (const Reason& reason : cut) named.push_back(reason.field);
    return named;
  };
  EXPECT_THAT(fields(Viewer::Nobody()),
              ElementsAre("offers[0].deadline", "confidential", "offers[2].rules[0]",
                          "needs[0].deadline", "state"));
  EXPECT_THAT(fields(Viewer::Everything()), SizeIs(6));
}

}  // namespace
}  // namespace counterpoint::service

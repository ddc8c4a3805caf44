// From recorded answers to an adopted policy, typed as staff would type it, against
// a real server with the sample alliance.
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/json.h"
#include "clients/cli/resource_names.h"
#include "clients/cpp/client.h"
#include "clients/cpp/interactions.h"
#include "counterpoint/v1/learning_service.pb.h"
#include "counterpoint/v1/matching_service.pb.h"
#include "counterpoint/v1/recommendation_service.pb.h"
#include "tests/clients/sample_alliance_test.h"

namespace counterpoint::cli {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

constexpr char kAlliance[] = "alliances/shanghai-digital-culture";
constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();

class CliLearningTest : public SampleAllianceTest {
 protected:
  void SetUp() override {
    SampleAllianceTest::SetUp();
    Succeed({"refresh"});
  }

  // The further down, the fewer look. Who scores less than half of all are
  // wanted by both sides, so that the present order is the wrong one. No more than so
  // many are accepted.
  void RecordAnswers(std::size_t most_accepted) {
    Succeed({"recommendations", "export"});
    std::vector<v1::RecommendationList> lists;
    std::vector<double> scores;
    for (const absl::string_view line : absl::StrSplit(out(), '\n', absl::SkipEmpty())) {
      v1::RecommendationList& list = lists.emplace_back();
      ASSERT_TRUE(FromJson(std::string(line), &list).ok()) << line;
      for (const auto& entry : list.recommendations()) scores.push_back(entry.score());
    }
    ASSERT_FALSE(scores.empty());
    std::sort(scores.begin(), scores.end());
    v1::BatchRecordInteractionsRequest request;
    request.set_parent(kAlliance);
    std::vector<std::pair<std::string, std::string>> accepted_back;  // Who, and whom.
    std::mt19937 random(7);
    for (const v1::RecommendationList& list : lists) {
      for (int i = 0; i < list.recommendations_size(); ++i) {
        if (static_cast<int>(random() % 22) < i) continue;
        const v1::Recommendation& entry = list.recommendations(i);
        const std::string& partner = entry.partner().name();
        const bool wanted = entry.score() < scores[scores.size() / 2];
        if (wanted && accepted_back.size() >= most_accepted) continue;
        v1::Interaction& interaction = *request.add_interactions();
        interaction.set_kind(wanted ? v1::ACCEPTED : v1::DECLINED);
        interaction.set_name(
            absl::StrCat(kAlliance, "/interactions/",
                         InteractionId(interaction.kind(), IdOf(list.member()), IdOf(partner))));
        interaction.set_member(list.member());
        interaction.set_partner(partner);
        if (!wanted) interaction.set_decline_reason(v1::BENEFIT_UNCLEAR);
        interaction.set_attribution_token(list.attribution_token());
        if (wanted) accepted_back.emplace_back(partner, list.member());
        if (request.interactions_size() == 900) Send(&request);
      }
    }
    // The partners accept too, of which no list is named.
    for (std::size_t i = 0; i < accepted_back.size(); ++i) {
      const auto& [member, partner] = accepted_back[i];
      v1::Interaction& interaction = *request.add_interactions();
      interaction.set_name(absl::StrCat(kAlliance, "/interactions/back-", i));
      interaction.set_member(member);
      interaction.set_partner(partner);
      interaction.set_kind(v1::ACCEPTED);
      if (request.interactions_size() == 900) Send(&request);
    }
    Send(&request);
  }

  void Send(v1::BatchRecordInteractionsRequest* request) {
    if (request->interactions().empty()) return;
    client::ConnectionOptions options;
    options.address = server_.address();
    const client::Client client(options);
    const auto recorded = client.interactions().BatchRecord(*request);
    ASSERT_TRUE(recorded.ok()) << recorded.status();
    request->clear_interactions();
  }
};

TEST_F(CliLearningTest, AProposalChangesNothingBeforeItIsAdopted) {
  RecordAnswers(kAll);
  const auto before = Read<v1::RecommendPartnersResponse>({"recommend", "wickenmere-games"});
  const auto proposal = Read<v1::PolicyProposal>({"learn"});
  EXPECT_EQ(proposal.state(), v1::PolicyProposal::PROPOSED);
  EXPECT_GT(proposal.accepted_count(), 100);
  EXPECT_GT(proposal.declined_count(), 100);
  EXPECT_GT(proposal.gain().value(), 0);
  EXPECT_FALSE(proposal.calibration().empty());
  EXPECT_TRUE(proposal.policy().has_acceptance());
  EXPECT_THAT(proposal.cautions(), Not(Contains(v1::PolicyProposal::FEW_ACCEPTED)));

  const auto after = Read<v1::RecommendPartnersResponse>({"recommend", "wickenmere-games"});
  ASSERT_EQ(after.matches_size(), before.matches_size());
  for (int i = 0; i < after.matches_size(); ++i) {
    EXPECT_EQ(after.matches(i).partner().name(), before.matches(i).partner().name());
    EXPECT_FALSE(after.matches(i).has_acceptance_probability());
  }

  const auto shadow = Read<v1::Generation>({"refresh", "--shadow", "1"});
  EXPECT_TRUE(shadow.shadow());
  EXPECT_FALSE(shadow.current());
  Succeed({"recommendations", "compare", "1", IdOf(shadow.name())});
  EXPECT_THAT(err(), HasSubstr("lists differ"));

  Succeed({"proposal", "adopt", "1", "--author", "Staff"});
  const auto adopted = Read<v1::RecommendPartnersResponse>({"recommend", "wickenmere-games"});
  ASSERT_FALSE(adopted.matches().empty());
  EXPECT_TRUE(adopted.matches(0).has_acceptance_probability());
  for (int i = 1; i < adopted.matches_size(); ++i) {
    EXPECT_GE(adopted.matches(i - 1).acceptance_probability(),
              adopted.matches(i).acceptance_probability());
  }
  EXPECT_EQ(Run({"proposal", "adopt", "1", "--author", "Staff"}), ExitCode::kError);
  EXPECT_THAT(err(), HasSubstr("ADOPTED already"));
}

TEST_F(CliLearningTest, WhatIsLearntFromFewAcceptedSuggestionsCallsForCaution) {
  RecordAnswers(40);
  const auto proposal = Read<v1::PolicyProposal>({"learn"});
  EXPECT_EQ(proposal.accepted_count(), 40);
  EXPECT_THAT(proposal.cautions(), Contains(v1::PolicyProposal::FEW_ACCEPTED));
  Succeed({"proposal", "get", "1", "--language", "en"});
  EXPECT_THAT(out(), HasSubstr("Fewer than 100 accepted suggestions"));
  Succeed({"proposal", "get", "1", "--language", "zh"});
  EXPECT_THAT(out(), HasSubstr("被接受推荐不足 100 条"));
}

TEST_F(CliLearningTest, AProposalOfAPolicyThatHasChangedSinceIsNotAdopted) {
  RecordAnswers(kAll);
  Succeed({"learn"});
  Succeed({"alliance", "update", "shanghai-digital-culture", "--file", [] {
             const std::string file = testing::TempDir() + "/floor.json";
             std::ofstream(file) << R"({"policy": {"floor": 0.01}})";
             return file;
           }()});
  EXPECT_EQ(Run({"proposal", "adopt", "1", "--author", "Staff"}), ExitCode::kError);
  EXPECT_THAT(err(), HasSubstr("learn anew"));
  Succeed({"proposal", "reject", "1", "--author", "Staff", "--reason", "The floor has changed"});
  EXPECT_EQ(Read<v1::PolicyProposal>({"proposal", "get", "1"}).state(),
            v1::PolicyProposal::REJECTED);
}

}  // namespace
}  // namespace counterpoint::cli

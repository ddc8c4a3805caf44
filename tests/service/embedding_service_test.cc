// The service with an embedding server.
#include <algorithm>
#include <functional>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/service/embedding_test_server.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Mode = EmbeddingTestServer::Mode;

// Texts that meet in the test server's dictionary alone: no topic and no word
// is in both.
constexpr char kKiteSeeker[] = R"pb(
  kind: SCENE_UNIT
  display_name { key: "zh" value: "鸢社" }
  needs { title { key: "zh" value: "风筝制作工坊" } }
  offers { title { key: "zh" value: "陶笛" } }
)pb";
constexpr char kKiteMaker[] = R"pb(
  kind: CREATOR
  display_name { key: "en" value: "Quill" }
  needs { title { key: "en" value: "ocarina" } }
  offers { title { key: "en" value: "kite making workshop" } }
)pb";
constexpr char kNeedAKite[] = R"pb(parent: "alliances/music"
                                   need { title { key: "zh" value: "风筝工坊" } })pb";

class EmbeddingServiceTest : public ServiceTest {
 protected:
  void SetUp() override {
    options_.embedding.url = embeddings_.url();
    options_.embedding.model = "first-model";
    options_.embedding.first_pause = absl::Milliseconds(1);
    options_.embedding.first_absence = absl::Milliseconds(1);
    options_.embedding.longest_absence = absl::Milliseconds(10);
    // Long enough for a busy machine: tests of the budget set their own.
    options_.embedding.query_budget = absl::Seconds(10);
    ServiceTest::SetUp();
    CreateAlliance("music");
  }

  Answer<v1::RecommendPartnersResponse> Recommend(const std::string& member) {
    v1::RecommendPartnersRequest request;
    request.set_member("alliances/music/members/" + member);
    request.set_floor(0);
    return Send(request);
  }
  v1::EmbeddingState State(const std::string& member = "seeker") {
    return Recommend(member)->provenance().embedding_state();
  }
  double Score(const std::string& member = "seeker") {
    const auto answer = Recommend(member);
    return answer->matches_size() == 0 ? 0 : answer->matches(0).score();
  }
  bool IsEmbeddingEvidence(const std::string& member = "seeker") {
    const auto answer = Recommend(member);
    return std::any_of(answer->matches().begin(), answer->matches().end(), [](const auto& match) {
      return std::any_of(match.evidence().begin(), match.evidence().end(),
                         [](const auto& e) { return e.term() == v1::Evidence::EMBEDDING; });
    });
  }
  void AwaitState(v1::EmbeddingState state, const std::string& member = "seeker") {
    Await([&] { return State(member) == state; });
  }
  static void Await(const std::function<bool()>& condition) {
    const absl::Time deadline = absl::Now() + absl::Seconds(60);
    while (!condition()) {
      ASSERT_LT(absl::Now(), deadline) << "what was waited for has not happened";
      std::this_thread::yield();
    }
  }
  void CreateBoth() {
    CreateMember("seeker", kKiteSeeker);
    CreateMember("maker", kKiteMaker);
    AwaitIndex();
  }
  void UpdateOffer(const std::string& member, const std::string& title) {
    v1::UpdateMemberRequest request;
    request.mutable_member()->set_name("alliances/music/members/" + member);
    (*request.mutable_member()->add_offers()->mutable_title())["en"] = title;
    request.mutable_update_mask()->add_paths("offers");
    const auto updated = Send(request);
    ASSERT_TRUE(updated.ok()) << updated.status.error_message();
    AwaitIndex();
  }

  EmbeddingTestServer embeddings_;
};

TEST_F(ServiceTest, WithoutAnEmbeddingServerNothingIsSaidOfOne) {
  CreateAlliance("music");
  CreateMember("seeker", kKiteSeeker);
  AwaitIndex();
  const auto answer =
      Send<v1::RecommendPartnersRequest>(R"pb(member: "alliances/music/members/seeker")pb");
  EXPECT_EQ(answer->provenance().embedding_state(), v1::EMBEDDING_STATE_UNSPECIFIED);
}

TEST_F(EmbeddingServiceTest, TextsInTwoLanguagesMeetOnceTheServerIsBack) {
  embeddings_.Stop();
  CreateBoth();
  AwaitState(v1::EMBEDDINGS_UNAVAILABLE);
  EXPECT_EQ(Score(), 0);
  Await([&] {
    const auto faults = server_->TakeFaults();
    return std::any_of(faults.begin(), faults.end(), [&](const IndexFault& fault) {
      return absl::StrContains(fault.status.message(), embeddings_.url());
    });
  });

  embeddings_.Start();
  AwaitState(v1::EMBEDDINGS_COMPLETE);
  EXPECT_GT(Score(), 0.3);
  EXPECT_TRUE(IsEmbeddingEvidence());
}

TEST_F(EmbeddingServiceTest, ARestartAsksForNothingAndAnswersAsBefore) {
  StopClock();  // Scores depend on the moment.
  CreateBoth();
  AwaitState(v1::EMBEDDINGS_COMPLETE);
  const double score = Score();
  embeddings_.Forget();
  Restart();
  EXPECT_EQ(State(), v1::EMBEDDINGS_COMPLETE);
  EXPECT_EQ(Score(), score);
  EXPECT_EQ(embeddings_.requests(), 0);
}

TEST_F(EmbeddingServiceTest, AChangedTextAloneIsFetchedAgain) {
  CreateBoth();
  AwaitState(v1::EMBEDDINGS_COMPLETE);
  embeddings_.Forget();
  UpdateOffer("maker", "ocarina workshop");
  AwaitState(v1::EMBEDDINGS_COMPLETE);
  EXPECT_THAT(embeddings_.texts(), ElementsAre("ocarina workshop"));
}

TEST_F(EmbeddingServiceTest, AMemberThatAsksWhileItsTextIsNewDoesSo) {
  CreateBoth();
  AwaitState(v1::EMBEDDINGS_COMPLETE);
  embeddings_.SetMode(Mode::kSlow);
  UpdateOffer("seeker", "ocarina workshop");
  EXPECT_EQ(State(), v1::EMBEDDINGS_INCOMPLETE);
  embeddings_.SetMode(Mode::kAnswer);
  AwaitState(v1::EMBEDDINGS_COMPLETE);
}

TEST_F(EmbeddingServiceTest, NothingOfAnotherModelIsUsed) {
  CreateBoth();
  AwaitState(v1::EMBEDDINGS_COMPLETE);
  Stop();
  embeddings_.Stop();
  options_.embedding.model = "second-model";
  Start();
  AwaitState(v1::EMBEDDINGS_UNAVAILABLE);
  EXPECT_FALSE(IsEmbeddingEvidence());
  embeddings_.Forget();
  embeddings_.Start();
  AwaitState(v1::EMBEDDINGS_COMPLETE);
  EXPECT_TRUE(IsEmbeddingEvidence());
  EXPECT_THAT(embeddings_.models(), Each("second-model"));
  EXPECT_THAT(embeddings_.texts(), Contains("kite making workshop"));
}

TEST_F(EmbeddingServiceTest, ACallersVectorOfTheModelIsUsedInsteadOfTheServers) {
  CreateMember("seeker", absl::StrCat(kKiteSeeker, R"pb(
                 needs {
                   title { key: "en" value: "supplied" }
                   embeddings {
                     model: "first-model"
                     values: [ 1, 0 ]
                   }
                 })pb"));
  AwaitIndex();
  AwaitState(v1::EMBEDDINGS_COMPLETE);
  EXPECT_THAT(embeddings_.texts(), Not(Contains(HasSubstr("supplied"))));
}

TEST_F(EmbeddingServiceTest, ManyTextsGoInBatches) {
  v1::BatchCreateMembersRequest request;
  request.set_parent("alliances/music");
  for (int i = 0; i < 50; ++i) {
    auto& create = *request.add_requests();
    create.set_parent("alliances/music");
    create.set_member_id(absl::StrCat("m", i));
    *create.mutable_member() = Parse<v1::Member>(kKiteMaker);
    (*create.mutable_member()->mutable_needs(0)->mutable_title())["en"] = absl::StrCat("need ", i);
    (*create.mutable_member()->mutable_offers(0)->mutable_title())["en"] = absl::StrCat("have ", i);
  }
  ASSERT_TRUE(Send(request).ok());
  AwaitIndex();
  AwaitState(v1::EMBEDDINGS_COMPLETE, "m0");
  EXPECT_EQ(embeddings_.texts().size(), 100U);
  EXPECT_LE(embeddings_.largest_batch(), 64U);
  EXPECT_LT(embeddings_.requests(), 100);
}

TEST_F(EmbeddingServiceTest, ATextThatIsRefusedLeavesTheOthersTheirVectors) {
  embeddings_.SetMode(Mode::kRefusePoison);
  CreateBoth();
  CreateMember("toxic", R"pb(
    kind: CREATOR
    display_name { key: "en" value: "Bane" }
    needs { title { key: "en" value: "poison" } }
    offers { title { key: "en" value: "kite" } }
  )pb");
  AwaitIndex();
  Await([&] {
    const auto faults = server_->TakeFaults();
    return std::any_of(faults.begin(), faults.end(),
                       [](const IndexFault& fault) { return fault.member == "toxic"; });
  });
  Await([&] { return IsEmbeddingEvidence("maker") && IsEmbeddingEvidence("seeker"); });
  AwaitState(v1::EMBEDDINGS_INCOMPLETE);

  v1::DeleteMemberRequest removal;
  removal.set_name("alliances/music/members/toxic");
  ASSERT_TRUE(Send(removal).ok());
  AwaitIndex();
  AwaitState(v1::EMBEDDINGS_COMPLETE);
}

TEST_F(EmbeddingServiceTest, AServerThatRefusesEveryTextIsAwayUntilItTakesOne) {
  embeddings_.SetMode(Mode::kBadRequest);
  CreateBoth();
  AwaitState(v1::EMBEDDINGS_UNAVAILABLE);
  embeddings_.SetMode(Mode::kAnswer);
  AwaitState(v1::EMBEDDINGS_COMPLETE);
}

TEST_F(EmbeddingServiceTest, AServerThatAsksForALongPauseIsLeftAlone) {
  embeddings_.SetMode(Mode::kThrottleLong);
  CreateBoth();
  AwaitState(v1::EMBEDDINGS_UNAVAILABLE);
  UpdateOffer("maker", "ocarina workshop");
  EXPECT_EQ(Send<v1::MatchNeedRequest>(kNeedAKite)->provenance().embedding_state(),
            v1::EMBEDDINGS_UNAVAILABLE);
  EXPECT_EQ(embeddings_.requests(), 1);
}

TEST_F(EmbeddingServiceTest, ATypedNeedIsComparedByItsVectorAndFetchedOnce) {
  CreateBoth();
  AwaitState(v1::EMBEDDINGS_COMPLETE);
  embeddings_.Forget();
  for (int i = 0; i < 2; ++i) {
    const auto answer = Send<v1::MatchNeedRequest>(kNeedAKite);
    ASSERT_EQ(answer->matches_size(), 1) << i;
    EXPECT_EQ(answer->matches(0).partner().name(), "alliances/music/members/maker");
    EXPECT_EQ(answer->provenance().embedding_state(), v1::EMBEDDINGS_COMPLETE);
  }
  EXPECT_THAT(embeddings_.texts(), ElementsAre("风筝工坊"));
}

TEST_F(EmbeddingServiceTest, ATypedNeedDoesNotWaitForAServerThatIsAway) {
  CreateBoth();
  AwaitState(v1::EMBEDDINGS_COMPLETE);
  embeddings_.Stop();
  Await([&] {
    return Send<v1::MatchNeedRequest>(kNeedAKite)->provenance().embedding_state() ==
           v1::EMBEDDINGS_UNAVAILABLE;
  });
  // Its members have their vectors all the same.
  EXPECT_EQ(State(), v1::EMBEDDINGS_COMPLETE);
  embeddings_.Start();
  Await([&] {
    return Send<v1::MatchNeedRequest>(kNeedAKite)->provenance().embedding_state() ==
           v1::EMBEDDINGS_COMPLETE;
  });
}

TEST_F(EmbeddingServiceTest, PagesFollowTheFirstWhetherItHadAVectorOrNot) {
  options_.embedding.query_budget = absl::Milliseconds(20);
  Restart();
  CreateBoth();
  CreateMember("second", kKiteMaker);
  AwaitIndex();
  AwaitState(v1::EMBEDDINGS_COMPLETE);
  // A need that has words in common with the offers, so that there are two pages.
  auto request = Parse<v1::MatchNeedRequest>(
      R"pb(parent: "alliances/music"
           page_size: 1
           floor: 0
           need { title { key: "en" value: "kite workshop" } })pb");
  embeddings_.SetMode(Mode::kSlow);
  const auto first = Send(request);
  EXPECT_EQ(first->provenance().embedding_state(), v1::EMBEDDINGS_INCOMPLETE);
  ASSERT_NE(first->next_page_token(), "");
  embeddings_.SetMode(Mode::kAnswer);
  Await([&] { return Send(request)->provenance().embedding_state() == v1::EMBEDDINGS_COMPLETE; });
  request.set_page_token(first->next_page_token());
  const auto second = Send(request);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->provenance().embedding_state(), v1::EMBEDDINGS_INCOMPLETE);

  request.clear_page_token();
  const auto with = Send(request);
  request.set_page_token(with->next_page_token());
  embeddings_.Forget();
  EXPECT_EQ(Send(request)->provenance().embedding_state(), v1::EMBEDDINGS_COMPLETE);
  EXPECT_THAT(embeddings_.texts(), IsEmpty());
}

TEST_F(EmbeddingServiceTest, AServerThatIsNotAnsweringDoesNotHoldTheServiceUp) {
  options_.embedding.timeout = absl::Minutes(10);
  Restart();
  embeddings_.SetMode(Mode::kSlow);
  CreateMember("seeker", kKiteSeeker);
  embeddings_.AwaitRequests(1);
  // Ends although a request is under way for longer than a test may take.
  Stop();
}

TEST_F(EmbeddingServiceTest, WrongOptionsAreRefused) {
  Stop();
  options_.embedding.model = "";
  const auto server = Server::Start(options_);
  EXPECT_TRUE(absl::IsInvalidArgument(server.status()));
  EXPECT_THAT(std::string(server.status().message()), HasSubstr("--embedding-model"));
}

}  // namespace
}  // namespace counterpoint::service

#include "service/embedding/embedding_client.h"

#include <thread>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/service/embedding_test_server.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using Mode = EmbeddingTestServer::Mode;

class EmbeddingClientTest : public ::testing::Test {
 protected:
  EmbeddingClientTest() {
    options_.url = server_.url();
    options_.model = "test-model";
    options_.first_pause = absl::Milliseconds(1);
  }

  EmbeddingResult Embed(const std::vector<std::string>& texts = {"a kite"}) {
    return EmbeddingClient(options_, "secret").Embed(texts);
  }
  static std::string MessageOf(const EmbeddingResult& result) {
    return std::string(result.status.message());
  }

  EmbeddingTestServer server_;
  EmbeddingOptions options_;
};

TEST_F(EmbeddingClientTest, VectorsComeInTheOrderOfTheTexts) {
  for (const Mode mode : {Mode::kAnswer, Mode::kAnswerBackwards}) {
    server_.SetMode(mode);
    const EmbeddingResult result = Embed({"a kite", "陶笛 workshop"});
    ASSERT_TRUE(result.ok()) << result.status;
    EXPECT_THAT(result.vectors, ElementsAre(TestVector("a kite"), TestVector("ocarina workshop")));
  }
  EXPECT_THAT(server_.models(), ElementsAre("test-model", "test-model"));
}

TEST_F(EmbeddingClientTest, TheTokenIsSentAndNeverTold) {
  ASSERT_TRUE(Embed().ok());
  EXPECT_EQ(server_.authorization(), "Bearer secret");
  server_.SetMode(Mode::kUnauthorized);
  const EmbeddingResult refused = Embed();
  EXPECT_EQ(refused.outcome, EmbeddingOutcome::kRefused);
  EXPECT_THAT(MessageOf(refused), HasSubstr("check the token"));
  EXPECT_THAT(MessageOf(refused), Not(HasSubstr("secret")));
  EXPECT_THAT(MessageOf(refused), Not(HasSubstr("kite")));
}

TEST_F(EmbeddingClientTest, WithoutATokenNoneIsSent) {
  ASSERT_TRUE(EmbeddingClient(options_, "").Embed({"a kite"}).ok());
  EXPECT_EQ(server_.authorization(), "");
}

TEST_F(EmbeddingClientTest, WhatMayPassIsTriedAgain) {
  server_.SetModeOfNext(2, Mode::kServerError);
  EXPECT_TRUE(Embed().ok());
  EXPECT_EQ(server_.requests(), 3);
}

TEST_F(EmbeddingClientTest, AttemptsAreBounded) {
  server_.SetMode(Mode::kServerError);
  EXPECT_EQ(Embed().outcome, EmbeddingOutcome::kServerError);
  EXPECT_EQ(server_.requests(), 3);
}

TEST_F(EmbeddingClientTest, ARefusalIsNotTriedAgain) {
  server_.SetMode(Mode::kBadRequest);
  EXPECT_EQ(Embed().outcome, EmbeddingOutcome::kTextsRefused);
  server_.SetMode(Mode::kUnauthorized);
  EXPECT_EQ(Embed().outcome, EmbeddingOutcome::kRefused);
  EXPECT_EQ(server_.requests(), 2);
}

TEST_F(EmbeddingClientTest, AThrottlingServerIsGivenTheTimeItAsksFor) {
  server_.SetModeOfNext(1, Mode::kThrottle);
  const absl::Time before = absl::Now();
  EXPECT_TRUE(Embed().ok());
  EXPECT_GE(absl::Now() - before, absl::Seconds(1));
}

TEST_F(EmbeddingClientTest, APauseThatIsTooLongIsLeftToTheCaller) {
  server_.SetMode(Mode::kThrottleLong);
  const EmbeddingResult result = Embed();
  EXPECT_EQ(result.outcome, EmbeddingOutcome::kThrottled);
  EXPECT_EQ(result.retry_after, absl::Hours(1));
  EXPECT_EQ(server_.requests(), 1);
}

TEST_F(EmbeddingClientTest, AServerThatIsTooSlowDoesNotAnswer) {
  server_.SetMode(Mode::kSlow);
  options_.timeout = absl::Milliseconds(20);
  options_.attempts = 2;
  EXPECT_EQ(Embed().outcome, EmbeddingOutcome::kNoAnswer);
  server_.AwaitRequests(2);
  EXPECT_EQ(server_.requests(), 2);
}

TEST_F(EmbeddingClientTest, ABudgetAllowsOneAttempt) {
  server_.SetMode(Mode::kServerError);
  EmbeddingClient client(options_, "");
  EXPECT_EQ(client.EmbedWithin(absl::Seconds(10), {"a kite"}).outcome,
            EmbeddingOutcome::kServerError);
  server_.SetMode(Mode::kSlow);
  EXPECT_EQ(client.EmbedWithin(absl::Milliseconds(300), {"a kite"}).outcome,
            EmbeddingOutcome::kNoAnswer);
  server_.AwaitRequests(2);
  EXPECT_EQ(server_.requests(), 2);
}

TEST_F(EmbeddingClientTest, WrongAnswersAreToldApartAndNotAskedForAgain) {
  const std::pair<Mode, const char*> wrong[] = {{Mode::kOneTooFew, "1 entries for 2 texts"},
                                                {Mode::kIndexTwice, "twice"},
                                                {Mode::kUnevenLengths, "values"},
                                                {Mode::kNull, "embedding[3]"},
                                                {Mode::kZeros, "0 throughout"},
                                                {Mode::kNotJson, "no JSON"}};
  for (const auto& [mode, message] : wrong) {
    server_.Forget();
    server_.SetMode(mode);
    const EmbeddingResult result = Embed({"a", "b"});
    EXPECT_EQ(result.outcome, EmbeddingOutcome::kWrongAnswer);
    EXPECT_THAT(MessageOf(result), HasSubstr(message));
    EXPECT_EQ(server_.requests(), 1);
  }
}

TEST_F(EmbeddingClientTest, AnAnswerThatBreaksOffIsTriedAgain) {
  server_.SetModeOfNext(1, Mode::kBreakOff);
  EXPECT_TRUE(Embed().ok());
  EXPECT_EQ(server_.requests(), 2);
}

TEST_F(EmbeddingClientTest, AServerThatIsNotThereIsNoConnection) {
  server_.Stop();
  const EmbeddingResult result = Embed();
  EXPECT_EQ(result.outcome, EmbeddingOutcome::kNoConnection);
  EXPECT_THAT(MessageOf(result), HasSubstr(server_.url()));
}

TEST_F(EmbeddingClientTest, AClientOutlivesARestartOfTheServer) {
  EmbeddingClient client(options_, "");
  ASSERT_TRUE(client.Embed({"a kite"}).ok());
  server_.Stop();
  server_.Start();
  EXPECT_TRUE(client.Embed({"a kite"}).ok());
}

TEST_F(EmbeddingClientTest, StopEndsWhatIsUnderWay) {
  server_.SetMode(Mode::kSlow);
  options_.timeout = absl::Minutes(10);
  EmbeddingClient client(options_, "");
  EmbeddingResult result;
  std::thread call([&] { result = client.Embed({"a kite"}); });
  server_.AwaitRequests(1);
  client.Stop();
  call.join();
  EXPECT_FALSE(result.ok());
  EXPECT_EQ(client.Embed({"a kite"}).outcome, EmbeddingOutcome::kStopped);
}

TEST_F(EmbeddingClientTest, RequestsAreCountedByHowTheyEnded) {
  EmbeddingClient client(options_, "");
  server_.SetModeOfNext(1, Mode::kServerError);
  ASSERT_TRUE(client.Embed({"a", "b"}).ok());
  EXPECT_EQ(client.requests(EmbeddingOutcome::kServerError), 1);
  EXPECT_EQ(client.requests(EmbeddingOutcome::kAnswered), 1);
  EXPECT_EQ(client.texts(), 2);
}

}  // namespace
}  // namespace counterpoint::service

// Interactions recorded as a stream.
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

using Request = v1::RecordInteractionsRequest;
using Response = v1::RecordInteractionsResponse;

class InteractionStreamTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    CreateAlliance("music");
    for (const char* id : {"north", "star", "moon"}) CreateMember(id, kComposer);
  }
  static std::string Between(const std::string& id, const std::string& member,
                             const std::string& partner, const std::string& fields) {
    return absl::StrCat("interactions { name: 'alliances/music/interactions/", id,
                        "' member: 'alliances/music/members/", member,
                        "' partner: 'alliances/music/members/", partner, "' ", fields, " }");
  }
  static std::string Seen(const std::string& id) {
    return Between(id, "star", "north", "kind: VIEWED");
  }
  // Sends each message when the one before has been answered.
  Answer<std::vector<Response>> Stream(const std::vector<std::string>& messages) {
    Answer<std::vector<Response>> answer;
    grpc::ClientContext context;
    const auto stream = interactions_->RecordInteractions(&context);
    for (const std::string& message : messages) {
      Response response;
      if (!stream->Write(Parse<Request>(message)) || !stream->Read(&response)) break;
      answer.message.push_back(response);
    }
    stream->WritesDone();
    answer.status = stream->Finish();
    return answer;
  }
  std::vector<std::string> Ids(const std::string& fields = "") {
    std::vector<std::string> ids;
    const auto list =
        Send<v1::ListInteractionsRequest>(absl::StrCat("parent: 'alliances/music' ", fields));
    EXPECT_TRUE(list.ok()) << list.status.error_message();
    for (const auto& interaction : list->interactions()) {
      ids.push_back(interaction.name().substr(interaction.name().rfind('/') + 1));
    }
    return ids;
  }
  static std::vector<std::string> BadFieldsOf(const google::rpc::Status& error) {
    std::vector<std::string> fields;
    for (const auto& detail : error.details()) {
      google::rpc::BadRequest bad;
      if (!detail.UnpackTo(&bad)) continue;
      for (const auto& violation : bad.field_violations()) fields.push_back(violation.field());
    }
    return fields;
  }
};

constexpr char kParent[] = "parent: 'alliances/music' ";

TEST_F(InteractionStreamTest, EachMessageIsAnsweredWithItsCounts) {
  const auto answers = Stream(
      {kParent + Seen("i1") + Seen("i2"), Seen("i2") + Seen("i3"), kParent + Seen("i1"), kParent});
  ASSERT_TRUE(answers.ok()) << answers.status.error_message();
  ASSERT_THAT(*answers, SizeIs(4));
  EXPECT_EQ((*answers)[0].recorded_count(), 2);
  EXPECT_EQ((*answers)[1].recorded_count(), 1);
  EXPECT_EQ((*answers)[1].repeated_count(), 1);
  EXPECT_EQ((*answers)[2].repeated_count(), 1);
  EXPECT_EQ((*answers)[3].recorded_count(), 0);
  EXPECT_THAT(Ids(), ElementsAre("i1", "i2", "i3"));
}

TEST_F(InteractionStreamTest, RefusesOneByOneAndRecordsTheOthersOfTheMessage) {
  ASSERT_TRUE(Stream({kParent + Seen("taken")}).ok());
  const auto answers =
      Stream({kParent + Seen("i1") + Between("i2", "star", "nobody", "kind: MET") +
              Between("i3", "star", "north", "kind: RATED rating: 6 decline_reason: TOO_EARLY") +
              Between("taken", "star", "north", "kind: SAVED") + Seen("i1") + Seen("i4")});
  ASSERT_TRUE(answers.ok()) << answers.status.error_message();
  const Response& answer = (*answers)[0];
  EXPECT_EQ(answer.recorded_count(), 2);
  EXPECT_EQ(answer.repeated_count(), 0);
  ASSERT_EQ(answer.refusals_size(), 4);
  EXPECT_EQ(answer.refusals(0).index(), 1);
  EXPECT_EQ(answer.refusals(0).name(), "alliances/music/interactions/i2");
  EXPECT_EQ(answer.refusals(0).error().code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFieldsOf(answer.refusals(0).error()), ElementsAre("interactions[1].partner"));
  EXPECT_THAT(BadFieldsOf(answer.refusals(1).error()),
              ElementsAre("interactions[2].rating", "interactions[2].decline_reason"));
  EXPECT_EQ(answer.refusals(2).error().code(), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_THAT(BadFieldsOf(answer.refusals(2).error()), ElementsAre("interactions[3].name"));
  EXPECT_EQ(answer.refusals(3).index(), 4) << "the name comes twice in the message";
  EXPECT_THAT(Ids(), ElementsAre("i1", "i4", "taken"));
}

TEST_F(InteractionStreamTest, RefusalTellsOfALongNameItsBeginning) {
  const auto answers = Stream({kParent + Seen(std::string(100'000, 'i')) + Seen("i1")});
  ASSERT_TRUE(answers.ok()) << answers.status.error_message();
  const Response& answer = (*answers)[0];
  EXPECT_EQ(answer.recorded_count(), 1);
  ASSERT_EQ(answer.refusals_size(), 1);
  EXPECT_THAT(answer.refusals(0).name(),
              AllOf(StartsWith("alliances/music/interactions/iii"), EndsWith("iii...")));
  EXPECT_THAT(BadFieldsOf(answer.refusals(0).error()), ElementsAre("interactions[0].name"));
  EXPECT_LT(answer.ByteSizeLong(), 1000U);
}

TEST_F(InteractionStreamTest, WhatIsGoodOfAMessageIsOneCommit) {
  const auto revision = [&] {
    return Send<v1::GetAllianceRequest>("name: 'alliances/music'")->revision();
  };
  const std::int64_t before = revision();
  ASSERT_TRUE(Stream({kParent + Seen("i1") + Seen("i2") + Seen("BAD")}).ok());
  EXPECT_EQ(revision(), before + 1);
  ASSERT_TRUE(Stream({kParent + Seen("i1") + Seen("i2")}).ok());
  EXPECT_EQ(revision(), before + 1);
}

TEST_F(InteractionStreamTest, BadMessageEndsTheStreamAndWhatWasAnsweredStays) {
  auto answers = Stream({kParent + Seen("i1"), "parent: 'alliances/games' " + Seen("i2")});
  EXPECT_THAT(BadFields(answers.status), ElementsAre("parent"));
  EXPECT_THAT(*answers, SizeIs(1));
  EXPECT_THAT(Ids(), ElementsAre("i1"));
  EXPECT_THAT(BadFields(Stream({Seen("i2")}).status), ElementsAre("parent"));
  EXPECT_EQ(Stream({"parent: 'alliances/games' "}).code(), grpc::StatusCode::NOT_FOUND);
  std::string many = kParent;
  for (int i = 0; i <= 1000; ++i) many += Seen(absl::StrCat("i", i));
  EXPECT_THAT(BadFields(Stream({many}).status), ElementsAre("interactions"));
  EXPECT_THAT(Ids(), ElementsAre("i1"));
}

TEST_F(InteractionStreamTest, MessagesMayBeSentAheadOfTheirAnswers) {
  grpc::ClientContext context;
  const auto stream = interactions_->RecordInteractions(&context);
  std::thread writer([&] {
    for (int i = 0; i < 50; ++i) {
      stream->Write(Parse<Request>(kParent + Seen(absl::StrCat("i", 100 + i))));
    }
    stream->WritesDone();
  });
  int recorded = 0;
  Response response;
  while (stream->Read(&response)) recorded += response.recorded_count();
  writer.join();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(recorded, 50);
}

TEST_F(InteractionStreamTest, StreamsOfOneContentAtOnceRecordEachOnce) {
  std::atomic<int> recorded = 0;
  std::atomic<int> repeated = 0;
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back([&] {
      std::vector<std::string> messages;
      for (int i = 0; i < 10; ++i) {
        messages.push_back(kParent + Seen(absl::StrCat("i", i)) + Seen(absl::StrCat("j", i)));
      }
      const auto answers = Stream(messages);
      EXPECT_TRUE(answers.ok()) << answers.status.error_message();
      for (const Response& answer : *answers) {
        recorded += answer.recorded_count();
        repeated += answer.repeated_count();
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(recorded, 20);
  EXPECT_EQ(repeated, 60);
}

TEST_F(InteractionStreamTest, ListHasOnlyTheKindsThatAreAskedFor) {
  ASSERT_TRUE(Stream({kParent + Seen("i1") + Between("i2", "star", "moon", "kind: CONFLICT") +
                      Between("i3", "moon", "north", "kind: VIEWED")})
                  .ok());
  EXPECT_THAT(Ids("kinds: VIEWED"), ElementsAre("i1", "i3"));
  EXPECT_THAT(Ids("kinds: VIEWED kinds: CONFLICT"), ElementsAre("i1", "i2", "i3"));
  EXPECT_THAT(Ids("kinds: VIEWED member: 'alliances/music/members/star'"), ElementsAre("i1"));
  EXPECT_THAT(Ids("kinds: MET"), IsEmpty());
  EXPECT_THAT(BadFields(Send<v1::ListInteractionsRequest>(
                            "parent: 'alliances/music' kinds: MET kinds: MET kinds: 77")
                            .status),
              ::testing::UnorderedElementsAre("kinds[1]", "kinds[2]"));
}

TEST_F(InteractionStreamTest, TokenHasToBeOfAListForOneOfTheTwo) {
  AwaitIndex();
  const std::string token =
      Send<v1::RecommendPartnersRequest>("member: 'alliances/music/members/star'")
          ->provenance()
          .attribution_token();
  ASSERT_FALSE(token.empty());
  const auto with = [&](const std::string& text) {
    return absl::StrCat("kind: ACCEPTED attribution_token: '", text, "' place: 2");
  };
  const auto answers = Stream({kParent + Between("i1", "star", "north", with(token)) +
                               Between("i2", "north", "star", with(token)) +
                               Between("i3", "north", "moon", with(token)) +
                               Between("i4", "star", "north", with("nonsense")) +
                               Between("i5", "star", "north", "kind: ACCEPTED place: 2")});
  ASSERT_TRUE(answers.ok()) << answers.status.error_message();
  EXPECT_EQ((*answers)[0].recorded_count(), 2);
  ASSERT_EQ((*answers)[0].refusals_size(), 3);
  EXPECT_THAT(BadFieldsOf((*answers)[0].refusals(0).error()),
              ElementsAre("interactions[2].attribution_token"));
  EXPECT_THAT(BadFieldsOf((*answers)[0].refusals(1).error()),
              ElementsAre("interactions[3].attribution_token"));
  EXPECT_THAT(BadFieldsOf((*answers)[0].refusals(2).error()), ElementsAre("interactions[4].place"));
  const auto kept = Send<v1::GetInteractionRequest>("name: 'alliances/music/interactions/i1'");
  EXPECT_EQ(kept->attribution_token(), token);
  EXPECT_EQ(kept->place(), 2);
}

}  // namespace
}  // namespace counterpoint::service

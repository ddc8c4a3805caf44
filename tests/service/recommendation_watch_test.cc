#include <memory>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/service/stored_list_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class RecommendationWatchTest : public StoredListTest {
 protected:
  using Response = v1::WatchRecommendationChangesResponse;

  // A watch that ends with the object.
  class Watch {
   public:
    Watch(const std::shared_ptr<grpc::Channel>& channel, const std::string& fields)
        : stub_(v1::RecommendationService::NewStub(channel)),
          stream_(stub_->WatchRecommendationChanges(
              &context_, Parse<v1::WatchRecommendationChangesRequest>(
                             absl::StrCat("parent: 'alliances/music' ", fields)))) {
      stream_->Read(&begin_);
    }
    ~Watch() { context_.TryCancel(); }

    // The message that comes at once.
    const Response& begin() const { return begin_; }
    // The next one; a default one when the watch has ended.
    Response Next() {
      Response response;
      if (!stream_->Read(&response)) response.Clear();
      return response;
    }
    grpc::Status Finish() {
      Response response;
      while (stream_->Read(&response)) {
      }
      return stream_->Finish();
    }

   private:
    grpc::ClientContext context_;
    std::unique_ptr<v1::RecommendationService::Stub> stub_;
    std::unique_ptr<grpc::ClientReader<Response>> stream_;
    Response begin_;
  };

  std::unique_ptr<Watch> Begin(const std::string& fields = "") {
    return std::make_unique<Watch>(channel_, fields);
  }
  static std::string After(const Response& response) {
    return absl::StrCat("resume_token: '", response.resume_token(), "' ");
  }
  // "list: sentence" of all changes.
  static std::vector<std::string> Told(const Response& response) {
    std::vector<std::string> told;
    for (const auto& list : response.list_changes()) {
      for (const auto& change : list.changes()) {
        told.push_back(absl::StrCat(IdIn(list.member()), ": ", change.text()));
      }
    }
    return told;
  }
  std::mt19937 random_{9};
};

TEST_F(RecommendationWatchTest, TellsWhoCameAndWhoWentAndWhy) {
  StopClock();  // Who is newer would stand before its like.
  CreateStudio("star");
  CreateComposer("north");
  AwaitIndex();
  const auto watch = Begin();
  EXPECT_THAT(watch->begin().list_changes(), IsEmpty());
  EXPECT_EQ(watch->begin().generation(), "");
  Refresh();
  Response response = watch->Next();
  EXPECT_EQ(response.generation(), "alliances/music/generations/1");
  EXPECT_THAT(Told(response), SizeIs(2));
  CreateComposer("south");
  AwaitIndex();
  Refresh();
  response = watch->Next();
  EXPECT_EQ(response.generation(), "alliances/music/generations/2");
  EXPECT_TRUE(response.last());
  EXPECT_THAT(Told(response),
              ::testing::IsSupersetOf(
                  {"south: Studio star entered the list at place 2: the member itself is new.",
                   "star: Composer south entered the list at place 2: it is a new member."}));
  Delete("north");
  AwaitIndex();
  Refresh();
  response = watch->Next();
  EXPECT_EQ(response.generation(), "alliances/music/generations/3");
  std::vector<v1::RecommendationChangeCause> causes;
  for (const auto& list : response.list_changes()) {
    for (const auto& change : list.changes()) {
      if (change.kind() == v1::RecommendationChange::LEFT) causes.push_back(change.cause());
    }
  }
  // Of every list that it stood in, and its own.
  EXPECT_THAT(causes, SizeIs(4));
  EXPECT_THAT(causes, ::testing::Each(v1::MEMBER_REMOVED));
}

TEST_F(RecommendationWatchTest, ResumesAfterTheMessageOfTheTokenAcrossARestart) {
  CreateMembers(0, 240, random_);
  Refresh("list_size: 3");
  auto watch = Begin();
  Refresh("list_size: 5 full: true");
  const Response first = watch->Next();
  EXPECT_EQ(first.list_changes_size(), 100);
  EXPECT_FALSE(first.last());
  const Response second = watch->Next();
  watch.reset();
  Restart();
  const auto resumed = Begin(After(first));
  EXPECT_EQ(resumed->begin().resume_token(), first.resume_token());
  const Response again = resumed->Next();
  EXPECT_EQ(again.SerializeAsString(), second.SerializeAsString());
  EXPECT_LT(first.list_changes(99).member(), again.list_changes(0).member());
  Response response = again;
  while (!response.last()) response = resumed->Next();
  Refresh("list_size: 3 full: true");
  EXPECT_EQ(resumed->Next().generation(), "alliances/music/generations/3");
}

TEST_F(RecommendationWatchTest, TellsOfTheMembersAskedForAlone) {
  CreateMembers(0, 30, random_);
  Refresh("list_size: 3");
  auto watch = Begin(absl::StrCat("members: '", NameOf(IdOf(4)), "' members: '", NameOf(IdOf(2)),
                                  "' language_code: 'zh'"));
  Refresh("list_size: 5 full: true");
  const Response response = watch->Next();
  EXPECT_TRUE(response.last());
  ASSERT_EQ(response.list_changes_size(), 2);
  for (const auto& list : response.list_changes()) {
    EXPECT_TRUE(list.member() == NameOf(IdOf(2)) || list.member() == NameOf(IdOf(4)));
    EXPECT_THAT(list.changes(0).text(), ::testing::HasSubstr("名单"));
  }
}

TEST_F(RecommendationWatchTest, RollingBackIsAStepToo) {
  CreateStudio("star");
  CreateComposer("north");
  AwaitIndex();
  Refresh();
  auto watch = Begin();
  CreateComposer("south");
  AwaitIndex();
  Refresh();
  EXPECT_EQ(watch->Next().generation(), "alliances/music/generations/2");
  ASSERT_TRUE(RollBack(1).ok());
  const Response response = watch->Next();
  EXPECT_EQ(response.generation(), "alliances/music/generations/1");
  ASSERT_THAT(response.list_changes(), Not(IsEmpty()));
  for (const auto& list : response.list_changes()) {
    for (const auto& change : list.changes()) EXPECT_EQ(change.cause(), v1::ROLLED_BACK);
  }
}

TEST_F(RecommendationWatchTest, TokenOfGenerationsThatAreGoneIsOutOfRange) {
  CreateStudio("star");
  CreateComposer("north");
  AwaitIndex();
  const Response begin = Begin()->begin();
  for (int i = 0; i < 12; ++i) Refresh("full: true");
  EXPECT_EQ(Begin(After(begin))->Finish().error_code(), grpc::StatusCode::OUT_OF_RANGE);
  EXPECT_EQ(Begin("resume_token: 'x'")->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(RecommendationWatchTest, EndsUnavailableWhenTheServerDrains) {
  auto watch = Begin();
  Stop();
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace counterpoint::service

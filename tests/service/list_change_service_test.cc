// Comparisons of generations and digests, on a real server.
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/service/stored_list_fixture.h"

namespace counterpoint::service {
namespace {

using Change = v1::RecommendationChange;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class ListChangeTest : public StoredListTest {
 protected:
  void SetUp() override {
    StoredListTest::SetUp();
    CreateStudio("star");
    for (const char* id : {"east", "north"}) CreateComposer(id, id);
    AwaitIndex();
    Refresh();
  }
  // A composer that offers what the studio asks for, word by word.
  void CreateBestMatch(const std::string& id, absl::Time deadline = absl::InfiniteFuture()) {
    auto request = Parse<v1::CreateMemberRequest>(absl::StrCat(
        "parent: 'alliances/music' member_id: '", id,
        "' member { kind: CREATOR display_name { key: 'en' value: '", id,
        "' } offers { title { key: 'en' value: 'Game music wanted' } text { key: 'en' value: "
        "'We look for adaptive game music' } topics: 'game-music' } }"));
    if (deadline != absl::InfiniteFuture()) {
      request.mutable_member()->mutable_offers(0)->mutable_deadline()->set_seconds(
          absl::ToUnixSeconds(deadline));
    }
    ASSERT_TRUE(ServiceTest::Send(request).ok());
  }
  // The change of a partner in a list; a default one where there is none.
  static Change ChangeIn(const v1::CompareGenerationsResponse& answer, const std::string& member,
                         const std::string& partner) {
    for (const auto& list : answer.list_changes()) {
      for (const auto& change : list.changes()) {
        if (list.member() == NameOf(member) && change.partner().name() == NameOf(partner)) {
          return change;
        }
      }
    }
    return {};
  }
};

TEST_F(ListChangeTest, ComparisonTellsWhoIsNew) {
  CreateComposer("south", "for films");
  AwaitIndex();
  Refresh();
  const auto answer = Compare(1, 2);
  ASSERT_TRUE(answer.ok()) << answer.status.error_message();
  const Change change = ChangeIn(*answer, "star", "south");
  EXPECT_EQ(change.kind(), Change::ENTERED);
  EXPECT_EQ(change.cause(), v1::MEMBER_ADDED);
  EXPECT_GT(change.new_score(), 0);
  EXPECT_EQ(change.text(), absl::StrCat("Composer south entered the list at place ",
                                        change.new_place(), ": it is a new member."));
  EXPECT_EQ(answer->changed_list_count(), answer->list_changes_size());
  EXPECT_EQ(answer->left_count(), 0);
  EXPECT_GT(answer->entered_count(), 0);
  const auto back = Compare(2, 1, "language_code: 'zh'");
  EXPECT_EQ(ChangeIn(*back, "star", "south").kind(), Change::LEFT);
  EXPECT_THAT(ChangeIn(*back, "star", "south").text(), HasSubstr("离开名单"));
  EXPECT_EQ(back->left_count(), answer->entered_count());
  EXPECT_THAT(Compare(1, 1)->list_changes(), IsEmpty());
}

TEST_F(ListChangeTest, CausesAreFollowedOverSeveralGenerations) {
  Record("no", "star", "east", "kind: CONFLICT");
  Refresh();
  CreateComposer("south");
  AwaitIndex();
  Refresh();
  Delete("north");
  AwaitIndex();
  Refresh();
  const auto answer = Compare(1, 4);
  EXPECT_EQ(ChangeIn(*answer, "star", "east").cause(), v1::FEEDBACK);
  EXPECT_EQ(ChangeIn(*answer, "star", "south").cause(), v1::MEMBER_ADDED);
  EXPECT_EQ(ChangeIn(*answer, "star", "north").cause(), v1::MEMBER_REMOVED);
}

TEST_F(ListChangeTest, ExpiryAndPolicyAreCauses) {
  auto guest = Parse<v1::CreateMemberRequest>(
      "parent: 'alliances/music' member_id: 'guest' member { kind: CREATOR "
      "display_name { key: 'en' value: 'Guest' } offers { title { key: 'en' value: 'Game music "
      "composition' } } }");
  guest.mutable_member()->mutable_expire_time()->set_seconds(
      absl::ToUnixSeconds(absl::Now() + absl::Hours(1)));
  const auto created = ServiceTest::Send(guest);
  ASSERT_TRUE(created.ok()) << created.status.error_message();
  AwaitIndex();
  Refresh();
  Wait(absl::Hours(2));
  ASSERT_TRUE(server_->Sweep().ok());
  AwaitIndex();
  Refresh();
  EXPECT_EQ(ChangeIn(*Compare(2, 3), "star", "guest").cause(), v1::MEMBER_EXPIRED);
  ASSERT_TRUE(
      Send<v1::UpdateAllianceRequest>("alliance { name: 'alliances/music' policy { floor: 1 } } "
                                      "update_mask { paths: 'policy.floor' }")
          .ok());
  AwaitIndex();
  Refresh();
  EXPECT_EQ(ChangeIn(*Compare(3, 4), "star", "north").cause(), v1::POLICY_CHANGED);
}

// Freshness takes something from every score with each day.
TEST_F(ListChangeTest, WhoIsPushedDownByANewMemberAfterDaysIsDisplaced) {
  Reword("north", "and scores for trailers");
  AwaitIndex();
  Refresh("list_size: 2 full: true");
  ASSERT_THAT(PartnersOf("star"), ElementsAre("east", "north"));
  CreateBestMatch("south");
  Wait(absl::Hours(24 * 1000));
  AwaitIndex();
  Refresh("list_size: 2 full: true");
  ASSERT_THAT(PartnersOf("star"), ElementsAre("south", "east"));
  const auto answer = Compare(2, 3);
  EXPECT_EQ(ChangeIn(*answer, "star", "south").cause(), v1::MEMBER_ADDED);
  const Change moved = ChangeIn(*answer, "star", "east");
  EXPECT_LT(moved.new_score(), moved.old_score());
  EXPECT_EQ(moved.cause(), v1::DISPLACED);
  const Change left = ChangeIn(*answer, "star", "north");
  EXPECT_GT(left.old_score(), moved.new_score()) << "time has not lowered scores enough to tell";
  EXPECT_EQ(left.cause(), v1::DISPLACED);
}

TEST_F(ListChangeTest, TimeMovesWhomItsDeadlinePutsOutAndDisplacesTheOthers) {
  Reword("north", "and scores for trailers, orchestras and commercials");
  CreateBestMatch("south", absl::Now() + absl::Hours(24 * 20));
  AwaitIndex();
  Refresh("full: true");
  ASSERT_THAT(PartnersOf("star"), ElementsAre("south", "east", "north"));
  Wait(absl::Hours(24 * 30));
  Refresh("full: true");
  ASSERT_THAT(PartnersOf("star"), ElementsAre("east", "north"));
  const auto answer = Compare(2, 3);
  EXPECT_EQ(ChangeIn(*answer, "star", "south").cause(), v1::TIME_PASSED);
  EXPECT_EQ(ChangeIn(*answer, "star", "east").cause(), v1::DISPLACED);
  EXPECT_EQ(ChangeIn(*answer, "star", "north").cause(), v1::DISPLACED);
}

TEST_F(ListChangeTest, ComparisonHasPagesOfTheSameGenerations) {
  CreateComposer("south");
  AwaitIndex();
  Refresh();
  const std::string current =
      "base: 'alliances/music/generations/1' generation: 'alliances/music/generations/current' "
      "page_size: 1 ";
  const auto all = Compare(1, 2);
  ASSERT_GE(all->list_changes_size(), 2);
  std::vector<std::string> members;
  std::string token;
  do {
    const auto page =
        Ask<v1::CompareGenerationsRequest>(absl::StrCat(current, "page_token: '", token, "'"));
    ASSERT_TRUE(page.ok()) << page.status.error_message();
    ASSERT_EQ(page->list_changes_size(), 1);
    EXPECT_EQ(page->changed_list_count(), all->changed_list_count());
    members.push_back(page->list_changes(0).member());
    token = page->next_page_token();
    if (members.size() == 1) Refresh("full: true list_size: 1");
  } while (!token.empty());
  ASSERT_EQ(members.size(), static_cast<std::size_t>(all->list_changes_size()));
  for (std::size_t i = 0; i < members.size(); ++i) {
    EXPECT_EQ(members[i], all->list_changes(static_cast<int>(i)).member());
  }
}

TEST_F(ListChangeTest, WrongRequestsAreRefused) {
  EXPECT_EQ(Compare(1, 7).code(), grpc::StatusCode::NOT_FOUND);
  const auto other = Ask<v1::CompareGenerationsRequest>(
      "base: 'alliances/music/generations/1' generation: 'alliances/other/generations/1' "
      "language_code: 'fr'");
  EXPECT_THAT(BadFields(other.status), ElementsAre("generation", "language_code"));
  EXPECT_EQ(Digest("nobody").code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(BadFields(Digest("star", "since_time { seconds: 99999999999 }").status),
              ElementsAre("since_time"));
}

TEST_F(ListChangeTest, DigestTellsWhatHasChanged) {
  CreateComposer("south");
  Delete("north");
  AwaitIndex();
  Refresh();
  const auto digest = Digest("star");
  ASSERT_TRUE(digest.ok()) << digest.status.error_message();
  EXPECT_THAT(digest->subject(), StartsWith("Your recommendations: 1 new, 1 gone"));
  EXPECT_EQ(digest->lines(0), "New in your list:");
  EXPECT_THAT(digest->lines(1), StartsWith("- Composer south (place "));
  EXPECT_THAT(digest->lines(1), HasSubstr("it is a new member"));
  EXPECT_THAT(digest->lines(), Contains("No longer in your list:"));
  EXPECT_EQ(digest->base(), "alliances/music/generations/1");
  EXPECT_EQ(digest->generation(), "alliances/music/generations/2");
  EXPECT_EQ(digest->member(), NameOf("star"));
  EXPECT_GE(digest->changes_size(), 2);
  EXPECT_THAT(Digest("star", "language_code: 'zh'")->subject(),
              StartsWith("您的合作推荐：新增1位"));
}

TEST_F(ListChangeTest, DigestKeepsSilentAboutWhoIsNotShownAnyMore) {
  CreateComposer("south");
  AwaitIndex();
  Refresh();
  Record("no", "star", "south", "kind: DECLINED decline_reason: OTHER_REASON");
  const auto digest = Digest("star");
  for (const auto& change : digest->changes()) {
    EXPECT_NE(change.partner().name(), NameOf("south"));
  }
}

TEST_F(ListChangeTest, DigestComparesWithWhatWasCurrentThen) {
  const auto now = [] { return absl::ToUnixSeconds(absl::Now()); };
  const std::int64_t began = now();
  const auto since = [](std::int64_t seconds) {
    return absl::StrCat("since_time { seconds: ", seconds, " }");
  };
  Wait(absl::Hours(1));
  CreateComposer("south");
  AwaitIndex();
  Refresh();
  Wait(absl::Hours(1));
  Refresh("full: true");
  EXPECT_EQ(Digest("star", since(began + 1800))->base(), "alliances/music/generations/1");
  EXPECT_EQ(Digest("star", since(began + 5400))->base(), "alliances/music/generations/2");
  Wait(absl::Seconds(10));
  const auto nothing = Digest("star", since(now() + 7200 + 5));
  EXPECT_EQ(nothing->base(), nothing->generation());
  EXPECT_THAT(nothing->lines(0), StartsWith("Nothing has changed since 20"));
  EXPECT_EQ(Digest("star", since(1))->base(), "alliances/music/generations/1")
      << "the oldest stands in";
}

}  // namespace
}  // namespace counterpoint::service

// Stored lists as portals read them, on a real server.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "counterpoint/v1/staff_rule.pb.h"
#include "gmock/gmock.h"
#include "service/conversion/staff_rule_record.h"
#include "service/feedback/kept_apart.h"
#include "service/tokens/attribution_token.h"
#include "storage/store.h"
#include "tests/service/stored_list_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class StoredListServiceTest : public StoredListTest {
 protected:
  void SetUp() override {
    StoredListTest::SetUp();
    StopClock();
    CreateStudio("star");
    for (const char* id : {"east", "north", "south", "west"}) CreateComposer(id, id);
    AwaitIndex();
  }
  // Puts a rule into the store, as no call does.
  void Veto(const std::string& member, const std::string& partner) {
    WithStore([&](storage::Store& store) {
      auto rule =
          Parse<v1::StaffRule>(absl::StrCat("action: VETO members { members: '", NameOf(member),
                                            "' } partners { members: '", NameOf(partner), "' }"));
      storage::CommitRequest commit;
      commit.alliance = "music";
      commit.writes.resize(1);
      commit.writes[0].collection = storage::Collection::kStaffRule;
      commit.writes[0].id = "no";
      commit.writes[0].payload = conversion::PayloadOf(rule);
      ASSERT_TRUE(store.Commit(std::move(commit)).ok());
    });
  }
  // Puts an interaction into the store that nobody can read.
  void Spoil(const std::string& interaction) {
    WithStore([&](storage::Store& store) {
      storage::CommitRequest commit;
      commit.alliance = "music";
      commit.writes.resize(1);
      commit.writes[0].collection = storage::Collection::kInteraction;
      commit.writes[0].id = interaction;
      commit.writes[0].payload = "\xff";
      ASSERT_TRUE(store.Commit(std::move(commit)).ok());
    });
  }
  bool IsStale(const std::string& member = "star") { return Read(member)->provenance().stale(); }
};

TEST_F(StoredListServiceTest, ListIsTheLiveOneOfTheMomentOfItsGeneration) {
  const v1::Generation generation = Refresh();
  const auto answer = Read("star");
  ASSERT_TRUE(answer.ok()) << answer.status.error_message();
  const auto live = Send<v1::RecommendPartnersRequest>("member: 'alliances/music/members/star'");
  ASSERT_EQ(answer->list().recommendations_size(), 4);
  ASSERT_EQ(live->matches_size(), 4);
  for (int i = 0; i < 4; ++i) {
    const v1::Recommendation& entry = answer->list().recommendations(i);
    EXPECT_EQ(entry.partner().SerializeAsString(), live->matches(i).partner().SerializeAsString());
    EXPECT_EQ(entry.score(), live->matches(i).score());
    EXPECT_EQ(entry.gain(), live->matches(i).gain());
    EXPECT_EQ(entry.partner_gain(), live->matches(i).partner_gain());
    EXPECT_EQ(entry.place(), i + 1);
    EXPECT_FALSE(entry.has_acceptance_probability());
    EXPECT_FALSE(entry.pinned());
    EXPECT_FALSE(entry.partner_changed());
  }
  EXPECT_EQ(answer->list().member(), NameOf("star"));
  EXPECT_FALSE(answer->list().member_changed());
  EXPECT_EQ(answer->next_page_token(), "");
  const v1::StoredProvenance& provenance = answer->provenance();
  EXPECT_EQ(provenance.generation(), "alliances/music/generations/1");
  EXPECT_EQ(provenance.revision(), generation.revision());
  EXPECT_EQ(provenance.policy_version(), generation.policy_version());
  EXPECT_EQ(provenance.as_of_time().seconds(), generation.as_of_time().seconds());
  EXPECT_EQ(provenance.complete_time().seconds(), generation.complete_time().seconds());
  EXPECT_FALSE(provenance.stale());
}

TEST_F(StoredListServiceTest, AttributionTokenNamesTheListOfItsGeneration) {
  Refresh();
  const auto token = DecodeAttributionToken(ListOf("star").attribution_token());
  ASSERT_TRUE(token.has_value());
  EXPECT_EQ(GenerationOf(*token), 1);
  EXPECT_EQ(token->member, "star");
  Record("i", "star", "north",
         absl::StrCat("kind: VIEWED place: 1 attribution_token: '",
                      ListOf("star").attribution_token(), "'"));
}

TEST_F(StoredListServiceTest, ExclusionsHoldInTheVeryNextRead) {
  Refresh();
  ASSERT_THAT(PartnersOf("star"), SizeIs(4));
  Record("a", "north", "star", "kind: DECLINED decline_reason: WRONG_TIMING");
  EXPECT_THAT(PartnersOf("star"), Not(Contains("north")));
  EXPECT_THAT(PartnersOf("north"), Not(Contains("star")));
  Record("b", "star", "south", "kind: PARTNERSHIP");
  EXPECT_THAT(PartnersOf("star"), Not(Contains("south")));
  Record("c", "star", "east", "kind: CONFLICT");
  EXPECT_THAT(PartnersOf("star"), ElementsAre("west"));
  EXPECT_THAT(PartnersOf("east"), Not(Contains("star")));
  EXPECT_THAT(PartnersOf("star", "change_mode: PATCH"), ElementsAre("west"));
  Veto("star", "west");
  EXPECT_THAT(PartnersOf("star"), IsEmpty());
  EXPECT_THAT(PartnersOf("west"), Contains("star")) << "a rule of one direction";
}

TEST_F(StoredListServiceTest, InteractionThatCannotBeReadIsAFaultAndListsAreShown) {
  Refresh();
  Record("a", "star", "north", "kind: CONFLICT");
  Record("b", "star", "south", "kind: CONFLICT");
  Spoil("a");
  EXPECT_THAT(PartnersOf("star"), AllOf(Contains("north"), Not(Contains("south"))));
  Refresh();
  EXPECT_THAT(PartnersOf("star"), AllOf(Contains("north"), Not(Contains("south"))));
  std::vector<std::string> faults;
  for (const auto& fault : server_->TakeFaults()) {
    EXPECT_EQ(fault.alliance, "music");
    faults.push_back(fault.status.ToString());
  }
  EXPECT_THAT(faults, Contains(AllOf(HasSubstr("alliances/music/interactions/a"),
                                     HasSubstr("keeps nobody apart"))));
  ASSERT_TRUE(Send<v1::DeleteInteractionRequest>("name: 'alliances/music/interactions/a'").ok());
  Record("a", "star", "north", "kind: CONFLICT");
  EXPECT_THAT(PartnersOf("star"), Not(Contains("north")));
}

TEST_F(StoredListServiceTest, OthersKeepTheirPlacesAndADeclineRunsOut) {
  Refresh();
  const auto before = PartnersOf("star");
  Record("a", "star", before[0], "kind: DECLINED decline_reason: WRONG_TIMING");
  const auto list = ListOf("star");
  ASSERT_EQ(list.recommendations_size(), 3);
  EXPECT_EQ(list.recommendations(0).place(), 2);
  Wait(KeptApart::kDeclineLasts);
  EXPECT_EQ(PartnersOf("star"), before);
}

TEST_F(StoredListServiceTest, WhoIsNotToBeRecommendedAnyMoreIsLeftOut) {
  Refresh();
  Delete("north");
  auto paused = Parse<v1::Member>("state: PAUSED");
  paused.set_name(NameOf("south"));
  v1::UpdateMemberRequest update;
  *update.mutable_member() = paused;
  update.mutable_update_mask()->add_paths("state");
  ASSERT_TRUE(ServiceTest::Send(update).ok());
  AwaitIndex();
  EXPECT_THAT(PartnersOf("star"), ::testing::UnorderedElementsAre("east", "west"));
  EXPECT_EQ(Read("north").code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(StoredListServiceTest, ChangedProfilesAreFlagged) {
  Refresh();
  Reword("north", "with choirs");
  AwaitIndex();
  const auto list = ListOf("star");
  EXPECT_FALSE(list.member_changed());
  for (const auto& entry : list.recommendations()) {
    EXPECT_EQ(entry.partner_changed(), entry.partner().name() == NameOf("north"));
  }
  EXPECT_TRUE(ListOf("north").member_changed());
}

TEST_F(StoredListServiceTest, NewMemberHasAnEmptyListUntilItIsPatched) {
  Refresh();
  CreateStudio("moon");
  const auto list = ListOf("moon");
  EXPECT_THAT(list.recommendations(), IsEmpty());
  EXPECT_TRUE(list.member_changed());
  AwaitIndex();
  EXPECT_TRUE(ListOf("moon").member_changed());
  EXPECT_THAT(PartnersOf("moon", "change_mode: PATCH"), SizeIs(4));
}

TEST_F(StoredListServiceTest, StaleIsWhatARefreshMightChange) {
  Refresh();
  EXPECT_FALSE(IsStale());
  Record("seen", "star", "north", "kind: VIEWED");
  Wait(absl::Hours(1));
  AwaitIndex();
  EXPECT_FALSE(IsStale()) << "views change no list";
  Record("no", "east", "west", "kind: CONFLICT");
  EXPECT_TRUE(IsStale());
  Refresh();
  EXPECT_FALSE(IsStale());
  Reword("north", "with choirs");
  AwaitIndex();
  EXPECT_TRUE(IsStale());
  Refresh();
  EXPECT_FALSE(IsStale());
  Delete("west");
  AwaitIndex();
  EXPECT_TRUE(IsStale());
  Refresh();
  EXPECT_FALSE(IsStale());
  ASSERT_TRUE(
      Send<v1::UpdateAllianceRequest>("alliance { name: 'alliances/music' policy { floor: 0.01 } } "
                                      "update_mask { paths: 'policy.floor' }")
          .ok());
  AwaitIndex();
  EXPECT_TRUE(IsStale());
  Refresh();
  Veto("star", "east");
  EXPECT_TRUE(IsStale());
  Refresh();
  EXPECT_FALSE(IsStale());
  Restart();
  EXPECT_FALSE(IsStale());
}

TEST_F(StoredListServiceTest, PagesAreOfOneGeneration) {
  Refresh();
  const auto all = PartnersOf("star");
  const auto first = Read("star", "page_size: 3");
  ASSERT_EQ(first->list().recommendations_size(), 3);
  Reword(all[3], "unrelated words of museums");
  AwaitIndex();
  Refresh();
  const std::string token = first->next_page_token();
  const auto second = Read("star", absl::StrCat("page_size: 2 page_token: '", token, "'"));
  ASSERT_TRUE(second.ok()) << second.status.error_message();
  EXPECT_EQ(second->provenance().generation(), "alliances/music/generations/1");
  ASSERT_EQ(second->list().recommendations_size(), 1);
  EXPECT_EQ(second->list().recommendations(0).place(), 4);
  EXPECT_EQ(second->next_page_token(), "");
  EXPECT_EQ(Read("star", absl::StrCat("min_score: 0.5 page_token: '", token, "'")).code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Read("star", "page_token: 'x'").code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(StoredListServiceTest, PageOfAGenerationThatIsGoneHasExpired) {
  Refresh();
  const std::string token = Read("star", "page_size: 1")->next_page_token();
  for (int i = 0; i < 11; ++i) Refresh("full: true");
  EXPECT_EQ(Read("star", absl::StrCat("page_token: '", token, "'")).code(),
            grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(Read("star", "generation: 'alliances/music/generations/1'").code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(StoredListServiceTest, OlderGenerationsCanBeRead) {
  Refresh();
  const auto before = PartnersOf("star");
  Delete(before[0]);
  AwaitIndex();
  Refresh();
  EXPECT_THAT(PartnersOf("star"), SizeIs(3));
  auto old = before;
  old.erase(old.begin());
  EXPECT_EQ(PartnersOf("star", "generation: 'alliances/music/generations/1'"), old);
  ASSERT_TRUE(RollBack(1).ok());
  const auto back = Read("star", "generation: 'alliances/music/generations/current'");
  EXPECT_EQ(back->provenance().generation(), "alliances/music/generations/1");
}

TEST_F(StoredListServiceTest, FilterAndLeastScoreLeaveOut) {
  Refresh();
  const auto list = ListOf("star");
  EXPECT_THAT(PartnersOf("star", absl::StrCat("filter { members: '", NameOf("west"), "' }")),
              ElementsAre("west"));
  EXPECT_THAT(PartnersOf("star", "filter { kinds: INVESTOR }"), IsEmpty());
  EXPECT_THAT(
      PartnersOf("star", absl::StrFormat("min_score: %.17g", list.recommendations(1).score())),
      SizeIs(::testing::Ge(2U)));
  EXPECT_THAT(PartnersOf("star", "min_score: 1"), IsEmpty());
}

TEST_F(StoredListServiceTest, BeforeTheFirstRefreshThereAreNone) {
  EXPECT_EQ(Read("star").code(), grpc::StatusCode::FAILED_PRECONDITION);
  Refresh();
  EXPECT_EQ(Read("nobody").code(), grpc::StatusCode::NOT_FOUND);
  const auto other = Ask<v1::ListRecommendationsRequest>("member: 'alliances/other/members/star'");
  EXPECT_EQ(other.code(), grpc::StatusCode::NOT_FOUND);
  const auto bad = Read("star", "page_size: -1 min_score: 2 filter { topics: 'no-such' }");
  EXPECT_THAT(BadFields(bad.status), ElementsAre("page_size", "filter.topics[0]", "min_score"));
}

TEST_F(StoredListServiceTest, AllListsAreReadInOrder) {
  Refresh();
  const auto answer = ReadAll();
  ASSERT_TRUE(answer.ok()) << answer.status.error_message();
  ASSERT_THAT(*answer, SizeIs(1));
  const v1::ReadRecommendationsResponse& message = answer->front();
  EXPECT_EQ(message.provenance().generation(), "alliances/music/generations/1");
  std::vector<std::string> members;
  for (const auto& list : message.lists()) {
    members.push_back(IdIn(list.member()));
    EXPECT_EQ(list.SerializeAsString(), ListOf(members.back()).SerializeAsString());
  }
  EXPECT_THAT(members, ElementsAre("east", "north", "south", "star", "west"));
  const auto rest = ReadAll(absl::StrCat("after: '", NameOf("south"), "'"));
  EXPECT_THAT(rest->front().lists(), SizeIs(2));
  const auto creators = ReadAll("member_filter { kinds: CREATOR } min_score: 1");
  ASSERT_THAT(creators->front().lists(), SizeIs(4));
  EXPECT_THAT(creators->front().lists(0).recommendations(), IsEmpty());
}

TEST_F(StoredListServiceTest, ManyListsComeInMessagesOfAHundred) {
  std::mt19937 random(3);
  CreateMembers(0, 245, random);
  Refresh("list_size: 3");
  const auto answer = ReadAll();
  ASSERT_TRUE(answer.ok()) << answer.status.error_message();
  ASSERT_THAT(*answer, SizeIs(3));
  EXPECT_EQ((*answer)[0].lists_size(), 100);
  EXPECT_EQ((*answer)[2].lists_size(), 50);
  EXPECT_TRUE((*answer)[0].has_provenance());
  EXPECT_FALSE((*answer)[1].has_provenance());
  std::string last;
  for (const auto& message : *answer) {
    for (const auto& list : message.lists()) {
      EXPECT_LT(last, list.member());
      last = list.member();
    }
  }
}

}  // namespace
}  // namespace counterpoint::service

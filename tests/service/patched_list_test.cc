// Lists brought up to date for one call, compared with what a refresh would store.
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/service/stored_list_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::Contains;
using ::testing::ElementsAreArray;
using ::testing::Not;

class PatchedListTest : public StoredListTest {
 protected:
  static constexpr char kPatch[] = "change_mode: PATCH page_size: 200";

  std::vector<std::string> Patched(const std::string& id) { return ScoresOf(ListOf(id, kPatch)); }
  // Patches the lists of some members, then makes all lists anew for the moment of
  // the generation, and compares.
  void ExpectPatchedAsRefreshed(const std::vector<std::string>& ids) {
    std::vector<std::vector<std::string>> patched;
    for (const std::string& id : ids) patched.push_back(Patched(id));
    const v1::Generation generation = *Get();
    Refresh(absl::StrCat("full: true list_size: ", generation.list_size(),
                         " as_of_time { seconds: ", generation.as_of_time().seconds(), " }"));
    for (std::size_t i = 0; i < ids.size(); ++i) {
      EXPECT_THAT(patched[i], ElementsAreArray(ScoresOf(ListOf(ids[i], "page_size: 200"))))
          << ids[i];
    }
  }
  static std::vector<std::string> Ids(int from, int to) {
    std::vector<std::string> ids;
    for (int i = from; i < to; ++i) ids.push_back(IdOf(i));
    return ids;
  }

  std::mt19937 random_{5};
};

TEST_F(PatchedListTest, WithoutChangesIsTheStoredOne) {
  CreateMembers(0, 30, random_);
  Refresh("list_size: 5");
  for (const std::string& id : Ids(0, 30)) {
    EXPECT_EQ(ListOf(id, kPatch).SerializeAsString(), ListOf(id).SerializeAsString());
  }
}

TEST_F(PatchedListTest, IsWhatARefreshWouldMakeInASmallAlliance) {
  CreateMembers(0, 40, random_);
  Refresh("list_size: 5");
  Update(RandomMember(IdOf(3), random_));
  Update(RandomMember(IdOf(11), random_));
  CreateMembers(40, 2, random_);
  Delete(IdOf(20));
  Record("no", IdOf(5), IdOf(6), "kind: CONFLICT");
  Record("yes", IdOf(7), IdOf(8), "kind: PARTNERSHIP");
  AwaitIndex();
  auto ids = Ids(0, 42);
  ids.erase(ids.begin() + 20);
  ExpectPatchedAsRefreshed(ids);
}

// Beyond 500 members the text model stays as members change, so that lists are
// mended.
TEST_F(PatchedListTest, IsWhatARefreshWouldMakeWhereListsAreMended) {
  CreateMembers(0, 560, random_);
  Settle("list_size: 5");
  for (int round = 0; round < 3; ++round) {
    Update(RandomMember(IdOf(7 + round), random_));
    Update(RandomMember(IdOf(90 + round), random_));
    CreateMembers(560 + round, 1, random_);
    Delete(IdOf(200 + round));
    Record(absl::StrCat("no", round), IdOf(30), IdOf(31 + round), "kind: CONFLICT");
    AwaitIndex();
    auto ids = Ids(0, 60);
    ids.push_back(IdOf(560 + round));
    ExpectPatchedAsRefreshed(ids);
  }
}

TEST_F(PatchedListTest, OwnChangeThatTheIndexHasNotSeenCounts) {
  CreateStudio("star");
  CreateComposer("north");
  CreateComposer("south", "for museums and theatres");
  AwaitIndex();
  Refresh();
  const auto before = Patched("star");
  auto star = Parse<v1::Member>(
      "kind: SCENE_UNIT display_name { key: 'en' value: 'Studio star' } "
      "needs { title { key: 'en' value: 'Music wanted' } "
      "text { key: 'en' value: 'music for museums and theatres' } }");
  star.set_name(NameOf("star"));
  Update(star);
  const auto list = ListOf("star", kPatch);
  EXPECT_TRUE(list.member_changed());
  EXPECT_NE(ScoresOf(list), before);
  EXPECT_EQ(list.recommendations(0).partner().name(), NameOf("south"));
}

TEST_F(PatchedListTest, PagesGoOnAsTheyBegan) {
  CreateMembers(0, 30, random_);
  Refresh("list_size: 9");
  Update(RandomMember(IdOf(2), random_));
  AwaitIndex();
  const auto whole = PartnersOf(IdOf(0), kPatch);
  ASSERT_GE(whole.size(), 5U);
  const auto first = Read(IdOf(0), "change_mode: PATCH page_size: 2");
  Update(RandomMember(whole[3], random_));
  Record("no", IdOf(0), whole[2], "kind: CONFLICT");
  AwaitIndex();
  const auto second = Read(IdOf(0), absl::StrCat("change_mode: PATCH page_size: 50 page_token: '",
                                                 first->next_page_token(), "'"));
  ASSERT_TRUE(second.ok()) << second.status.error_message();
  std::vector<std::string> rest;
  for (const auto& entry : second->list().recommendations()) {
    rest.push_back(IdIn(entry.partner().name()));
  }
  EXPECT_THAT(rest, ElementsAreArray(std::vector<std::string>(whole.begin() + 3, whole.end())));
  EXPECT_THAT(rest, Not(Contains(whole[2])));
}

TEST_F(PatchedListTest, DiversityIsThatOfALiveList) {
  CreateMembers(0, 30, random_);
  ASSERT_TRUE(Send<v1::UpdateAllianceRequest>(
                  "alliance { name: 'alliances/music' policy { diversity: 0.5 } } "
                  "update_mask { paths: 'policy.diversity' }")
                  .ok());
  AwaitIndex();
  Refresh("list_size: 5");
  Update(RandomMember(IdOf(3), random_));
  AwaitIndex();
  ExpectPatchedAsRefreshed(Ids(0, 30));
}

}  // namespace
}  // namespace counterpoint::service

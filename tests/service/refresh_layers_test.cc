// Generations that are made from each other: what they share, how they are read back,
// and what is left when they go.
#include <gmock/gmock.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "counterpoint/v1/personal_data_service.grpc.pb.h"
#include "service/recommendations/generation_layers.h"
#include "service/recommendations/generation_store.h"
#include "service/recommendations/generations.h"
#include "service/recommendations/list_digest.h"
#include "tests/service/refresh_fixture.h"

namespace counterpoint::service {
namespace {

using storage::Collection;
using ::testing::Contains;
using ::testing::Not;
using ::testing::SizeIs;

constexpr int kMembers = 510;
constexpr char kFields[] = "list_size: 5";

class RefreshLayersTest : public RefreshTest {
 protected:
  void SetUp() override {
    RefreshTest::SetUp();
    CreateMembers(0, kMembers, random_);
    Settle(kFields);
  }

  v1::Generation RefreshIncrementally() {
    v1::Generation generation = Refresh(kFields);
    EXPECT_EQ(generation.full_reason(), "");
    return generation;
  }
  v1::Generation FullAt(const v1::Generation& generation) {
    return Refresh(absl::StrCat("full: true ", kFields, " as_of_time { seconds: ",
                                generation.as_of_time().seconds(), " }"));
  }
  static int NumberOf(const v1::Generation& generation) {
    return conversion::ParseGenerationName(generation.name())->generation;
  }
  // "7/l" for blocks of lists of generation 7.
  static std::set<std::string> Parts(storage::Store& store) {
    std::set<std::string> parts;
    const auto view = store.View();
    const auto cursor = view->Scan("music", Collection::kGenerationBlock, "");
    storage::Record record;
    while (*cursor->Next(record)) {
      const auto key = ParseGenerationPartId(record.id);
      parts.insert(absl::StrCat(key->number, "/", std::string(1, static_cast<char>(key->part))));
    }
    return parts;
  }
  // Every generation reads as it was made. Returns the newest one's record.
  static stored::GenerationRecord CheckAll(storage::Store& store) {
    Generations generations(store);
    const auto all = ReadGenerations(*store.View(), "music");
    EXPECT_TRUE(all.ok());
    for (const KeptGeneration& kept : *all) {
      const auto lists = generations.Lists(kept.name);
      EXPECT_TRUE(lists.ok()) << lists.status();
      if (!lists.ok()) continue;
      EXPECT_EQ(DigestOf(**lists), kept.stored.generation().digest());
    }
    return all->front().stored;
  }

  std::mt19937 random_{31};
};

TEST_F(RefreshLayersTest, GenerationsInARowAreReadFromTheNewestLayersAlone) {
  v1::Generation last;
  int first = 0;
  for (int i = 0; i < kMostLayers + 12; ++i) {
    // Few enough that no generation writes everything.
    if (i % 4 == 0) Update(RandomMember(IdOf(i), random_));
    if (i % 8 == 1) Delete(IdOf(kMembers - i));
    if (i % 8 == 2) CreateMembers(1000 + i, 1, random_);
    last = RefreshIncrementally();
    if (i == 0) first = NumberOf(last);
  }
  WithStore([&](storage::Store& store) {
    const stored::GenerationRecord record = CheckAll(store);
    EXPECT_THAT(record.pool_layers(), SizeIs(kMostLayers));
    EXPECT_THAT(record.list_layers(), SizeIs(kMostLayers));
    EXPECT_GE(record.list_layers(0).generation(), first);
    // Ten generations are kept, the oldest of which is read from fifteen before it.
    for (int gone = 1; gone <= first; ++gone) {
      EXPECT_THAT(Parts(store), Not(Contains(absl::StrCat(gone, "/l"))));
      EXPECT_THAT(Parts(store), Not(Contains(absl::StrCat(gone, "/p"))));
    }
    EXPECT_THAT(Parts(store), Contains(absl::StrCat(NumberOf(last) - kMostLayers + 1, "/p")));
    EXPECT_THAT(Parts(store), Not(Contains(absl::StrCat(NumberOf(last) - kMostLayers, "/p"))));
  });
  // Begins with what it reads from the store, as the service has started anew.
  Update(RandomMember(IdOf(3), random_));
  const v1::Generation after_start = RefreshIncrementally();
  const v1::Generation full = FullAt(after_start);
  EXPECT_EQ(full.digest(), after_start.digest());
  EXPECT_EQ(full.exposure().SerializeAsString(), after_start.exposure().SerializeAsString());
}

TEST_F(RefreshLayersTest, WhatHasNotChangedIsWrittenOnceInAWhile) {
  FullAt(*Get());
  const v1::Generation same = RefreshIncrementally();
  WithStore([&](storage::Store& store) {
    const stored::GenerationRecord record = CheckAll(store);
    ASSERT_THAT(record.list_layers(), SizeIs(2));
    ASSERT_THAT(record.pool_layers(), SizeIs(2));
    EXPECT_EQ(record.list_layers(0).count(), kMembers);
    EXPECT_EQ(record.list_layers(1).count(), record.pool_layers(1).count());
    EXPECT_LT(record.list_layers(1).count(), kMembers / 8);
    EXPECT_EQ(record.members_of(), NumberOf(same) - 1);
    EXPECT_THAT(Parts(store), Not(Contains(absl::StrCat(NumberOf(same), "/m"))));
  });
}

TEST_F(RefreshLayersTest, BlocksStayWhileGenerationsAreReadFromThemAndGoAfter) {
  const int whole = NumberOf(FullAt(*Get()));
  Update(RandomMember(IdOf(5), random_));
  const int layered = NumberOf(RefreshIncrementally());
  const v1::Generation kept = *Get(layered);
  // So many that the record of the whole one goes.
  for (int i = 0; i < 9; ++i) RefreshIncrementally();
  EXPECT_FALSE(Get(whole).ok());
  ASSERT_TRUE(RollBack(layered).ok());
  WithStore([&](storage::Store& store) {
    EXPECT_THAT(Parts(store), Contains(absl::StrCat(whole, "/l")));
    EXPECT_EQ(DigestOf(**Generations(store).Lists({"music", 0})), kept.digest());
  });
  // Full ones are read from nothing but themselves.
  for (int i = 0; i < 12; ++i) FullAt(kept);
  WithStore([&](storage::Store& store) {
    CheckAll(store);
    const auto parts = Parts(store);
    EXPECT_FALSE(parts.contains(absl::StrCat(whole, "/l")));
    EXPECT_FALSE(parts.contains(absl::StrCat(whole, "/p")));
    EXPECT_FALSE(parts.contains(absl::StrCat(whole, "/m")));
  });
}

TEST_F(RefreshLayersTest, MissingLayerIsToldAndTheNextRefreshMakesAllAnew) {
  const int whole = NumberOf(FullAt(*Get()));
  const v1::Generation layered = RefreshIncrementally();
  WithStore([&](storage::Store& store) {
    storage::CommitRequest commit;
    commit.alliance = "music";
    for (const GenerationPart part : {GenerationPart::kLists, GenerationPart::kPools}) {
      storage::Write deletion;
      deletion.kind = storage::Write::Kind::kDelete;
      deletion.collection = Collection::kGenerationBlock;
      deletion.id = GenerationPartId(whole, part, 0);
      commit.writes.push_back(deletion);
    }
    ASSERT_TRUE(store.Commit(std::move(commit)).ok());
    EXPECT_TRUE(absl::IsDataLoss(Generations(store).Lists({"music", 0}).status()));
  });
  const v1::Generation again = Refresh(kFields);
  EXPECT_NE(again.full_reason(), "");
  WithStore([&](storage::Store& store) {
    EXPECT_EQ(DigestOf(**Generations(store).Lists({"music", 0})), again.digest());
  });
}

TEST_F(RefreshLayersTest, OtherLengthOfListsTakesCandidatesOverAndMakesAllListsAnew) {
  ASSERT_TRUE(Send<v1::UpdateAllianceRequest>(
                  "alliance { name: 'alliances/music' policy { diversity: 0.2 } }"
                  " update_mask { paths: 'policy.diversity' }")
                  .ok());
  Settle(kFields);
  // Two hundred candidates are needed either way.
  const v1::Generation longer = Refresh("list_size: 9");
  EXPECT_EQ(longer.full_reason(), "");
  const v1::Generation full = Refresh(absl::StrCat(
      "full: true list_size: 9 as_of_time { seconds: ", longer.as_of_time().seconds(), " }"));
  EXPECT_EQ(longer.digest(), full.digest());
  WithStore([](storage::Store& store) { CheckAll(store); });
}

TEST_F(RefreshLayersTest, PinnedMemberThatHasChangedOrGoneIsSeenInEveryList) {
  ASSERT_TRUE(Send<v1::CreateStaffRuleRequest>(
                  absl::StrCat("parent: 'alliances/music' staff_rule_id: 'r' staff_rule { "
                               "author: 'Staff' reason: 'a programme' action: PIN "
                               "partners { members: 'alliances/music/members/",
                               IdOf(5), "' members: 'alliances/music/members/", IdOf(6), "' } }"))
                  .ok());
  Settle(kFields);
  Update(RandomMember(IdOf(5), random_));
  v1::Generation incremental = RefreshIncrementally();
  EXPECT_EQ(FullAt(incremental).digest(), incremental.digest());
  Delete(IdOf(6));
  incremental = RefreshIncrementally();
  EXPECT_EQ(FullAt(incremental).digest(), incremental.digest());
}

class ErasureInLayersTest : public RefreshLayersTest {
 protected:
  void Erase(const std::string& id) {
    grpc::ClientContext context;
    v1::EraseMemberRequest request;
    request.set_name(absl::StrCat("alliances/music/members/", id));
    v1::EraseMemberResponse response;
    const auto stub = v1::PersonalDataService::NewStub(channel_);
    const grpc::Status status = stub->EraseMember(&context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_GT(response.rewritten().at("stored lists"), 0);
    AwaitIndex();
  }
  // All that are kept can be read, and name nobody who was erased.
  static void CheckListsWithout(const std::set<std::string>& erased, storage::Store& store) {
    Generations generations(store);
    const auto all = ReadGenerations(*store.View(), "music");
    ASSERT_TRUE(all.ok());
    for (const KeptGeneration& kept : *all) {
      const auto lists = generations.Lists(kept.name);
      ASSERT_TRUE(lists.ok()) << lists.status();
      for (std::uint32_t m = 0; m < (*lists)->members().size(); ++m) {
        EXPECT_FALSE(erased.contains((*lists)->members()[m]));
        EXPECT_TRUE(!IsErased((*lists)->members()[m]) || (*lists)->Of(m).empty());
        for (const StoredEntry& entry : (*lists)->Of(m)) {
          EXPECT_FALSE(IsErased((*lists)->members()[entry.partner]));
        }
      }
    }
    const auto view = store.View();
    const auto cursor = view->Scan("music", Collection::kGenerationBlock, "");
    storage::Record record;
    while (*cursor->Next(record)) {
      for (const std::string& id : erased) {
        EXPECT_THAT(record.payload, Not(testing::HasSubstr(id))) << record.id;
      }
    }
  }
};

TEST_F(ErasureInLayersTest, WhoIsErasedIsLeftOutOfListsOfLayersInWhichOthersStoodBesideIt) {
  const v1::Generation whole = FullAt(*Get());
  const auto lists = ReadLists(NumberOf(whole));
  // Some are in many lists, which stay in the first layer.
  const std::string erased = lists->members()[lists->Of(3)[0].partner];
  const std::string other = lists->members()[lists->Of(200)[0].partner];
  ASSERT_NE(erased, other);
  std::string before = erased;
  --before.back();
  v1::CreateMemberRequest neighbour;
  neighbour.set_parent("alliances/music");
  neighbour.set_member_id(before + "z");
  *neighbour.mutable_member() = RandomMember(neighbour.member_id(), random_);
  neighbour.mutable_member()->clear_name();
  ASSERT_TRUE(ServiceTest::Send(neighbour).ok());
  AwaitIndex();
  const v1::Generation layered = RefreshIncrementally();
  Erase(erased);
  EXPECT_TRUE(Get(NumberOf(layered)).ok());
  WithStore([&](storage::Store& store) { CheckListsWithout({erased}, store); });
  // Once more with nothing between that would have been written anew.
  Erase(other);
  WithStore([&](storage::Store& store) { CheckListsWithout({erased, other}, store); });
  Refresh(kFields);
  WithStore([&](storage::Store& store) { CheckListsWithout({erased, other}, store); });
}

TEST_F(ErasureInLayersTest, NothingOfOneStaysWithItsNeighbourThatWasErasedBefore) {
  FullAt(*Get());
  RefreshIncrementally();
  Erase(IdOf(8));
  Erase(IdOf(7));
  Erase(IdOf(0));
  WithStore([&](storage::Store& store) { CheckListsWithout({IdOf(0), IdOf(7), IdOf(8)}, store); });
}

}  // namespace
}  // namespace counterpoint::service

// Generations on a real store, written as a refresh writes them.
#include "service/recommendations/generations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "service/conversion/operation_record.h"
#include "service/recommendations/generation_codec.h"
#include "service/recommendations/generation_sweep.h"
#include "tests/service/recommendations/list_examples.h"

namespace counterpoint::service {
namespace {

using storage::Collection;
using storage::Write;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kAlliance[] = "music";

class GenerationsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    path_ = absl::StrCat(::testing::TempDir(), "/generations-", test->name(), "-", getpid());
    std::filesystem::remove_all(path_);
    storage::StoreOptions options;
    options.path = path_;
    options.sync_writes = false;
    auto store = storage::Store::Open(options);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    generations_ = std::make_unique<Generations>(*store_);
    store_->SetListener([this](absl::string_view alliance, std::int64_t revision) {
      generations_->OnCommit(alliance, revision);
    });
    PutAlliance();
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(path_);
  }

  void Commit(std::vector<Write> writes) {
    storage::CommitRequest commit;
    commit.alliance = kAlliance;
    commit.writes = std::move(writes);
    const auto committed = store_->Commit(std::move(commit));
    ASSERT_TRUE(committed.ok()) << committed.status();
  }
  void PutAlliance() {
    Write write;
    write.collection = Collection::kAlliance;
    Commit({write});
  }
  void PutOperation(const std::string& id, v1::Operation::State state) {
    stored::OperationRecord stored;
    stored.mutable_operation()->set_state(state);
    Write write;
    write.collection = Collection::kOperation;
    write.id = id;
    write.payload = conversion::PayloadOf(stored);
    Commit({write});
  }

  static stored::GenerationRecord RecordOf(v1::Generation::State state, bool shadow) {
    stored::GenerationRecord record;
    record.mutable_generation()->set_state(state);
    record.mutable_generation()->set_shadow(shadow);
    record.mutable_generation()->set_member_count(30);
    record.set_operation("alliances/music/operations/7");
    return record;
  }
  // Blocks of members, pools and lists.
  std::vector<Write> Parts(int number) {
    const StoredLists lists = ExampleLists(30, random_);
    std::vector<Write> writes = PutsOfMembers(number, lists.members());
    writes.push_back(PutOfPart(number, GenerationPart::kPools, 0,
                               PoolBlockOf(0, 30, ExamplePools(30, 5, random_))));
    for (int block = 0; block < 2; ++block) {
      writes.push_back(PutOfPart(number, GenerationPart::kLists, block,
                                 ListBlockOf(lists, static_cast<std::uint32_t>(15 * block), 15)));
    }
    digests_[number] = DigestOf(lists);
    return writes;
  }
  void MakeGeneration(int number, bool shadow = false) {
    std::vector<Write> writes = Parts(number);
    writes.push_back(PutOf(number, RecordOf(v1::Generation::COMPLETE, shadow)));
    Commit(std::move(writes));
  }
  void BeginGeneration(int number) {
    std::vector<Write> writes = Parts(number);
    writes.push_back(PutOf(number, RecordOf(v1::Generation::BUILDING, false)));
    Commit(std::move(writes));
  }
  void Publish(int number) {
    const auto last = LastPublication(*store_->View(), kAlliance);
    ASSERT_TRUE(last.ok());
    Commit({PutOf(NextPublication(*last, number, absl::UnixEpoch()))});
  }
  int Current() {
    const auto current = generations_->Current(kAlliance);
    EXPECT_TRUE(current.ok()) << current.status();
    if (!current.ok()) return 0;
    EXPECT_EQ(DigestOf(*(*current)->lists), digests_[(*current)->lists->number()]);
    return (*current)->lists->number();
  }
  // Of records of a collection, without what is behind the second slash.
  std::vector<std::string> Ids(Collection collection) {
    std::vector<std::string> ids;
    const auto view = store_->View();
    const auto cursor = view->Scan(kAlliance, collection, "");
    storage::Record record;
    while (*cursor->Next(record)) ids.push_back(record.id.substr(0, 11));
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
  }

  std::string path_;
  std::mt19937 random_{1};
  std::map<int, std::string> digests_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<Generations> generations_;
};

TEST_F(GenerationsTest, NothingIsCurrentBeforeTheFirstStep) {
  EXPECT_TRUE(absl::IsNotFound(generations_->Current("games").status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(generations_->Current(kAlliance).status()));
  MakeGeneration(1);
  EXPECT_TRUE(absl::IsFailedPrecondition(generations_->Current(kAlliance).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(generations_->Lists({kAlliance, 0}).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(generations_->Causes({kAlliance, 0}).status()));
  EXPECT_TRUE(generations_->Lists({kAlliance, 1}).ok());
}

TEST_F(GenerationsTest, WhoeverAsksGetsWhatWasPublishedBefore) {
  for (int number = 1; number <= 3; ++number) {
    MakeGeneration(number);
    if (number > 1) {
      EXPECT_EQ(Current(), number - 1);
    }
    Publish(number);
    EXPECT_EQ(Current(), number);
  }
  Publish(1);
  EXPECT_EQ(Current(), 1);
  EXPECT_EQ((*generations_->Current(kAlliance))->publication.previous(), 3);
}

TEST_F(GenerationsTest, CurrentListsAreTheSameObjectUntilTheNextStep) {
  MakeGeneration(1);
  Publish(1);
  const auto before = *generations_->Current(kAlliance);
  PutOperation("8", v1::Operation::RUNNING);
  EXPECT_EQ(*generations_->Current(kAlliance), before);
  MakeGeneration(2);
  Publish(2);
  EXPECT_NE(*generations_->Current(kAlliance), before);
  EXPECT_EQ(before->lists->number(), 1);
}

TEST_F(GenerationsTest, PreparedListsAreNotReadAgain) {
  BeginGeneration(1);
  const auto kept = ReadGeneration(*store_->View(), {kAlliance, 1});
  ASSERT_TRUE(kept.ok());
  const auto prepared = std::make_shared<const StoredLists>(ExampleLists(30, random_));
  generations_->Prepare(kAlliance, kept->create_revision, prepared);
  Commit({PutOf(1, RecordOf(v1::Generation::COMPLETE, false))});
  Publish(1);
  EXPECT_EQ((*generations_->Current(kAlliance))->lists, prepared);
}

TEST_F(GenerationsTest, AllianceThatIsMadeAnewHasNoneOfTheListsBefore) {
  MakeGeneration(1);
  Publish(1);
  EXPECT_EQ(Current(), 1);
  ASSERT_TRUE(store_->DropAlliance(kAlliance, storage::Precondition::None()).ok());
  EXPECT_TRUE(absl::IsNotFound(generations_->Current(kAlliance).status()));
  PutAlliance();
  EXPECT_TRUE(absl::IsFailedPrecondition(generations_->Current(kAlliance).status()));
  MakeGeneration(1);
  Publish(1);
  EXPECT_EQ(Current(), 1);
}

TEST_F(GenerationsTest, OthersAreReadOnDemandAndOnlyWhenComplete) {
  for (int number = 1; number <= 8; ++number) MakeGeneration(number);
  BeginGeneration(9);
  Publish(8);
  for (int round = 0; round < 2; ++round) {
    for (int number = 1; number <= 8; ++number) {
      const auto lists = generations_->Lists({kAlliance, number});
      ASSERT_TRUE(lists.ok()) << lists.status();
      EXPECT_EQ(DigestOf(**lists), digests_[number]);
    }
  }
  EXPECT_TRUE(absl::IsFailedPrecondition(generations_->Lists({kAlliance, 9}).status()));
  EXPECT_TRUE(absl::IsNotFound(generations_->Lists({kAlliance, 10}).status()));
}

TEST_F(GenerationsTest, MissingOrDamagedBlockIsDataLoss) {
  MakeGeneration(1);
  Write damage;
  damage.collection = Collection::kGenerationBlock;
  damage.id = GenerationPartId(1, GenerationPart::kLists, 1);
  damage.payload = "no block";
  Commit({damage});
  EXPECT_TRUE(absl::IsDataLoss(generations_->Lists({kAlliance, 1}).status()));
  damage.kind = Write::Kind::kDelete;
  Commit({damage});
  EXPECT_TRUE(absl::IsDataLoss(generations_->Lists({kAlliance, 1}).status()));
}

TEST_F(GenerationsTest, StepsAreToldInOrderAsLongAsTheirGenerationsAreKept) {
  for (int number = 1; number <= 3; ++number) {
    MakeGeneration(number);
    Publish(number);
  }
  const auto steps = generations_->StepsAfter(kAlliance, 1);
  ASSERT_TRUE(steps.ok());
  ASSERT_EQ(steps->size(), 2U);
  EXPECT_EQ((*steps)[0].generation(), 2);
  EXPECT_EQ((*steps)[0].previous(), 1);
  EXPECT_EQ((*steps)[1].generation(), 3);
  EXPECT_EQ(generations_->StepsAfter(kAlliance, 0)->size(), 3U);
  EXPECT_THAT(*generations_->StepsAfter(kAlliance, 3), IsEmpty());
  EXPECT_TRUE(absl::IsOutOfRange(generations_->StepsAfter(kAlliance, 4).status()));
  Commit({DeletionOfGeneration(1)});
  EXPECT_TRUE(absl::IsOutOfRange(generations_->StepsAfter(kAlliance, 1).status()));
  EXPECT_EQ(generations_->StepsAfter(kAlliance, 2)->size(), 1U);
}

TEST_F(GenerationsTest, CausesComeBackFromAllTheirBlocks) {
  stored::GenerationCauses causes;
  causes.set_since_generation(1);
  for (int i = 0; i < 15'000; ++i) {
    auto& member = *causes.add_members();
    member.set_member(absl::StrCat("m", i));
    member.set_cause(v1::MEMBER_ADDED);
    causes.add_pairs(absl::StrCat("a/m", i));
  }
  MakeGeneration(1);
  MakeGeneration(2);
  Commit(PutsOfCauses(2, causes));
  EXPECT_EQ(generations_->Causes({kAlliance, 2})->SerializeAsString(), causes.SerializeAsString());
  EXPECT_EQ(generations_->Causes({kAlliance, 1})->since_generation(), 0);
}

TEST_F(GenerationsTest, TenNewestFiveShadowsAndTheCurrentOneAreKept) {
  for (int number = 1; number <= 14; ++number) MakeGeneration(number);
  for (int number = 15; number <= 21; ++number) MakeGeneration(number, /*shadow=*/true);
  BeginGeneration(22);
  const auto all = ReadGenerations(*store_->View(), kAlliance);
  ASSERT_TRUE(all.ok());
  EXPECT_THAT(SupersededBy(false, *all, 14), ElementsAre(5, 4, 3, 2, 1));
  EXPECT_THAT(SupersededBy(false, *all, 3), ElementsAre(5, 4, 2, 1));
  EXPECT_THAT(SupersededBy(true, *all, 14), ElementsAre(17, 16, 15));
}

TEST_F(GenerationsTest, SweepTakesWhatNobodyCanReach) {
  MakeGeneration(1);
  MakeGeneration(2);
  MakeGeneration(3, /*shadow=*/true);
  MakeGeneration(4);
  Commit({DeletionOfGeneration(2)});
  PutOperation("7", v1::Operation::RUNNING);
  BeginGeneration(5);
  Publish(4);
  ASSERT_TRUE(SweepGenerations(*store_, kAlliance).ok());
  EXPECT_THAT(Ids(Collection::kGeneration),
              ElementsAre("000000001", "000000003", "000000004", "000000005"));
  EXPECT_THAT(
      Ids(Collection::kGenerationBlock),
      ElementsAre("000000001/l", "000000001/m", "000000003/l", "000000003/m", "000000004/l",
                  "000000004/m", "000000004/p", "000000005/l", "000000005/m", "000000005/p"));
  PutOperation("7", v1::Operation::CANCELLED);
  ASSERT_TRUE(SweepGenerations(*store_, kAlliance).ok());
  EXPECT_THAT(Ids(Collection::kGeneration), ElementsAre("000000001", "000000003", "000000004"));
  EXPECT_EQ(Current(), 4);
  ASSERT_TRUE(SweepGenerations(*store_, "games").ok());
}

TEST_F(GenerationsTest, SweepTakesAllOfMoreThanOneCommit) {
  MakeGeneration(1);
  for (int block = 1; block < 250; ++block) {
    Commit({PutOfPart(1, GenerationPart::kPools, block, stored::GenerationBlock())});
  }
  Commit({DeletionOfGeneration(1)});
  ASSERT_TRUE(SweepGenerations(*store_, kAlliance).ok());
  EXPECT_THAT(Ids(Collection::kGenerationBlock), IsEmpty());
}

TEST(GenerationKeysTest, OnlyIdsThatWereGivenAreIds) {
  EXPECT_EQ(GenerationNumberOf(GenerationRecordId(7)), 7);
  for (const char* other :
       {"", "7", " 00000007", "-00000007", "+00000007", "000000007/p/000012", "0000000070"}) {
    EXPECT_EQ(GenerationNumberOf(other), std::nullopt) << other;
  }
  EXPECT_EQ(ParseGenerationPartId(GenerationPartId(7, GenerationPart::kPools, 12))->number, 7);
  for (const char* other : {"-00000007/p/000012", "000000007/pp000012", "000000007"}) {
    EXPECT_EQ(ParseGenerationPartId(other), std::nullopt) << other;
  }
}

}  // namespace
}  // namespace counterpoint::service

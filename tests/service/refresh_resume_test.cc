// Refreshes that were broken off: the store is put into the state in which a service
// that ended in the middle has left it.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "service/conversion/operation_record.h"
#include "service/recommendations/generation_store.h"
#include "tests/service/refresh_fixture.h"

namespace counterpoint::service {
namespace {

using storage::Collection;
using storage::Write;

constexpr int kMembers = 510;
constexpr char kOperation[] = "alliances/music/operations/000000000001";
constexpr char kLong[] = "list_size: 200 ";  // Some hundred members a block.

class RefreshResumeTest : public RefreshTest {
 protected:
  void SetUp() override {
    RefreshTest::SetUp();
    CreateMembers(0, kMembers, random_);
    Settle(kLong);
  }

  static void Commit(storage::Store& store, std::vector<Write> writes) {
    storage::CommitRequest commit;
    commit.alliance = "music";
    commit.writes = std::move(writes);
    const auto committed = store.Commit(std::move(commit));
    ASSERT_TRUE(committed.ok()) << committed.status();
  }

  // The first two blocks of pools, which the next refresh would take away.
  static std::vector<Write> FirstPools(storage::Store& store, int number) {
    std::vector<Write> writes;
    for (const int block : {0, 1}) {
      const std::string id = GenerationPartId(number, GenerationPart::kPools, block);
      const auto record = store.View()->Get("music", Collection::kGenerationBlock, id);
      EXPECT_TRUE(record.ok()) << record.status();
      Write write;
      write.collection = Collection::kGenerationBlock;
      write.id = id;
      write.payload = record->payload;
      writes.push_back(std::move(write));
    }
    return writes;
  }

  // A full generation, with its first pools in `pools_`.
  v1::Generation MakeWhole() {
    v1::Generation whole = Refresh(absl::StrCat("full: true ", kLong));
    WithStore([&](storage::Store& store) { pools_ = FirstPools(store, NumberOf(whole)); });
    return whole;
  }

  // Makes a complete generation one that an operation was making, and that had kept
  // two blocks of pools; the generations after it, and all steps, go.
  void BreakOff(storage::Store& store, int number) {
    std::vector<Write> writes = pools_;
    const auto view = store.View();
    const auto generations = ReadGenerations(*view, "music");
    ASSERT_TRUE(generations.ok());
    for (const KeptGeneration& kept : *generations) {
      if (kept.name.generation > number) {
        writes.push_back(DeletionOfGeneration(kept.name.generation));
      }
      if (kept.name.generation != number) continue;
      stored::GenerationRecord stored = kept.stored;
      stored.set_operation(kOperation);
      stored.mutable_generation()->set_state(v1::Generation::BUILDING);
      stored.mutable_generation()->clear_digest();
      writes.push_back(PutOf(number, stored));
    }
    storage::Record record;
    const auto steps = view->Scan("music", Collection::kPublication, "");
    while (*steps->Next(record)) writes.push_back(DeletionOf(Collection::kPublication, record));
    const auto blocks = view->Scan("music", Collection::kGenerationBlock, "");
    while (*blocks->Next(record)) {
      const bool goes =
          record.id.starts_with(GenerationPartPrefix(number, GenerationPart::kLists)) ||
          record.id.starts_with(GenerationPartPrefix(number, GenerationPart::kCauses)) ||
          (record.id.starts_with(GenerationPartPrefix(number, GenerationPart::kPools)) &&
           record.id >= GenerationPartId(number, GenerationPart::kPools, 2));
      if (goes) writes.push_back(DeletionOf(Collection::kGenerationBlock, record));
    }
    stored::OperationRecord operation;
    operation.mutable_operation()->set_method("RefreshRecommendations");
    operation.mutable_operation()->set_target("alliances/music");
    operation.mutable_operation()->set_state(v1::Operation::RUNNING);
    operation.set_request(Parse<v1::RefreshRecommendationsRequest>(
                              absl::StrCat("parent: 'alliances/music' full: true ", kLong))
                              .SerializeAsString());
    Write begun;
    begun.collection = Collection::kOperation;
    begun.id = conversion::ParseOperationName(kOperation)->operation;
    begun.payload = conversion::PayloadOf(operation);
    writes.push_back(std::move(begun));
    Commit(store, std::move(writes));
  }
  static Write DeletionOf(Collection collection, const storage::Record& record) {
    Write write;
    write.kind = Write::Kind::kDelete;
    write.collection = collection;
    write.id = record.id;
    return write;
  }

  static int NumberOf(const v1::Generation& generation) {
    return conversion::ParseGenerationName(generation.name())->generation;
  }
  // What the operation that was broken off comes to.
  v1::Generation AwaitResumed() {
    const v1::Operation ended = Await(kOperation);
    EXPECT_EQ(ended.state(), v1::Operation::SUCCEEDED) << ended.error().message();
    const auto generation = Get();
    EXPECT_EQ(ended.result(), generation->name());
    return *generation;
  }
  std::string FullAt(const v1::Generation& generation) {
    return absl::StrCat("full: true ", kLong,
                        "as_of_time { seconds: ", generation.as_of_time().seconds(), " }");
  }

  std::mt19937 random_{21};
  std::vector<Write> pools_;
};

TEST_F(RefreshResumeTest, ItGoesOnInTheSameGenerationAfterTheLastBlock) {
  const v1::Generation whole = MakeWhole();
  WithStore([&](storage::Store& store) { BreakOff(store, NumberOf(whole)); });
  const v1::Generation resumed = AwaitResumed();
  EXPECT_EQ(resumed.name(), whole.name());
  EXPECT_EQ(resumed.digest(), whole.digest());
  EXPECT_EQ(resumed.full_reason(), "it was asked for");
  EXPECT_TRUE(resumed.current());
}

TEST_F(RefreshResumeTest, BlocksThatWereKeptAreNotMadeAgain) {
  const v1::Generation whole = MakeWhole();
  WithStore([&](storage::Store& store) {
    stored::GenerationBlock block;
    ASSERT_TRUE(block.ParseFromString(pools_[1].payload));
    block.set_pool_scores(0, 1);  // A mark that no judgement would make.
    pools_[1] = PutOfPart(NumberOf(whole), GenerationPart::kPools, 1, block);
    BreakOff(store, NumberOf(whole));
  });
  EXPECT_NE(AwaitResumed().digest(), whole.digest());
}

TEST_F(RefreshResumeTest, MembersThatHaveChangedMeanwhileAreJudgedAnew) {
  const v1::Generation whole = MakeWhole();
  for (const int i : {3, 200, 505}) Update(RandomMember(IdOf(i), random_));
  Delete(IdOf(7));
  Delete(IdOf(400));
  CreateMembers(1000, 2, random_);
  CreateMember("a-first", kComposer);
  Record("d", IdOf(10), IdOf(300), "kind: DECLINED decline_reason: TOO_EARLY");
  const v1::Generation expected = Refresh(FullAt(whole));
  WithStore([&](storage::Store& store) { BreakOff(store, NumberOf(whole)); });
  const v1::Generation resumed = AwaitResumed();
  EXPECT_GT(NumberOf(resumed), NumberOf(expected));
  EXPECT_EQ(resumed.digest(), expected.digest());
  // What had been begun is swept away soon after.
  for (int i = 0; i < 500 && Get(NumberOf(whole)).ok(); ++i) absl::SleepFor(absl::Milliseconds(10));
  EXPECT_EQ(Get(NumberOf(whole)).code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(RefreshResumeTest, WithAnotherPolicyItBeginsAnew) {
  const v1::Generation whole = MakeWhole();
  ASSERT_TRUE(
      Send<v1::UpdateAllianceRequest>("alliance { name: 'alliances/music' policy { floor: 0.2 } }"
                                      " update_mask { paths: 'policy.floor' }")
          .ok());
  const v1::Generation expected = Refresh(FullAt(whole));
  ASSERT_NE(expected.digest(), whole.digest());
  WithStore([&](storage::Store& store) { BreakOff(store, NumberOf(whole)); });
  EXPECT_EQ(AwaitResumed().digest(), expected.digest());
}

}  // namespace
}  // namespace counterpoint::service

// Memory runs out within calls: an operator new of this program refuses what is large on
// threads that work on one. Each call alone ends; nothing is half done.
#include <atomic>
#include <cstdlib>
#include <new>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "service/audit/audited_call.h"
#include "service/calls/current_call.h"
#include "service/threads/worker_pool.h"
#include "tests/service/service_fixture.h"

namespace {

// Bytes from which an allocation of a call is refused; 0: none is.
std::atomic<std::size_t> refused_from = 0;
std::atomic<int> refused = 0;

void* Allocate(std::size_t bytes) {
  const std::size_t least = refused_from.load(std::memory_order_relaxed);
  using counterpoint::service::AuditedCall;
  using counterpoint::service::CurrentCall;
  if (least != 0 && bytes >= least &&
      (CurrentCall() != nullptr || AuditedCall::Current() != nullptr)) {
    ++refused;
    throw std::bad_alloc();
  }
  void* const memory = std::malloc(bytes == 0 ? 1 : bytes);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

// Not inlined: GCC takes free() for a mistake where it sees a new.
[[gnu::noinline]] void Release(void* memory) { std::free(memory); }

}  // namespace

void* operator new(std::size_t bytes) { return Allocate(bytes); }
void* operator new[](std::size_t bytes) { return Allocate(bytes); }
// Those of AddressSanitizer would not go with the operators delete below.
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return std::malloc(bytes); }
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept {
  return std::malloc(bytes);
}
void operator delete(void* memory) noexcept { Release(memory); }
void operator delete[](void* memory) noexcept { Release(memory); }
void operator delete(void* memory, std::size_t) noexcept { Release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { Release(memory); }

namespace counterpoint::service {
namespace {

using ::testing::HasSubstr;

// Less than the text of a large member, more than RocksDB takes for an iterator.
constexpr std::size_t kLarge = 6000;

class OutOfMemoryTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    CreateAlliance("music");
    CreateMember("small", "kind: CREATOR display_name { key: 'en' value: 'Small' }");
  }
  void TearDown() override {
    refused_from = 0;
    ServiceTest::TearDown();
  }
  static void Refuse(std::size_t from) {
    refused = 0;
    refused_from = from;
  }
  // Some 7 KB of text.
  static std::string Large(const std::string& id) {
    std::string text;
    for (int i = 0; i < 900; ++i) absl::StrAppend(&text, "word", i, " ");
    return absl::StrCat("parent: 'alliances/music' member_id: '", id,
                        "' member { kind: CREATOR display_name { key: 'en' value: 'Large' } "
                        "description { key: 'en' value: '",
                        text, "' } }");
  }
  void ExpectAllIsWell(std::int64_t revision) {
    refused_from = 0;
    const auto alliance = Send<v1::GetAllianceRequest>("name: 'alliances/music'");
    ASSERT_TRUE(alliance.ok());
    EXPECT_EQ(alliance->revision(), revision);
    AwaitIndex();
  }
};

TEST_F(OutOfMemoryTest, AWriteThatFindsNoneEndsAloneAndHasWrittenNothing) {
  Refuse(kLarge);
  const auto large = Send<v1::CreateMemberRequest>(Large("large"));
  EXPECT_EQ(large.code(), grpc::StatusCode::RESOURCE_EXHAUSTED) << large.status.error_message();
  EXPECT_THAT(large.status.error_message(), HasSubstr("memory"));
  EXPECT_TRUE(DetailOf<google::rpc::RetryInfo>(large.status).has_retry_delay());
  EXPECT_GT(refused, 0);
  ExpectAllIsWell(2);
  EXPECT_EQ(Send<v1::GetMemberRequest>("name: 'alliances/music/members/large'").code(),
            grpc::StatusCode::NOT_FOUND);
  // With memory the same request succeeds.
  EXPECT_TRUE(Send<v1::CreateMemberRequest>(Large("large")).ok());
  ExpectAllIsWell(3);
}

TEST_F(OutOfMemoryTest, ReadsOnAnyThreadEndAloneAndOthersAreAnswered) {
  ASSERT_TRUE(Send<v1::CreateMemberRequest>(Large("large")).ok());
  Restart();
  // From a table, whose block is in memory afterwards: what runs out within RocksDB ends
  // the process.
  EXPECT_TRUE(Send<v1::ListMembersRequest>("parent: 'alliances/music'").ok());
  Refuse(kLarge);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Send<v1::GetMemberRequest>("name: 'alliances/music/members/large'").code(),
              grpc::StatusCode::RESOURCE_EXHAUSTED);  // On gRPC's own thread.
    EXPECT_EQ(Send<v1::ListMembersRequest>("parent: 'alliances/music'").code(),
              grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_EQ(Export(Parse<v1::StreamMembersRequest>("parent: 'alliances/music'")).code(),
              grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_TRUE(Send<v1::GetMemberRequest>("name: 'alliances/music/members/small'").ok());
  }
  ExpectAllIsWell(3);
  EXPECT_TRUE(Send<v1::GetMemberRequest>("name: 'alliances/music/members/large'").ok());
}

TEST(ParallelForTest, WhatATaskThrowsIsThrownToTheCallerOnceAllHaveEnded) {
  WorkerPool pool(3, 100);
  std::atomic<int> under_way = 0;
  EXPECT_THROW(pool.ParallelFor(50,
                                [&](int task) {
                                  ++under_way;
                                  if (task == 7) {
                                    --under_way;
                                    throw std::bad_alloc();
                                  }
                                  --under_way;
                                }),
               std::bad_alloc);
  EXPECT_EQ(under_way, 0);
  std::atomic<int> done = 0;
  pool.ParallelFor(10, [&](int) { ++done; });
  EXPECT_EQ(done, 10);
}

}  // namespace
}  // namespace counterpoint::service

// The real server, killed again and again in the middle of imports: whatever
// was acknowledged is there afterwards, whole, and the index agrees.
#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "clients/cpp/alliances.h"
#include "clients/cpp/client.h"
#include "clients/cpp/matching.h"
#include "clients/cpp/members.h"
#include "tests/clients/server_process.h"

namespace counterpoint {
namespace {

constexpr int kKills = 50;
constexpr int kChunkMembers = 12;
constexpr char kParent[] = "alliances/crash";

class ImportCrashTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(server_.address(), "");
    Connect();
    v1::CreateAllianceRequest request;
    request.set_alliance_id("crash");
    (*request.mutable_alliance()->mutable_display_name())["en"] = "Crash";
    ASSERT_TRUE(client_->alliances().Create(request).ok());
  }

  void Connect() {
    options_.address = server_.address();
    options_.timeout = absl::Seconds(60);
    channel_ = client::OpenChannel(options_);
    client_ = std::make_unique<client::Client>(channel_, options_);
    stub_ = v1::MemberService::NewStub(channel_);
  }

  // Members of one chunk carry its number as their label. Every third chunk
  // rewrites members of the one before, so that updates are cut off too.
  static v1::ImportMembersRequest Chunk(int number) {
    v1::ImportMembersRequest request;
    request.set_parent(kParent);
    const int ids = number % 3 == 2 ? number - 1 : number;
    for (int i = 0; i < kChunkMembers; ++i) {
      v1::Member& member = *request.add_members();
      member.set_name(absl::StrCat(kParent, "/members/m-", ids, "-", i));
      member.set_kind(v1::CREATOR);
      (*member.mutable_display_name())["en"] = absl::StrCat("Member ", i, " of ", number);
      (*member.add_offers()->mutable_title())["en"] = "Game music for chunk";
      member.add_labels(absl::StrCat("chunk-", number));
    }
    return request;
  }

  // Imports on from the first chunk that was not acknowledged until the
  // connection breaks, which a kill after some acknowledgements sees to.
  void ImportUntilKilled(int kill_after_acknowledgements) {
    grpc::ClientContext context;
    const auto stream = stub_->ImportMembers(&context);
    int acknowledged = 0;
    std::thread reader([&] {
      v1::ImportMembersResponse response;
      while (stream->Read(&response)) {
        for (const auto& verdict : response.verdicts()) {
          EXPECT_NE(verdict.outcome(), v1::ImportMembersResponse::REJECTED);
        }
        if (++acknowledged == kill_after_acknowledgements) server_.Kill();
      }
    });
    for (int chunk = acknowledged_ + 1; stream->Write(Chunk(chunk));) ++chunk;
    reader.join();
    stream->Finish();
    acknowledged_ += acknowledged;
  }

  // How many members carry each chunk's label, and the revision of the listing.
  std::map<int, int> CountByChunk() {
    v1::ListMembersRequest request;
    request.set_parent(kParent);
    request.set_page_size(1000);
    std::map<int, int> counts;
    auto pages = client_->members().List(request);
    members_ = 0;
    for (const v1::Member& member : pages) {
      ++counts[std::stoi(member.labels(0).substr(6))];
      ++members_;
    }
    EXPECT_TRUE(pages.status().ok()) << pages.status();
    return counts;
  }

  // Every acknowledged chunk is there unless the next one rewrote its members;
  // further ones may be; each is whole.
  void CheckStore() {
    const std::map<int, int> counts = CountByChunk();
    for (const auto& [chunk, count] : counts) {
      EXPECT_EQ(count, kChunkMembers) << "half of chunk " << chunk;
    }
    for (int chunk = 0; chunk <= acknowledged_; ++chunk) {
      const bool rewritten = chunk % 3 == 1 && counts.contains(chunk + 1);
      EXPECT_NE(counts.contains(chunk), rewritten) << "chunk " << chunk;
    }
  }

  void CheckIndex() {
    v1::MatchNeedRequest request;
    request.set_parent(kParent);
    (*request.mutable_need()->mutable_title())["en"] = "game music";
    const auto response = client_->matching().MatchNeed(request);
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->eligible_size(), members_);
    v1::GetAllianceRequest alliance;
    alliance.set_name(kParent);
    EXPECT_EQ(response->provenance().revision(), client_->alliances().Get(alliance)->revision());
  }

  cli::ServerProcess server_;
  client::ConnectionOptions options_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<client::Client> client_;
  std::unique_ptr<v1::MemberService::Stub> stub_;
  int acknowledged_ = -1;  // The last acknowledged chunk; all before it are too.
  int members_ = 0;
};

TEST_F(ImportCrashTest, NothingAcknowledgedIsLostAndNothingIsHalfDone) {
  std::mt19937 random(7);
  for (int kill = 0; kill < kKills; ++kill) {
    ImportUntilKilled(1 + static_cast<int>(random() % 12));
    server_.Restart();
    ASSERT_NE(server_.address(), "");
    Connect();
    CheckStore();
    CheckIndex();
    if (HasFailure()) FAIL() << "after kill " << kill;
  }
  std::printf("%d kills, %d chunks acknowledged, %d members there\n", kKills, acknowledged_ + 1,
              members_);
}

}  // namespace
}  // namespace counterpoint

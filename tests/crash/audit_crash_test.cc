// The real server, killed again and again while many create members: whatever was
// acknowledged has its entry in the audit trail, what is there has one and what has one
// is there, and the chain holds.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <mutex>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "counterpoint/v1/alliance_service.grpc.pb.h"
#include "counterpoint/v1/audit_service.grpc.pb.h"
#include "counterpoint/v1/member_service.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "tests/clients/server_process.h"

namespace counterpoint {
namespace {

constexpr int kKills = 6;
constexpr int kThreads = 6;
constexpr char kParent[] = "alliances/crash";

class AuditCrashTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(server_.address(), "");
    Connect();
    v1::CreateAllianceRequest request;
    request.set_alliance_id("crash");
    (*request.mutable_alliance()->mutable_display_name())["en"] = "Crash";
    grpc::ClientContext context;
    v1::Alliance alliance;
    ASSERT_TRUE(
        v1::AllianceService::NewStub(channel_)->CreateAlliance(&context, request, &alliance).ok());
  }

  void Connect() {
    // A channel of its own: that of the killed server waits before it tries again.
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    channel_ =
        grpc::CreateCustomChannel(server_.address(), grpc::InsecureChannelCredentials(), arguments);
    members_ = v1::MemberService::NewStub(channel_);
    audit_ = v1::AuditService::NewStub(channel_);
  }

  // Creates members on many threads until the server is killed, which this does after
  // so many acknowledgements.
  void CreateUntilKilled(int round, int kill_after) {
    std::atomic<int> acknowledged = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([this, round, t, kill_after, &acknowledged] {
        for (int i = 0;; ++i) {
          v1::CreateMemberRequest request;
          request.set_parent(kParent);
          request.set_member_id(absl::StrCat("m-", round, "-", t, "-", i));
          request.mutable_member()->set_kind(v1::CREATOR);
          (*request.mutable_member()->mutable_display_name())["en"] = "m";
          grpc::ClientContext context;
          v1::Member created;
          if (!members_->CreateMember(&context, request, &created).ok()) return;
          {
            const std::lock_guard<std::mutex> lock(mutex_);
            acknowledged_.insert(created.name());
          }
          if (++acknowledged == kill_after) server_.Kill();
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
  }

  std::set<std::string> Members() {
    std::set<std::string> names;
    v1::ListMembersRequest request;
    request.set_parent(kParent);
    request.set_page_size(1000);
    do {
      grpc::ClientContext context;
      v1::ListMembersResponse page;
      const grpc::Status status = members_->ListMembers(&context, request, &page);
      EXPECT_TRUE(status.ok()) << status.error_message();
      for (const v1::Member& member : page.members()) names.insert(member.name());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
  // The members that entries say were created.
  std::multiset<std::string> Entered() {
    std::multiset<std::string> names;
    v1::ListAuditEntriesRequest request;
    request.set_parent(kParent);
    request.set_page_size(1000);
    request.set_method("CreateMember");
    request.set_outcome(v1::ListAuditEntriesRequest::OK);
    do {
      grpc::ClientContext context;
      v1::ListAuditEntriesResponse page;
      const grpc::Status status = audit_->ListAuditEntries(&context, request, &page);
      EXPECT_TRUE(status.ok()) << status.error_message();
      for (const v1::AuditEntry& entry : page.entries()) {
        EXPECT_EQ(entry.records(), 1);
        names.insert(entry.resources(1));
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
  void CheckChain() {
    v1::VerifyAuditRequest request;
    request.set_parent(kParent);
    request.set_anchor_sequence(anchor_.sequence());
    request.set_anchor_hash(anchor_.hash());
    grpc::ClientContext context;
    v1::VerifyAuditResponse response;
    ASSERT_TRUE(audit_->VerifyAudit(&context, request, &response).ok());
    EXPECT_TRUE(response.holds()) << response.fault();
    anchor_ = response.head();
  }

  cli::ServerProcess server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::MemberService::Stub> members_;
  std::unique_ptr<v1::AuditService::Stub> audit_;
  std::mutex mutex_;
  std::set<std::string> acknowledged_;
  v1::AuditHead anchor_;  // As it was after the kill before.
};

TEST_F(AuditCrashTest, WhatWasAcknowledgedIsThereWithItsEntryAndTheChainHolds) {
  std::mt19937 random(11);
  for (int kill = 0; kill < kKills; ++kill) {
    CreateUntilKilled(kill, 20 + static_cast<int>(random() % 200));
    server_.Restart();
    ASSERT_NE(server_.address(), "");
    Connect();
    const std::set<std::string> members = Members();
    for (const std::string& name : acknowledged_) EXPECT_TRUE(members.contains(name)) << name;
    EXPECT_EQ(Entered(), std::multiset<std::string>(members.begin(), members.end()));
    CheckChain();
    if (HasFailure()) FAIL() << "after kill " << kill;
  }
  std::printf("%d kills, %zu members acknowledged, entries up to %lld\n", kKills,
              acknowledged_.size(), static_cast<long long>(anchor_.sequence()));
}

}  // namespace
}  // namespace counterpoint

// `counterpointd check` over data that a server has written.
#include <filesystem>
#include <fstream>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "counterpoint/v1/alliance_service.grpc.pb.h"
#include "counterpoint/v1/member_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"
#include "service/live_index/kept_features.h"
#include "service/server.h"
#include "storage/store.h"
#include "tests/service/configuration/program.h"

namespace counterpoint::service {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class CheckCommandTest : public ::testing::Test {
 protected:
  // Two members, in tables: what is in the log is written to them at the next start.
  void SetUp() override {
    {
      const auto server = Serve();
      const auto channel = grpc::CreateChannel(absl::StrCat("127.0.0.1:", server->port()),
                                               grpc::InsecureChannelCredentials());
      grpc::ClientContext context;
      v1::CreateAllianceRequest alliance;
      alliance.set_alliance_id("music");
      (*alliance.mutable_alliance()->mutable_display_name())["en"] = "Music";
      v1::Alliance made;
      ASSERT_TRUE(
          v1::AllianceService::NewStub(channel)->CreateAlliance(&context, alliance, &made).ok());
      for (const char* id : {"north", "river"}) Create(channel, id);
      ASSERT_TRUE(server->AwaitIndexed("music", 3, absl::Seconds(60)));
    }
    Serve();
  }
  std::unique_ptr<Server> Serve() const {
    ServerOptions options;
    options.store.path = data_;
    options.listen = "127.0.0.1:0";
    auto server = Server::Start(options);
    EXPECT_TRUE(server.ok()) << server.status();
    EXPECT_TRUE((*server)->AwaitReady(absl::Seconds(60)));
    return *std::move(server);
  }
  static void Create(const std::shared_ptr<grpc::Channel>& channel, const std::string& id) {
    grpc::ClientContext context;
    v1::CreateMemberRequest request;
    request.set_parent("alliances/music");
    request.set_member_id(id);
    v1::Member& member = *request.mutable_member();
    member.set_kind(v1::CREATOR);
    (*member.mutable_display_name())["en"] = id;
    v1::Listing& offer = *member.add_offers();
    (*offer.mutable_title())["en"] = absl::StrCat("Music for games by ", id);
    v1::Member response;
    const auto status =
        v1::MemberService::NewStub(channel)->CreateMember(&context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  std::unique_ptr<storage::Store> Open() const {
    storage::StoreOptions options;
    options.path = data_;
    auto store = storage::Store::Open(options);
    EXPECT_TRUE(store.ok()) << store.status();
    return *std::move(store);
  }
  Outcome Check(const std::string& more = "") const {
    return RunProgram(absl::StrCat("check --data ", data_, " ", more));
  }

  const Folder folder_;
  const std::string data_ = folder_.Path("data");
};

TEST_F(CheckCommandTest, WholeDataIsCountedAndLeftAsItIs) {
  std::vector<std::string> before;
  for (const auto& file : std::filesystem::directory_iterator(data_)) {
    before.push_back(file.path());
  }
  const Outcome checked = Check();
  EXPECT_EQ(checked.code, 0) << checked.text;
  EXPECT_THAT(checked.text, AllOf(HasSubstr("Records        3 "), HasSubstr("Changes        3 "),
                                  HasSubstr("2 made anew and compared"), HasSubstr("No faults.")));
  std::size_t after = 0;
  for (const auto& file : std::filesystem::directory_iterator(data_)) {
    ++after;
    EXPECT_NE(std::find(before.begin(), before.end(), file.path()), before.end()) << file.path();
  }
  EXPECT_EQ(after, before.size());
}

TEST_F(CheckCommandTest, WhatRemembersADeletedAllianceIsNoFault) {
  {
    const auto server = Serve();
    const auto stub = v1::AllianceService::NewStub(grpc::CreateChannel(
        absl::StrCat("127.0.0.1:", server->port()), grpc::InsecureChannelCredentials()));
    grpc::ClientContext context;
    v1::DeleteAllianceRequest request;
    request.set_name("alliances/music");
    request.set_force(true);
    request.set_request_id("d1");
    google::protobuf::Empty response;
    ASSERT_TRUE(stub->DeleteAlliance(&context, request, &response).ok());
  }
  const Outcome checked = Check();
  EXPECT_EQ(checked.code, 0) << checked.text;
  EXPECT_THAT(checked.text, HasSubstr("No faults."));
}

TEST_F(CheckCommandTest, ACorruptBlockIsFoundAndItsFileNamed) {
  std::string damaged;
  for (const auto& file : std::filesystem::directory_iterator(data_)) {
    if (file.path().extension() != ".sst") continue;
    damaged = file.path();
    // The first bytes are those of a block of data.
    std::fstream table(damaged, std::ios::in | std::ios::out | std::ios::binary);
    table.seekg(3);
    const int byte = table.get();
    table.seekp(3);
    table.put(static_cast<char>(byte ^ 0x55));
    break;
  }
  ASSERT_NE(damaged, "");
  const Outcome checked = Check();
  EXPECT_EQ(checked.code, 2);
  EXPECT_THAT(checked.text, AllOf(HasSubstr(absl::StrCat("FAULT ", damaged, ": Corruption")),
                                  HasSubstr("restore a backup")));
}

TEST_F(CheckCommandTest, ARecordThatCannotBeReadAndOneWithoutAnAllianceAreNamed) {
  {
    const auto store = Open();
    storage::CommitRequest commit;
    commit.alliance = "music";
    commit.writes.resize(1);
    commit.writes[0].id = "north";
    commit.writes[0].payload = "\xff\xff";
    ASSERT_TRUE(store->Commit(commit).ok());
    commit.alliance = "nobody";
    ASSERT_TRUE(store->Commit(commit).ok());
  }
  const Outcome checked = Check();
  EXPECT_EQ(checked.code, 2);
  EXPECT_THAT(checked.text,
              AllOf(HasSubstr("FAULT member \"north\" of alliance \"music\""),
                    HasSubstr("FAULT member \"north\" of alliance \"nobody\": it belongs to an "
                              "alliance, which is not there"),
                    HasSubstr("2 faults")));
}

TEST_F(CheckCommandTest, DerivedDataThatDoesNotFollowFromItsMemberIsFound) {
  {
    const auto store = Open();
    const auto view = store->View();
    const std::string north = *view->GetDerived("music", kKeptTexts, "north");
    std::string river = *view->GetDerived("music", kKeptTexts, "river");
    // The texts of the one as if they were the other's, with its revision.
    river.replace(24, 8, north, 24, 8);
    ASSERT_TRUE(store->PutDerived("music", kKeptTexts, {{"north", river}}).ok());
  }
  const Outcome checked = Check();
  EXPECT_EQ(checked.code, 2);
  EXPECT_THAT(checked.text, AllOf(HasSubstr("FAULT derived data 1 of music north: it is not what"),
                                  HasSubstr("1 faults")));
}

TEST_F(CheckCommandTest, TheConfigurationIsCheckedWithTheFilesThatItNames) {
  const std::string file = folder_.Write(
      "c", "access { tokens_file: \"/nowhere/tokens\" }\nlimits { max_calls: 3000 }\n");
  const Outcome checked = Check("--config " + file);
  EXPECT_EQ(checked.code, 2);
  EXPECT_THAT(checked.text, AllOf(HasSubstr("/nowhere/tokens"), HasSubstr("No faults.")));
}

TEST_F(CheckCommandTest, WhatCannotBeCheckedSaysWhy) {
  const auto server = Serve();
  const Outcome open = Check();
  EXPECT_EQ(open.code, 1);
  EXPECT_THAT(open.text, HasSubstr("stop that process"));
  const Outcome missing = RunProgram("check --data " + folder_.Path("nothing"));
  EXPECT_EQ(missing.code, 1);
  EXPECT_THAT(missing.text, HasSubstr("there is no store"));
}

}  // namespace
}  // namespace counterpoint::service

// BackupService on a real server, and the schedule behind it.
#include <filesystem>
#include <fstream>
#include <thread>

#include "counterpoint/v1/audit_service.grpc.pb.h"
#include "counterpoint/v1/backup_service.grpc.pb.h"
#include "counterpoint/v1/personal_data_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "service/backups/backups.h"
#include "storage/restore.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::HasSubstr;
using Stub = v1::BackupService::Stub;

class BackupServiceTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    folder_ = options_.store.path + "-backups";
    std::filesystem::remove_all(folder_);
    options_.backups.folder = folder_;
    Restart();
    CreateAlliance("music");
  }
  void TearDown() override {
    ServiceTest::TearDown();
    std::filesystem::remove_all(folder_);
  }

  template <typename Request, typename Response>
  Answer<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                     Response*),
                        const Request& request) {
    Answer<Response> answer;
    grpc::ClientContext context;
    const auto stub = v1::BackupService::NewStub(channel_);
    answer.status = (stub.get()->*method)(&context, request, &answer.message);
    return answer;
  }
  Answer<v1::Backup> Get(const std::string& name) {
    return Call(&Stub::GetBackup, Parse<v1::GetBackupRequest>("name: '" + name + "'"));
  }
  v1::Backup AwaitEnd(const std::string& name) {
    for (;;) {
      const auto backup = Get(name);
      EXPECT_TRUE(backup.ok()) << backup.status.error_message();
      if (!backup.ok() || backup->state() != v1::Backup::MAKING) return *backup;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  v1::Backup Make() {
    const auto begun = Call(&Stub::CreateBackup, v1::CreateBackupRequest());
    EXPECT_TRUE(begun.ok()) << begun.status.error_message();
    EXPECT_EQ(begun->state(), v1::Backup::MAKING);
    return AwaitEnd(begun->name());
  }
  v1::ListBackupsResponse List() { return *Call(&Stub::ListBackups, v1::ListBackupsRequest()); }

  std::string folder_;
};

TEST_F(BackupServiceTest, WhatIsBackedUpWhileItServesIsServedAgainAfterRestoring) {
  CreateMember("north", "kind: CREATOR display_name { key: 'en' value: 'North' }");
  const v1::Backup made = Make();
  EXPECT_EQ(made.state(), v1::Backup::VERIFIED) << made.fault();
  EXPECT_GT(made.bytes(), 0);
  EXPECT_GT(made.sequence(), 0);
  CreateMember("later", "kind: CREATOR display_name { key: 'en' value: 'Later' }");
  Stop();

  const auto found = storage::FindBackup(folder_, {});
  ASSERT_TRUE(found.ok()) << found.status();
  const absl::Status restored =
      storage::RestoreBackupOver(storage::BackupDirectory(folder_, found->id), options_.store.path);
  ASSERT_TRUE(restored.ok()) << restored;
  const auto audit = storage::VerifyAudit(options_.store.path, "", std::nullopt);
  EXPECT_TRUE(audit.ok()) << audit.status();
  Start();
  AwaitIndex();
  EXPECT_TRUE(Send<v1::GetMemberRequest>("name: 'alliances/music/members/north'").ok());
  EXPECT_EQ(Send<v1::GetMemberRequest>("name: 'alliances/music/members/later'").code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_TRUE(Send<v1::RecommendPartnersRequest>("member: 'alliances/music/members/north'").ok());
  std::filesystem::remove_all(storage::PathBeforeRestore(options_.store.path));
}

TEST_F(BackupServiceTest, BackupsAreListedTheNewestFirstAcrossRestarts) {
  const std::string first = Make().name();
  const std::string second = Make().name();
  EXPECT_EQ(first, "backups/000001");
  Restart();
  const v1::ListBackupsResponse listed = List();
  ASSERT_EQ(listed.backups_size(), 2);
  EXPECT_EQ(listed.backups(0).name(), second);
  EXPECT_EQ(listed.backups(1).name(), first);
  EXPECT_EQ(listed.backups(0).state(), v1::Backup::VERIFIED);
  EXPECT_FALSE(listed.has_under_way());
  EXPECT_EQ(listed.max_age_seconds(), 30 * 24 * 3600);
}

TEST_F(BackupServiceTest, WhatIsNotThereOrHasNoSuchNameIsSaid) {
  EXPECT_EQ(Get("backups/000009").code(), grpc::StatusCode::NOT_FOUND);
  const auto wrong = Get("backups/../data");
  EXPECT_EQ(wrong.code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFields(wrong.status), ::testing::ElementsAre("name"));
}

TEST_F(BackupServiceTest, AFailedOneIsToldAndLeavesTheOthers) {
  Make();
  // Where the next one is to be made there is something that cannot be removed.
  std::ofstream(folder_ + "/000002.partial") << "in the way";
  const v1::Backup failed = Make();
  EXPECT_EQ(failed.state(), v1::Backup::FAILED);
  EXPECT_NE(failed.fault(), "");
  ASSERT_EQ(server_->TakeFaults().size(), 1U);
  std::filesystem::remove(folder_ + "/000002.partial");
  EXPECT_EQ(Make().state(), v1::Backup::VERIFIED);
}

TEST_F(BackupServiceTest, MakingOneIsInTheServersAuditTrail) {
  Make();
  grpc::ClientContext context;
  v1::ListAuditEntriesRequest request;
  request.set_parent("server");
  request.set_method("CreateBackup");
  v1::ListAuditEntriesResponse entries;
  ASSERT_TRUE(
      v1::AuditService::NewStub(channel_)->ListAuditEntries(&context, request, &entries).ok());
  ASSERT_EQ(entries.entries_size(), 1);
  EXPECT_EQ(entries.entries(0).code(), 0);
}

TEST_F(BackupServiceTest, OneIsMadeWhenItIsTimeAndNotAgainBeforeTheInterval) {
  options_.backups.interval = absl::Hours(24);
  Restart();
  while (List().backups_size() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  // The next one is due in a day, by a restart too, and also where the clock was set back.
  Restart();
  Wait(-absl::Hours(5));
  Restart();
  EXPECT_EQ(List().backups_size(), 1);
  EXPECT_FALSE(List().has_under_way());
  Wait(absl::Hours(30));
  Restart();
  while (List().backups_size() == 1) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_EQ(List().backups_size(), 2);
}

TEST_F(BackupServiceTest, BackupsThatAreTooOldGoAndTheErasureSaysWhen) {
  StopClock();
  Make();
  CreateMember("north", "kind: CREATOR display_name { key: 'en' value: 'North' }");
  const v1::Backup with_north = Make();
  AwaitIndex();
  grpc::ClientContext context;
  v1::EraseMemberRequest request;
  request.set_name("alliances/music/members/north");
  v1::EraseMemberResponse erased;
  const grpc::Status status =
      v1::PersonalDataService::NewStub(channel_)->EraseMember(&context, request, &erased);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(erased.backups_gone_time().seconds(),
            with_north.begin_time().seconds() + 30 * 24 * 3600);
  Wait(absl::Hours(24 * 31));
  Make();
  Restart();  // Prunes at once.
  EXPECT_EQ(List().backups_size(), 1);
}

TEST_F(BackupServiceTest, AServerWithoutAFolderSaysHowToGetOne) {
  options_.backups.folder = "";
  Restart();
  const auto none = Call(&Stub::CreateBackup, v1::CreateBackupRequest());
  EXPECT_EQ(none.code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(none.status.error_message(), HasSubstr("--backups DIR"));
  EXPECT_EQ(Call(&Stub::ListBackups, v1::ListBackupsRequest()).code(),
            grpc::StatusCode::FAILED_PRECONDITION);
}

TEST_F(BackupServiceTest, AFolderWithinTheDataIsRefused) {
  Stop();
  options_.backups.folder = options_.store.path + "/backups";
  const auto refused = Server::Start(options_);
  EXPECT_TRUE(absl::IsInvalidArgument(refused.status())) << refused.status();
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("is within the data"));
  options_.backups.folder = folder_;
  Start();
}

}  // namespace
}  // namespace counterpoint::service

// `counterpointd audit verify`, and what backup and restore leave in the trail.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "counterpoint/stored/audit_event.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/audit_store.h"

namespace counterpoint::service {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class AuditCommandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(folder_);
    const auto store = Open(folder_ + "/data");
    storage::CommitRequest request;
    request.alliance = "music";
    request.writes.emplace_back().id = "m";
    ASSERT_TRUE(store->CommitAudited(request, {"event", {"name"}}).ok());
    const auto head = store->GetAuditHead("music");
    anchor_ = absl::StrCat(head->sequence, ":", absl::BytesToHexString(head->hash));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static std::unique_ptr<storage::AuditStore> Open(const std::string& path) {
    storage::StoreOptions options;
    options.path = path;
    auto store = storage::AuditStore::Open(options);
    EXPECT_TRUE(store.ok()) << store.status();
    return *std::move(store);
  }
  struct Outcome {
    int code = 0;
    std::string text;
  };
  Outcome Run(const std::string& arguments) const {
    Outcome outcome;
    FILE* pipe = popen(
        absl::StrCat("cd ", folder_, " && " COUNTERPOINTD " ", arguments, " 2>&1").c_str(), "r");
    char buffer[1024];
    while (std::fgets(buffer, sizeof(buffer), pipe) != nullptr) outcome.text += buffer;
    outcome.code = WEXITSTATUS(pclose(pipe));
    return outcome;
  }

  const std::string folder_ = absl::StrCat(::testing::TempDir(), "/audit-command-", getpid());
  std::string anchor_;
};

TEST_F(AuditCommandTest, AWholeTrailHoldsWithItsLastEntries) {
  const Outcome whole = Run("audit verify --data data");
  EXPECT_EQ(whole.code, 0);
  EXPECT_EQ(whole.text, absl::StrCat("music: 1 entries hold, up to ", anchor_, "\n"));
  EXPECT_EQ(Run(absl::StrCat("audit verify --data data --alliance music --anchor ", anchor_)).code,
            0);
}

TEST_F(AuditCommandTest, WhatIsMissingIsTold) {
  std::string later = anchor_;
  later[0] = '2';
  const Outcome cut =
      Run(absl::StrCat("audit verify --data data --alliance music --anchor ", later));
  EXPECT_EQ(cut.code, 1);
  EXPECT_THAT(cut.text, HasSubstr("cut off"));
  EXPECT_THAT(Run("audit verify --data data --anchor 1:xyz").text, HasSubstr("SEQUENCE:HASH"));
  EXPECT_THAT(Run("audit verify --data nowhere").text, HasSubstr("there is no store"));
}

TEST_F(AuditCommandTest, BackupAndRestoreAreEnteredByWhoRanThem) {
  ASSERT_EQ(Run("backup --data data --to copy").code, 0);
  ASSERT_EQ(Run("restore --backup copy --to restored").code, 0);
  EXPECT_EQ(Run("verify --backup copy").code, 0);
  EXPECT_THAT(Run("audit verify --data copy").text, StartsWith("server: 1 entries hold"));
  const Outcome restored =
      Run(absl::StrCat("audit verify --data restored --alliance music --anchor ", anchor_));
  EXPECT_EQ(restored.code, 0);
  EXPECT_THAT(restored.text, StartsWith("server: 2 entries hold"));
  const auto entries = Open(folder_ + "/restored")->AuditEntries(storage::kServerAuditChain, 1, 9);
  ASSERT_EQ(entries->size(), 2U);
  stored::AuditEvent event;
  ASSERT_TRUE(event.ParseFromString(entries->at(1).payload));
  EXPECT_EQ(event.method(), "counterpointd restore");
  EXPECT_EQ(event.identification(), stored::AuditEvent::SYSTEM_USER);
  EXPECT_FALSE(event.caller().empty());
}

}  // namespace
}  // namespace counterpoint::service

#include "service/access/grant_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/access/grant_changes.h"

namespace counterpoint::service {
namespace {

using ::testing::HasSubstr;

class GrantFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(folder_);
    path_ = folder_ + "/tokens";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  absl::Status Add(const std::string& id) const {
    return ChangeGrants(path_, [&](stored::AccessGrants& grants) {
      stored::AccessGrant added;
      return AddGrant({.id = id, .lifetime = absl::Hours(1)}, absl::Now(), grants, added).status();
    });
  }
  void Write(const std::string& text) const {
    std::ofstream(path_) << text;
    chmod(path_.c_str(), 0600);
  }
  std::string Fault(const std::string& text) const {
    Write(text);
    const absl::Status status = ReadGrants(path_).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    return std::string(status.message());
  }

  const std::string folder_ = absl::StrCat(::testing::TempDir(), "/grant-file-", getpid());
  std::string path_;
};

TEST_F(GrantFileTest, WhatIsAddedIsRead) {
  ASSERT_TRUE(Add("a").ok());
  ASSERT_TRUE(Add("b").ok());
  const auto grants = ReadGrants(path_);
  ASSERT_TRUE(grants.ok()) << grants.status();
  ASSERT_EQ(grants->grants_size(), 2);
  EXPECT_EQ(grants->grants(1).id(), "b");
}

TEST_F(GrantFileTest, ItsOwnerAloneMayReadIt) {
  ASSERT_TRUE(Add("a").ok());
  struct stat about {};
  ASSERT_EQ(stat(path_.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
}

TEST_F(GrantFileTest, AFailedChangeLeavesItAsItWas) {
  ASSERT_TRUE(Add("a").ok());
  EXPECT_TRUE(absl::IsAlreadyExists(Add("a")));
  const absl::Status bad = ChangeGrants(path_, [](stored::AccessGrants& grants) {
    grants.mutable_grants(0)->set_role("king");
    return absl::OkStatus();
  });
  EXPECT_EQ(bad.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReadGrants(path_)->grants(0).role(), "reader");
}

TEST_F(GrantFileTest, ChangesAtTheSameTimeAreAllKept) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([this, i] { EXPECT_TRUE(Add(absl::StrCat("g", i)).ok()); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(ReadGrants(path_)->grants_size(), 8);
}

TEST_F(GrantFileTest, AFileThatIsNotThereSaysSo) {
  EXPECT_TRUE(absl::IsNotFound(ReadGrants(path_).status()));
}

TEST_F(GrantFileTest, AFileThatOthersMayWriteIsRefused) {
  ASSERT_TRUE(Add("a").ok());
  chmod(path_.c_str(), 0622);
  const auto refused = ReadGrants(path_);
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("chmod 600"));
}

TEST_F(GrantFileTest, EveryFaultIsNamed) {
  EXPECT_THAT(Fault("grants { id: 'a' \n nonsense: 1 }"), HasSubstr("line 2"));
  const std::string fault = Fault(R"(
    grants { id: "A" role: "reader" expire_time: "2030-01-01T00:00:00Z" certificate: "DNS:a" }
    grants { id: "b" role: "king" expire_time: "2030-01-01T00:00:00Z" certificate: "DNS:b" }
    grants { id: "c" role: "reader" expire_time: "soon" certificate: "DNS:c" }
    grants { id: "d" role: "reader" expire_time: "2030-01-01T00:00:00Z" }
    grants { id: "e" role: "reader" expire_time: "2030-01-01T00:00:00Z" certificate: "e" }
    grants { id: "f" role: "reader" expire_time: "2030-01-01T00:00:00Z"
             secrets { salt: "00" sha256: "12" } }
    grants { id: "g" role: "reader" expire_time: "2030-01-01T00:00:00Z" certificate: "DNS:g" }
    grants { id: "g" role: "reader" expire_time: "2030-01-01T00:00:00Z" certificate: "DNS:h" }
    grants { id: "i" role: "reader" expire_time: "2030-01-01T00:00:00Z" certificate: "DNS:g" }
    grants { id: "j" role: "reader" alliance: "a b" expire_time: "2030-01-01T00:00:00Z"
             certificate: "DNS:j" }
  )");
  for (const char* named : {"'A': id", "'b': role", "'c': expire_time", "'d': it must have either",
                            "'e': certificate", "'f': secrets", "'g': another grant has its id",
                            "'i': another grant is for", "'j': alliance"}) {
    EXPECT_THAT(fault, HasSubstr(named));
  }
}

}  // namespace
}  // namespace counterpoint::service

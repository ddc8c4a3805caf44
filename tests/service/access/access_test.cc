#include "service/access/access.h"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "counterpoint/v1/alliance_service.pb.h"
#include "counterpoint/v1/member_service.pb.h"
#include "counterpoint/v1/operation.pb.h"
#include "counterpoint/v1/plan_service.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/access/grant_changes.h"
#include "service/access/grant_file.h"

namespace counterpoint::service {
namespace {

using ::testing::HasSubstr;

class AccessTest : public ::testing::Test {
 protected:
  void SetUp() override {
    options_.tokens_file = absl::StrCat(::testing::TempDir(), "/access-", getpid());
    options_.reload_interval = absl::Milliseconds(2);
    token_ = Add("portal-music", Role::kPortal, "music");
  }
  void TearDown() override {
    access_.reset();
    unlink(options_.tokens_file.c_str());
    unlink((options_.tokens_file + ".lock").c_str());
  }

  std::string Add(const std::string& id, Role role, const std::string& alliance) const {
    std::string token;
    EXPECT_TRUE(ChangeGrants(options_.tokens_file, [&](stored::AccessGrants& grants) {
                  stored::AccessGrant added;
                  auto made = AddGrant(
                      {.id = id, .role = role, .alliance = alliance, .lifetime = absl::Hours(1)},
                      absl::Now(), grants, added);
                  token = made.value_or("");
                  return made.status();
                }).ok());
    return token;
  }
  void Open() {
    auto opened = Access::Open(options_, [this] { return absl::Now() + ahead_; });
    ASSERT_TRUE(opened.ok()) << opened.status();
    access_ = *std::move(opened);
    access_->Follow([this](const absl::Status& fault) {
      EXPECT_EQ(fault.code(), absl::StatusCode::kInvalidArgument);
      ++faults_;
    });
  }
  absl::StatusOr<Caller> Identify(const std::string& authorization) const {
    return access_->Identify({{authorization}, {}});
  }
  // Until it is as expected; the test's time limit ends what never is.
  void AwaitIdentified(const std::string& token, bool expected) const {
    while (Identify("Bearer " + token).ok() != expected) absl::SleepFor(absl::Milliseconds(1));
  }

  AccessOptions options_;
  std::string token_;
  absl::Duration ahead_;
  std::atomic<int> faults_ = 0;
  std::unique_ptr<Access> access_;
};

TEST_F(AccessTest, WithoutAFileEverybodyIsAnAdministratorOfAll) {
  const Access open;
  const auto caller = open.Identify({});
  ASSERT_TRUE(caller.ok());
  EXPECT_EQ(caller->role, Role::kAdministrator);
  EXPECT_TRUE(caller->ReachesAll());
  EXPECT_TRUE(open.Authorize(*caller, v1::DeleteAllianceRequest()).ok());
}

TEST_F(AccessTest, ATokenIsTakenAsTheStandardWritesIt) {
  Open();
  EXPECT_TRUE(Identify("Bearer " + token_).ok());
  EXPECT_TRUE(Identify("bearer " + token_).ok());
  EXPECT_FALSE(Identify(token_).ok());
  EXPECT_FALSE(Identify("Basic " + token_).ok());
  EXPECT_FALSE(Identify("Bearer " + token_ + " ").ok());
  EXPECT_FALSE(access_->Identify({{"Bearer " + token_, "Bearer " + token_}, {}}).ok());
}

TEST_F(AccessTest, WhoeverBringsNothingLearnsWhatToBring) {
  Open();
  const absl::Status refused = access_->Identify({}).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kUnauthenticated);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("counterpointd token create"));
  const absl::Status stranger = access_->Identify({{}, {"DNS:stranger"}}).status();
  EXPECT_EQ(stranger.code(), absl::StatusCode::kUnauthenticated);
}

TEST_F(AccessTest, WhatIsWrongWithATokenIsNotSaid) {
  const std::string gone = Add("gone", Role::kStaff, "");
  ASSERT_TRUE(ChangeGrants(options_.tokens_file, [](stored::AccessGrants& grants) {
                return RevokeGrant("gone", absl::Now(), grants);
              }).ok());
  Open();
  const absl::Status unknown =
      Identify("Bearer cpt.nobody.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").status();
  EXPECT_EQ(unknown.code(), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(Identify("Bearer nonsense").status(), unknown);
  EXPECT_EQ(Identify("Bearer eyJhbGciOiJub25lIn0.e30.").status(), unknown);
  EXPECT_EQ(Identify("Bearer " + gone).status(), unknown);
  EXPECT_EQ(Identify("Bearer " + token_.substr(0, token_.size() - 1) + "!").status(), unknown);
  ahead_ = absl::Hours(2);
  EXPECT_EQ(Identify("Bearer " + token_).status(), unknown);
}

TEST_F(AccessTest, ChangesOfTheFileCountWithoutARestart) {
  Open();
  const std::string later = Add("later", Role::kStaff, "music");
  AwaitIdentified(later, true);
  ASSERT_TRUE(ChangeGrants(options_.tokens_file, [](stored::AccessGrants& grants) {
                return RevokeGrant("portal-music", absl::Now(), grants);
              }).ok());
  AwaitIdentified(token_, false);
  EXPECT_TRUE(Identify("Bearer " + later).ok());
  EXPECT_EQ(faults_, 0);
}

TEST_F(AccessTest, ABrokenFileIsReportedOnceAndTheOldOneCounts) {
  Open();
  { std::ofstream(options_.tokens_file, std::ios::app) << "nonsense {"; }
  while (faults_ == 0) absl::SleepFor(absl::Milliseconds(1));
  absl::SleepFor(absl::Milliseconds(20));
  EXPECT_EQ(faults_, 1);
  EXPECT_TRUE(Identify("Bearer " + token_).ok());
}

TEST_F(AccessTest, ARoleMayCallWhatItsRowSays) {
  Open();
  const Caller reader{"r", Role::kReader, "music"};
  v1::GetMemberRequest get;
  get.set_name("alliances/music/members/north");
  EXPECT_TRUE(access_->Authorize(reader, get).ok());
  v1::DeleteMemberRequest drop;
  drop.set_name("alliances/music/members/north");
  const absl::Status refused = access_->Authorize(reader, drop);
  EXPECT_EQ(refused.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("staff, batch, administrator"));
  EXPECT_EQ(access_->Authorize(reader, v1::Operation()).code(),
            absl::StatusCode::kPermissionDenied);
}

TEST_F(AccessTest, NoNameGetsACallerOutOfItsAlliance) {
  Open();
  const Caller staff{"s", Role::kStaff, "music"};
  v1::GetMemberRequest request;
  for (const char* name :
       {"alliances/games/members/star", "alliances/games", "alliances/music2/members/a",
        "alliances/musi", "alliances/", "alliances//music", " alliances/music/members/a",
        "ALLIANCES/music/members/a", "/alliances/music", "members/a", "music", "alliances/Music/x",
        "alliances/../music/members/a"}) {
    request.set_name(name);
    const absl::Status refused = access_->Authorize(staff, request);
    EXPECT_EQ(refused.code(), absl::StatusCode::kPermissionDenied) << name;
    EXPECT_EQ(refused.message(),
              "name: must be within alliances/music, for which alone the token is");
  }
  // These are for the request's own check to refuse.
  for (const char* name : {"", "alliances/music", "alliances/music/", "alliances/music/../games"}) {
    request.set_name(name);
    EXPECT_TRUE(access_->Authorize(staff, request).ok()) << name;
  }
}

TEST_F(AccessTest, EveryNameOfARequestHasToBeWithin) {
  Open();
  const Caller staff{"s", Role::kStaff, "music"};
  v1::ComparePlansRequest request;
  request.set_plan("alliances/music/sessions/s/plans/1");
  request.set_other_plan("alliances/games/sessions/s/plans/1");
  EXPECT_THAT(std::string(access_->Authorize(staff, request).message()), HasSubstr("other_plan"));
  EXPECT_TRUE(access_->Authorize({"s", Role::kStaff, ""}, request).ok());
}

TEST_F(AccessTest, WhatIsAboutAllAlliancesTakesACallerOfAll) {
  Open();
  v1::CreateAllianceRequest request;
  request.set_alliance_id("music");
  EXPECT_EQ(access_->Authorize({"a", Role::kAdministrator, "music"}, request).code(),
            absl::StatusCode::kPermissionDenied);
  EXPECT_TRUE(access_->Authorize({"a", Role::kAdministrator, ""}, request).ok());
  EXPECT_TRUE(access_->Authorize({"r", Role::kReader, "music"}, v1::ListAlliancesRequest()).ok());
}

}  // namespace
}  // namespace counterpoint::service

#include "service/staff_rules/rules_in_force.h"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "service/conversion/alliance_record.h"
#include "service/conversion/staff_rule_record.h"

namespace counterpoint::service {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

class RulesInForceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    directory_ =
        absl::StrCat(::testing::TempDir(), "/rules-in-force-", test->name(), "-", getpid());
    std::filesystem::remove_all(directory_);
    storage::StoreOptions options;
    options.path = directory_;
    options.sync_writes = false;
    auto store = storage::Store::Open(options);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    rules_ = std::make_unique<RulesInForce>(*store_, alliances_);
    store_->SetListener([this](absl::string_view alliance, std::int64_t revision) {
      rules_->OnCommit(alliance, revision);
    });
    v1::Alliance alliance;
    (*alliance.mutable_display_name())["en"] = "Music";
    Put(storage::Collection::kAlliance, "", conversion::PayloadOf(alliance));
  }
  void TearDown() override {
    rules_.reset();
    store_.reset();
    std::filesystem::remove_all(directory_);
  }

  void Put(storage::Collection collection, const std::string& id, const std::string& payload) {
    storage::Write write;
    write.collection = collection;
    write.id = id;
    write.payload = payload;
    storage::CommitRequest commit;
    commit.alliance = "music";
    commit.writes = {write};
    const auto result = store_->Commit(std::move(commit));
    ASSERT_TRUE(result.ok()) << result.status();
  }
  void PutRule(const std::string& id, const std::string& text) {
    v1::StaffRule rule;
    google::protobuf::TextFormat::Parser parser;
    ASSERT_TRUE(parser.ParseFromString(
        "action: VETO partners { kinds: CREATOR } author: 'a' reason: 'b'", &rule));
    ASSERT_TRUE(parser.MergeFromString(text, &rule)) << text;
    Put(storage::Collection::kStaffRule, id, conversion::PayloadOf(rule));
  }
  std::shared_ptr<const CompiledRules> Now(absl::Duration later = absl::ZeroDuration()) {
    const auto rules = rules_->Now("music", kNow + later);
    EXPECT_TRUE(rules.ok()) << rules.status();
    return rules.ok() ? *rules : nullptr;
  }
  std::size_t CountFor(const CompiledRules& compiled) {
    matching::MemberFeatures creator;
    creator.id = "creator";
    creator.kind = matching::MemberKind::kCreator;
    return compiled.rules.For(creator).IsVetoed(creator) ? 1 : 0;
  }

  std::string directory_;
  std::unique_ptr<storage::Store> store_;
  AllianceReader alliances_;
  std::unique_ptr<RulesInForce> rules_;
};

TEST_F(RulesInForceTest, WithoutRulesThereAreNone) {
  EXPECT_TRUE(Now()->rules.empty());
  EXPECT_EQ(Now()->until, absl::InfiniteFuture());
  EXPECT_TRUE(absl::IsNotFound(rules_->Now("nobody", kNow).status()));
}

TEST_F(RulesInForceTest, ARuleCountsFromItsCommitToItsEnd) {
  const auto before = Now();
  PutRule("r", "");
  const auto with = Now();
  EXPECT_EQ(CountFor(*with), 1U);
  EXPECT_NE(with->fingerprint, before->fingerprint);
  PutRule("r", "end_author: 'a' end_reason: 'c'");
  EXPECT_TRUE(Now()->rules.empty());
  EXPECT_EQ(Now()->fingerprint, before->fingerprint);
}

TEST_F(RulesInForceTest, OtherCommitsLeaveTheRulesAsTheyAre) {
  PutRule("r", "");
  const auto first = Now();
  Put(storage::Collection::kMember, "m", "");
  EXPECT_EQ(Now(), first);
}

TEST_F(RulesInForceTest, ARuleExpiresByTheTimeThatIsAskedFor) {
  PutRule("r", absl::StrCat("expire_time { seconds: ", absl::ToUnixSeconds(kNow) + 60, " }"));
  PutRule("s", absl::StrCat("partners { kinds: INVESTOR } expire_time { seconds: ",
                            absl::ToUnixSeconds(kNow) + 90, " }"));
  EXPECT_EQ(Now()->until, kNow + absl::Seconds(60));
  EXPECT_EQ(Now(absl::Seconds(59)), Now());
  EXPECT_EQ(Now(absl::Seconds(60))->until, kNow + absl::Seconds(90));
  EXPECT_TRUE(Now(absl::Seconds(90))->rules.empty());
  // A list for an earlier moment has what was in force then.
  EXPECT_EQ(Now()->until, kNow + absl::Seconds(60));
}

TEST_F(RulesInForceTest, TopicsThatAreGoneHoldForNobody) {
  PutRule("r", "partners { topics: 'no-such-topic' }");
  EXPECT_EQ(CountFor(*Now()), 0U);
}

TEST_F(RulesInForceTest, OneSnapshotIsGivenForOneSnapshotAndOneSetOfRules) {
  const auto known = alliances_.Find(*store_->View(), "music");
  ASSERT_TRUE(known.ok());
  auto made = std::make_shared<IndexSnapshot>();
  made->alliance = *known;
  const Snapshot plain = made;
  EXPECT_EQ(*rules_->WithRules(plain, kNow), plain);
  PutRule("r", "");
  const Snapshot ruled = *rules_->WithRules(plain, kNow);
  ASSERT_NE(ruled, plain);
  EXPECT_EQ(CountFor(*ruled->rules), 1U);
  EXPECT_EQ(*rules_->WithRules(plain, kNow), ruled);
  PutRule("s", "");
  EXPECT_NE(*rules_->WithRules(plain, kNow), ruled);
}

TEST_F(RulesInForceTest, WhoeverAsksAfterACommitSeesIt) {
  std::atomic<int> committed = 0;
  std::thread writer([&] {
    for (int i = 0; i < 100; ++i) {
      PutRule(absl::StrCat("r", i),
              absl::StrCat("partners { members: 'alliances/music/members/m", i, "' }"));
      committed.store(i + 1);
    }
  });
  int seen = 0;
  while (seen < 100) {
    seen = committed.load();
    const auto rules = Now();
    if (seen == 0) continue;
    matching::MemberFeatures last;
    last.id = absl::StrCat("m", seen - 1);
    last.kind = matching::MemberKind::kCreator;
    EXPECT_TRUE(rules->rules.For(last).IsVetoed(last)) << seen;
  }
  writer.join();
}

}  // namespace
}  // namespace counterpoint::service

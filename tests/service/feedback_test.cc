#include "service/feedback/feedback.h"

#include <atomic>
#include <map>
#include <random>
#include <set>
#include <thread>
#include <tuple>

#include "gmock/gmock.h"
#include "service/tokens/attribution_token.h"
#include "tests/service/feedback_fixture.h"

namespace counterpoint::service {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

class FollowedFeedbackTest : public FeedbackTest {
 protected:
  FollowedFeedbackTest() { StartFeedback(); }

  std::string KindBetween(const std::string& member, const std::string& partner,
                          absl::Time now = Now()) {
    const auto kept_apart = KeptApartNow();
    const auto* pair = kept_apart->Between(member, partner, now);
    const auto* mirrored = kept_apart->Between(partner, member, now);
    EXPECT_EQ(pair == nullptr, mirrored == nullptr);
    if (pair == nullptr) return "";
    EXPECT_EQ(pair->kind, mirrored->kind);
    return v1::InteractionKind_Name(pair->kind);
  }
  std::vector<InteractionFact> Facts() {
    std::vector<InteractionFact> facts;
    const absl::Status read = feedback_->ReadFacts("music", [&](const InteractionFacts& all) {
      all.ForEach([&](const InteractionFact& fact) { facts.push_back(fact); });
      EXPECT_EQ(all.size(), facts.size());
    });
    EXPECT_TRUE(read.ok()) << read;
    return facts;
  }
};

TEST_F(FollowedFeedbackTest, WhatIsCommittedIsSeenByWhoeverAsksNext) {
  EXPECT_EQ(KindBetween("a", "b"), "");
  Commit({Put("i1", "a", "b", "kind: DECLINED decline_reason: TOO_EARLY" + Ago(0))});
  EXPECT_EQ(KindBetween("a", "b"), "DECLINED");
  Commit({Removal("i1"), Put("i2", "b", "c", "kind: CONFLICT")});
  EXPECT_EQ(KindBetween("a", "b"), "");
  EXPECT_EQ(KindBetween("b", "c"), "CONFLICT");
  Commit({Put("i2", "b", "c", "kind: MET")});
  EXPECT_EQ(KindBetween("b", "c"), "") << "replaced";
  EXPECT_TRUE(KeptApartNow()->empty());
}

TEST_F(FollowedFeedbackTest, OnlyFourKindsKeepApart) {
  for (int kind = v1::PARTNERSHIP; kind <= v1::CONFLICT; ++kind) {
    const std::string name = v1::InteractionKind_Name(static_cast<v1::InteractionKind>(kind));
    Commit({Put("i", "a", "b", "kind: " + name + Ago(0))});
    const bool keeps_apart = kind == v1::PARTNERSHIP || kind == v1::DECLINED ||
                             kind == v1::AGREEMENT_SIGNED || kind == v1::CONFLICT;
    EXPECT_EQ(KindBetween("a", "b"), keeps_apart ? name : "");
  }
}

TEST_F(FollowedFeedbackTest, DeclineCountsForHalfAYearFromTheLastOne) {
  const std::int64_t day = 86'400;
  Commit({Put("i1", "a", "b", "kind: DECLINED" + Ago(200 * day))});
  EXPECT_EQ(KindBetween("a", "b"), "");
  EXPECT_EQ(KindBetween("a", "b", Now() - absl::Hours(24 * 21)), "DECLINED");
  Commit({Put("i2", "b", "a", "kind: DECLINED" + Ago(100 * day))});
  EXPECT_EQ(KindBetween("a", "b"), "DECLINED");
  const absl::Time end = Now() + absl::Hours(24 * 80);
  EXPECT_EQ(KindBetween("a", "b", end - absl::Seconds(1)), "DECLINED");
  EXPECT_EQ(KindBetween("a", "b", end), "");
  EXPECT_THAT(KeptApartNow()->Of("a"), testing::SizeIs(1)) << "it is kept when it has run out";
}

TEST_F(FollowedFeedbackTest, OfSeveralTheOneThatLastsIsNamedAndConflictFirst) {
  Commit({Put("i1", "a", "b", "kind: DECLINED" + Ago(0))});
  Commit({Put("i2", "a", "b", "kind: AGREEMENT_SIGNED")});
  EXPECT_EQ(KindBetween("a", "b"), "AGREEMENT_SIGNED");
  Commit({Put("i3", "b", "a", "kind: PARTNERSHIP")});
  EXPECT_EQ(KindBetween("a", "b"), "PARTNERSHIP");
  Commit({Put("i4", "b", "a", "kind: CONFLICT")});
  EXPECT_EQ(KindBetween("a", "b"), "CONFLICT");
  EXPECT_EQ(KeptApartNow()->Of("a")[0].until, absl::InfiniteFuture());
  Commit({Removal("i4"), Removal("i3"), Removal("i2")});
  EXPECT_EQ(KindBetween("a", "b"), "DECLINED");
}

TEST_F(FollowedFeedbackTest, IncludingPartnersBringsBackNeitherDeclinesNorConflicts) {
  Commit({Put("i1", "a", "b", "kind: PARTNERSHIP"), Put("i2", "a", "c", "kind: PARTNERSHIP"),
          Put("i3", "c", "a", "kind: DECLINED" + Ago(0)), Put("i4", "a", "d", "kind: CONFLICT"),
          Put("i5", "a", "d", "kind: PARTNERSHIP")});
  const auto kept_apart = KeptApartNow();
  std::vector<std::string> still;
  for (const auto& pair : kept_apart->Of("a")) {
    EXPECT_TRUE(pair.Counts(Now()));
    if (pair.Counts(Now(), true)) still.push_back(pair.partner);
  }
  EXPECT_THAT(still, ElementsAre("c", "d"));
}

TEST_F(FollowedFeedbackTest, TimeLeftOutIsThatOfRecording) {
  Commit({Put("i1", "a", "b", "kind: DECLINED")});
  EXPECT_EQ(KeptApartNow()->Of("a")[0].until, Now() + KeptApart::kDeclineLasts);
  EXPECT_EQ(Facts()[0].occurred, kNow);
}

TEST_F(FollowedFeedbackTest, WhatKeepsNobodyApartLeavesTheObjectAsItIs) {
  Commit({Put("i1", "a", "b", "kind: CONFLICT")});
  const auto before = KeptApartNow();
  Commit({Put("i2", "a", "c", "kind: VIEWED")});
  EXPECT_EQ(KeptApartNow(), before);
  EXPECT_EQ(Facts().size(), 2U);
}

TEST_F(FollowedFeedbackTest, ObjectThatIsHeldStaysAsItWas) {
  Commit({Put("i1", "a", "b", "kind: CONFLICT")});
  const auto before = KeptApartNow();
  Commit({Removal("i1"), Put("i2", "a", "c", "kind: CONFLICT")});
  KeptApartNow();
  EXPECT_NE(before->Between("a", "b", Now()), nullptr);
  EXPECT_EQ(before->Between("a", "c", Now()), nullptr);
}

TEST_F(FollowedFeedbackTest, FactHasWhatItsListSays) {
  const std::string token = EncodeAttributionToken(
      StoredListToken("music", "b", 7, 12345, 3, absl::FromUnixSeconds(kNow)));
  Commit({Put("i1", "a", "b",
              absl::StrCat("kind: RATED rating: 4 place: 3 staff_rule: "
                           "'alliances/music/staffRules/r1' attribution_token: '",
                           token, "'", Ago(5)))});
  const auto facts = Facts();
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_EQ(facts[0].generation, 7);
  EXPECT_EQ(facts[0].policy_version, 12345);
  EXPECT_EQ(facts[0].place, 3);
  EXPECT_EQ(facts[0].kind, v1::RATED);
  EXPECT_EQ(facts[0].detail, 4);
  EXPECT_EQ(facts[0].occurred, kNow - 5);
  EXPECT_FALSE(facts[0].member_asked);
  const absl::Status read = feedback_->ReadFacts("music", [&](const InteractionFacts& all) {
    EXPECT_EQ(all.staff_rule(facts[0].staff_rule), "r1");
    EXPECT_EQ(all.member(facts[0].member), "a");
    EXPECT_EQ(all.member(facts[0].partner), "b");
    EXPECT_EQ(all.members(), 2U);
  });
  EXPECT_TRUE(read.ok());
}

TEST_F(FollowedFeedbackTest, DetailIsThatOfTheKind) {
  Commit({Put("i1", "a", "b", "kind: DECLINED decline_reason: WRONG_REGION")});
  EXPECT_EQ(Facts()[0].detail, v1::WRONG_REGION);
  Commit({Put("i1", "a", "b", "kind: AGREEMENT_SIGNED value_band: UP_TO_10_MILLION")});
  EXPECT_EQ(Facts()[0].detail, v1::UP_TO_10_MILLION);
  EXPECT_TRUE(Facts()[0].member_asked);
}

TEST_F(FollowedFeedbackTest, FactsThatAreBeingReadStayAsTheyAre) {
  Commit({Put("i1", "a", "b", "kind: MET")});
  const absl::Status read = feedback_->ReadFacts("music", [&](const InteractionFacts& all) {
    Commit({Put("i2", "a", "c", "kind: CONFLICT")});
    EXPECT_EQ(KindBetween("a", "c"), "CONFLICT");
    EXPECT_EQ(Facts().size(), 2U);
    EXPECT_EQ(all.size(), 1U);
  });
  EXPECT_TRUE(read.ok());
}

TEST_F(FollowedFeedbackTest, AllianceThatIsGoneIsNotFoundAndOneMadeAnewIsEmpty) {
  Commit({Put("i1", "a", "b", "kind: CONFLICT")});
  EXPECT_EQ(KindBetween("a", "b"), "CONFLICT");
  Drop();
  EXPECT_TRUE(absl::IsNotFound(feedback_->KeptApartNow("music").status()));
  Create();
  EXPECT_TRUE(KeptApartNow()->empty());
  Commit({Put("i1", "a", "c", "kind: CONFLICT")});
  EXPECT_EQ(KindBetween("a", "c"), "CONFLICT");
  Drop();
  Create();
  EXPECT_TRUE(KeptApartNow()->empty()) << "nobody asked in between";
  EXPECT_TRUE(absl::IsNotFound(feedback_->KeptApartNow("nobody").status()));
}

TEST_F(FollowedFeedbackTest, ReadsAnewWhereTheLogNoLongerReachesBack) {
  Commit({Put("i1", "a", "b", "kind: CONFLICT")});
  EXPECT_EQ(KindBetween("a", "b"), "CONFLICT");
  Commit({Put("i2", "a", "c", "kind: CONFLICT"), Removal("i1")});
  ahead_ += 7'200;
  ASSERT_GT(store_->Sweep()->trimmed_changes, 0);
  Commit({Put("i3", "a", "d", "kind: CONFLICT")});
  EXPECT_EQ(KindBetween("a", "d"), "CONFLICT");
  EXPECT_EQ(KindBetween("a", "c"), "CONFLICT");
  EXPECT_EQ(KindBetween("a", "b"), "");
}

TEST_F(FollowedFeedbackTest, RecordThatCannotBeReadIsReportedAndTheOthersCount) {
  storage::Write bad = Put("i1", "a", "b", "kind: CONFLICT");
  const std::string good = bad.payload;
  Commit({bad, Put("i2", "a", "c", "kind: CONFLICT")});
  EXPECT_EQ(KindBetween("a", "b"), "CONFLICT");
  bad.payload = "\xff";
  Commit({bad, Put("i3", "a", "d", "kind: CONFLICT")});
  EXPECT_EQ(KindBetween("a", "d"), "CONFLICT");
  EXPECT_EQ(KindBetween("a", "c"), "CONFLICT");
  EXPECT_EQ(KindBetween("a", "b"), "") << "what it says now is not known";
  EXPECT_EQ(Facts().size(), 2U);
  EXPECT_THAT(faults_, ElementsAre(AllOf(StartsWith("music: DATA_LOSS"),
                                         HasSubstr("alliances/music/interactions/i1"))));
  // One that begins with it comes to the same.
  faults_.clear();
  StartFeedback();
  EXPECT_EQ(KindBetween("a", "c"), "CONFLICT");
  EXPECT_EQ(Facts().size(), 2U);
  EXPECT_THAT(faults_, SizeIs(1));
  bad.payload = good;
  Commit({bad});
  EXPECT_EQ(KindBetween("a", "b"), "CONFLICT") << "recorded anew";
  Commit({Removal("i1")});
  EXPECT_EQ(KindBetween("a", "b"), "");
  EXPECT_THAT(faults_, SizeIs(1));
}

TEST_F(FollowedFeedbackTest, ThreadsThatAskWhileOthersCommitSeeTheirOwnCommits) {
  std::atomic<int> missing = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 40; ++i) {
        const std::string member = absl::StrCat("m", t);
        const std::string partner = absl::StrCat("p", i);
        Commit({Put(absl::StrCat("i", t, "-", i), member, partner, "kind: CONFLICT")});
        if (KeptApartNow()->Between(member, partner, Now()) == nullptr) ++missing;
        if (Facts().size() < static_cast<std::size_t>(i)) ++missing;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(missing, 0);
}

// A plain twin: all interactions in a map, looked through for every pair.
struct Twin {
  struct Said {
    std::string member, partner;
    v1::InteractionKind kind;
    std::int64_t occurred;
  };
  std::map<std::string, Said> interactions;

  // As text, so that differences can be read.
  std::set<std::string> Pairs(absl::Time now, bool include_partners) const {
    std::set<std::string> pairs;
    for (const auto& [id, said] : interactions) {
      const bool partners = said.kind == v1::PARTNERSHIP || said.kind == v1::AGREEMENT_SIGNED;
      const bool declined = said.kind == v1::DECLINED &&
                            now < absl::FromUnixSeconds(said.occurred) + KeptApart::kDeclineLasts;
      if (said.kind != v1::CONFLICT && !declined && (!partners || include_partners)) continue;
      pairs.insert(said.member + "-" + said.partner);
      pairs.insert(said.partner + "-" + said.member);
    }
    return pairs;
  }
  std::multiset<std::string> Facts() const {
    std::multiset<std::string> facts;
    for (const auto& [id, said] : interactions) {
      facts.insert(
          absl::StrCat(said.member, "-", said.partner, "-", said.kind, "-", said.occurred));
    }
    return facts;
  }
};

TEST_F(FollowedFeedbackTest, FollowsAnyHistoryAsOneThatIsReadAtOnce) {
  std::mt19937 random(20261121);
  const auto number = [&](int below) { return static_cast<int>(random() % below); };
  Twin twin;
  for (int step = 0; step < 300; ++step) {
    std::map<std::string, storage::Write> writes;
    for (int w = number(4); w >= 0; --w) {
      const std::string id = absl::StrCat("i", number(60));
      if (number(4) == 0) {
        if (twin.interactions.erase(id) > 0) writes[id] = Removal(id);
        continue;
      }
      const int member = number(8);
      const std::int64_t ago = number(400) * std::int64_t{86'400};
      const Twin::Said said{absl::StrCat("m", member),
                            absl::StrCat("m", (member + 1 + number(7)) % 8),
                            static_cast<v1::InteractionKind>(1 + number(11)), kNow - ago};
      writes[id] = Put(id, said.member, said.partner,
                       "kind: " + v1::InteractionKind_Name(said.kind) + Ago(ago));
      twin.interactions[id] = said;
    }
    std::vector<storage::Write> commit;
    for (auto& [id, write] : writes) commit.push_back(std::move(write));
    if (!commit.empty()) Commit(std::move(commit));
    if (step % 3 != 0) continue;  // Several commits are caught up with at once.

    const auto kept_apart = KeptApartNow();
    Feedback fresh(*store_, [](absl::string_view, const absl::Status& fault) { FAIL() << fault; });
    const auto read_at_once = *fresh.KeptApartNow("music");
    for (const bool include_partners : {false, true}) {
      std::set<std::string> pairs;
      for (int m = 0; m < 8; ++m) {
        const std::string member = absl::StrCat("m", m);
        for (const auto& pair : kept_apart->Of(member)) {
          if (pair.Counts(Now(), include_partners)) pairs.insert(member + "-" + pair.partner);
        }
      }
      ASSERT_EQ(pairs, twin.Pairs(Now(), include_partners)) << "step " << step;
    }
    ASSERT_EQ(kept_apart->Fingerprint(Now()), read_at_once->Fingerprint(Now()));
    for (int m = 0; m < 8; ++m) {
      const auto& one = kept_apart->Of(absl::StrCat("m", m));
      const auto& other = read_at_once->Of(absl::StrCat("m", m));
      ASSERT_EQ(one.size(), other.size());
      for (std::size_t i = 0; i < one.size(); ++i) {
        ASSERT_TRUE(one[i].partner == other[i].partner && one[i] == other[i]);
      }
    }
    std::multiset<std::string> facts;
    ASSERT_TRUE(feedback_
                    ->ReadFacts("music",
                                [&](const InteractionFacts& all) {
                                  all.ForEach([&](const InteractionFact& fact) {
                                    facts.insert(absl::StrCat(all.member(fact.member), "-",
                                                              all.member(fact.partner), "-",
                                                              fact.kind, "-", fact.occurred));
                                  });
                                })
                    .ok());
    ASSERT_EQ(facts, twin.Facts()) << "step " << step;
  }
}

TEST_F(FollowedFeedbackTest, FingerprintIsOfThePairsThatCount) {
  const std::int64_t day = 86'400;
  const std::uint64_t nothing = KeptApartNow()->Fingerprint(Now());
  Commit({Put("i1", "a", "b", "kind: DECLINED" + Ago(179 * day))});
  const std::uint64_t declined = KeptApartNow()->Fingerprint(Now());
  EXPECT_NE(declined, nothing);
  EXPECT_EQ(KeptApartNow()->Fingerprint(Now() + absl::Hours(24)), nothing);
  Commit({Put("i2", "b", "a", "kind: DECLINED" + Ago(0))});
  EXPECT_EQ(KeptApartNow()->Fingerprint(Now()), declined) << "the same pair";
  Commit({Put("i3", "a", "c", "kind: CONFLICT")});
  EXPECT_NE(KeptApartNow()->Fingerprint(Now()), declined);
}

}  // namespace
}  // namespace counterpoint::service

// What is recorded of stored lists, by hand-made examples.
#include "service/learning/recorded_lists.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace counterpoint::service {
namespace {

using Outcome = matching::ShownPair::Outcome;

constexpr std::int64_t kNow = 1'000'000;

// Members "a" to "e", numbered in that order.
class Facts final : public InteractionFacts {
 public:
  std::int64_t revision() const override { return 1; }
  std::size_t size() const override { return facts_.size(); }
  const std::string& member(std::uint32_t number) const override { return names_[number]; }
  std::uint32_t members() const override { return static_cast<std::uint32_t>(names_.size()); }
  const std::string& staff_rule(std::uint32_t) const override { return names_[0]; }
  void ForEach(absl::FunctionRef<void(const InteractionFact&)> visit) const override {
    for (const InteractionFact& fact : facts_) visit(fact);
  }

  // `member` does something about `partner`, as of the list of `asker` in the
  // generation; 0: of no list.
  InteractionFact& Add(v1::InteractionKind kind, char member, char partner, int generation = 0,
                       char asker = 0) {
    InteractionFact fact;
    fact.occurred = kNow;
    fact.kind = static_cast<std::uint8_t>(kind);
    fact.member = static_cast<std::uint32_t>(member - 'a');
    fact.partner = static_cast<std::uint32_t>(partner - 'a');
    fact.generation = generation;
    fact.member_asked = asker == 0 || asker == member;
    facts_.push_back(fact);
    return facts_.back();
  }

 private:
  const std::vector<std::string> names_{"a", "b", "c", "d", "e"};
  std::vector<InteractionFact> facts_;
};

class RecordedListsTest : public testing::Test {
 protected:
  // In generation 1 the list of "a" is b, c, d, e; others have none.
  std::vector<RecordedList> Collect() {
    return CollectRecordedLists(facts_, absl::FromUnixSeconds(kNow - 10),
                                absl::FromUnixSeconds(kNow + 10),
                                [&](int generation) -> std::shared_ptr<const StoredLists> {
                                  return generation == 1 ? MakeLists() : nullptr;
                                });
  }

  // What became of the partner in the only list.
  Outcome OutcomeOf(const std::string& partner) {
    const std::vector<RecordedList> lists = Collect();
    EXPECT_EQ(lists.size(), 1U);
    for (const RecordedSuggestion& suggestion : lists.at(0).suggestions) {
      if (suggestion.partner == partner) return suggestion.outcome;
    }
    ADD_FAILURE() << partner << " is not in the list";
    return Outcome::kNothing;
  }

  Facts facts_;

 private:
  static std::shared_ptr<const StoredLists> MakeLists() {
    ListColumns columns;
    columns.first = {0, 4, 4, 4, 4, 4};
    columns.entries.resize(4);
    for (std::uint32_t i = 0; i < 4; ++i) columns.entries[i].partner = i + 1;
    v1::Generation generation;
    generation.set_name("alliances/x/generations/1");
    return std::make_shared<const StoredLists>(
        generation, std::vector<std::string>{"a", "b", "c", "d", "e"}, std::move(columns));
  }
};

TEST_F(RecordedListsTest, ListsThatNothingNamesAreLeftOut) {
  facts_.Add(v1::ACCEPTED, 'a', 'b');
  EXPECT_TRUE(Collect().empty());
}

TEST_F(RecordedListsTest, AListThatIsKeptIsTakenWholeInItsOrder) {
  facts_.Add(v1::VIEWED, 'a', 'c', 1);
  const auto lists = Collect();
  ASSERT_EQ(lists.size(), 1U);
  EXPECT_EQ(lists[0].member, "a");
  EXPECT_TRUE(lists[0].whole);
  ASSERT_EQ(lists[0].suggestions.size(), 4U);
  EXPECT_EQ(lists[0].suggestions[1].partner, "c");
  EXPECT_EQ(lists[0].suggestions[1].place, 2);
  EXPECT_EQ(lists[0].suggestions[1].outcome, Outcome::kSeen);
  EXPECT_EQ(lists[0].suggestions[0].outcome, Outcome::kNothing);
}

TEST_F(RecordedListsTest, BothHaveToAcceptInWhateverListThePartnerDoes) {
  facts_.Add(v1::ACCEPTED, 'a', 'b', 1);
  EXPECT_EQ(OutcomeOf("b"), Outcome::kSeen);
  facts_.Add(v1::ACCEPTED, 'b', 'a');
  EXPECT_EQ(OutcomeOf("b"), Outcome::kAccepted);
}

TEST_F(RecordedListsTest, WhatThePartnerAloneSaysOfTheListIsNoAcceptance) {
  facts_.Add(v1::ACCEPTED, 'b', 'a', 1, 'a');
  EXPECT_EQ(OutcomeOf("b"), Outcome::kSeen);
}

TEST_F(RecordedListsTest, EitherSideDeclines) {
  facts_.Add(v1::DECLINED, 'a', 'b', 1);
  facts_.Add(v1::ACCEPTED, 'a', 'c', 1);
  facts_.Add(v1::DECLINED, 'c', 'a');
  EXPECT_EQ(OutcomeOf("b"), Outcome::kDeclined);
  EXPECT_EQ(OutcomeOf("c"), Outcome::kDeclined);
}

TEST_F(RecordedListsTest, MeetingAndSigningAreAcceptance) {
  facts_.Add(v1::MET, 'a', 'b', 1);
  facts_.Add(v1::ACCEPTED, 'a', 'c', 1);
  facts_.Add(v1::AGREEMENT_SIGNED, 'c', 'a');
  EXPECT_EQ(OutcomeOf("b"), Outcome::kAccepted);
  EXPECT_EQ(OutcomeOf("c"), Outcome::kAccepted);
}

TEST_F(RecordedListsTest, OfAListThatIsGoneWhatHasAPlaceIsLeft) {
  facts_.Add(v1::VIEWED, 'a', 'd', 7).place = 9;
  facts_.Add(v1::DECLINED, 'a', 'c', 7).place = 2;
  facts_.Add(v1::VIEWED, 'a', 'e', 7);
  const auto lists = Collect();
  ASSERT_EQ(lists.size(), 1U);
  EXPECT_FALSE(lists[0].whole);
  ASSERT_EQ(lists[0].suggestions.size(), 2U);
  EXPECT_EQ(lists[0].suggestions[0].partner, "c");
  EXPECT_EQ(lists[0].suggestions[1].place, 9);
}

TEST_F(RecordedListsTest, WhatHappenedOutsideThePeriodNamesNoList) {
  facts_.Add(v1::VIEWED, 'a', 'b', 1).occurred = kNow + 10;
  facts_.Add(v1::VIEWED, 'a', 'c', 1).occurred = kNow - 11;
  EXPECT_TRUE(Collect().empty());
}

}  // namespace
}  // namespace counterpoint::service

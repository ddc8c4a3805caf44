#include "service/recommendations/generation_difference.h"

#include <map>
#include <random>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/service/recommendations/list_examples.h"

namespace counterpoint::service {
namespace {

using Change = v1::RecommendationChange;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Entry {
  std::string partner;
  double score;
  std::string rule = {};
};
using Lists = std::map<std::string, std::vector<Entry>>;

struct Made {
  std::int64_t policy = 1;
  std::int64_t moment = 1000;
  int list_size = 3;
  bool evened_out = false;
};

// Of the members that have a list, perhaps an empty one.
std::shared_ptr<const StoredLists> Generation(const Lists& lists, const Made& made = {}) {
  v1::Generation generation;
  generation.set_policy_version(made.policy);
  generation.mutable_as_of_time()->set_seconds(made.moment);
  generation.set_list_size(made.list_size);
  generation.mutable_exposure()->mutable_after()->set_gini(made.evened_out ? 0.1 : 0);
  std::vector<std::string> members;
  for (const auto& [member, list] : lists) members.push_back(member);
  ListColumns columns;
  for (const auto& [member, list] : lists) {
    for (const Entry& entry : list) {
      StoredEntry& stored = columns.entries.emplace_back();
      stored.partner = static_cast<std::uint32_t>(
          std::lower_bound(members.begin(), members.end(), entry.partner) - members.begin());
      stored.score = entry.score;
      if (entry.rule.empty()) continue;
      columns.rules.push_back(entry.rule);
      stored.rule = static_cast<std::uint32_t>(columns.rules.size());
    }
    columns.first.push_back(columns.entries.size());
  }
  return std::make_shared<const StoredLists>(std::move(generation), std::move(members),
                                             std::move(columns));
}

// "entered b 3: PROFILE_CHANGED"
std::string Story(const EntryChange& change) {
  return absl::StrCat(Change::Kind_Name(change.kind), " ", std::string(change.partner), " ",
                      change.old_place, ">", change.new_place, " ",
                      v1::RecommendationChangeCause_Name(change.cause),
                      change.is_own ? " (own)" : "");
}
std::vector<std::string> StoryOf(const ListDifference& difference) {
  std::vector<std::string> story;
  for (const EntryChange& change : difference.changes) story.push_back(Story(change));
  return story;
}
// Of member "a".
std::vector<std::string> Differ(const std::shared_ptr<const StoredLists>& base,
                                const std::shared_ptr<const StoredLists>& generation,
                                ChangeReasons reasons = {}) {
  return StoryOf(GenerationDifference(base, generation, std::move(reasons)).Of("a"));
}

const Lists kBefore = {
    {"a", {{"b", 0.9}, {"c", 0.8}, {"d", 0.7}}}, {"b", {}}, {"c", {}}, {"d", {}}, {"e", {}}};
// e has taken the place of c.
const Lists kAfter = {
    {"a", {{"e", 0.95}, {"b", 0.9}, {"d", 0.7}}}, {"b", {}}, {"c", {}}, {"d", {}}, {"e", {}}};

TEST(GenerationDifferenceTest, NamesWhoEnteredMovedAndLeft) {
  EXPECT_THAT(
      Differ(Generation(kBefore), Generation(kAfter)),
      ElementsAre("ENTERED e 0>1 DISPLACED", "MOVED b 1>2 DISPLACED", "LEFT c 2>0 DISPLACED"));
  EXPECT_THAT(Differ(Generation(kBefore), Generation(kBefore)), IsEmpty());
}

TEST(GenerationDifferenceTest, ProfileOfThePartnerGoesBeforeThatOfTheMember) {
  ChangeReasons reasons;
  reasons.members = {{"e", v1::PROFILE_CHANGED}, {"a", v1::PROFILE_CHANGED}};
  EXPECT_THAT(Differ(Generation(kBefore), Generation(kAfter), reasons),
              ElementsAre("ENTERED e 0>1 PROFILE_CHANGED", "MOVED b 1>2 PROFILE_CHANGED (own)",
                          "LEFT c 2>0 PROFILE_CHANGED (own)"));
}

TEST(GenerationDifferenceTest, WhoIsInOneGenerationAloneHasComeOrGone) {
  Lists before = kBefore;
  before.erase("e");
  Lists after = kAfter;
  after.erase("c");
  EXPECT_THAT(Differ(Generation(before), Generation(after)),
              ElementsAre("ENTERED e 0>1 MEMBER_ADDED", "MOVED b 1>2 DISPLACED",
                          "LEFT c 2>0 MEMBER_REMOVED"));
  ChangeReasons reasons;
  reasons.members = {{"c", v1::MEMBER_EXPIRED}};
  EXPECT_EQ(Differ(Generation(before), Generation(after), reasons)[2], "LEFT c 2>0 MEMBER_EXPIRED");
}

TEST(GenerationDifferenceTest, OfAMemberThatIsGoneEverybodyLeaves) {
  Lists after = kAfter;
  after.erase("a");
  EXPECT_THAT(Differ(Generation(kBefore), Generation(after)),
              ElementsAre("LEFT b 1>0 MEMBER_REMOVED (own)", "LEFT c 2>0 MEMBER_REMOVED (own)",
                          "LEFT d 3>0 MEMBER_REMOVED (own)"));
  EXPECT_EQ(StoryOf(GenerationDifference(nullptr, Generation(kBefore), {}).Of("a")).size(), 3U);
}

TEST(GenerationDifferenceTest, FeedbackGoesBeforeRulesAndThesePoliciesBefore) {
  ChangeReasons reasons;
  reasons.pairs = {"a/c"};
  reasons.is_vetoed = [](absl::string_view member, absl::string_view partner) {
    return member == "a" && partner == "c";
  };
  reasons.rules_changed = true;
  const Made rules{2};
  EXPECT_EQ(Differ(Generation(kBefore), Generation(kAfter, rules), reasons)[2],
            "LEFT c 2>0 FEEDBACK");
  reasons.pairs.clear();
  EXPECT_EQ(Differ(Generation(kBefore), Generation(kAfter, rules), reasons)[2],
            "LEFT c 2>0 STAFF_RULE_CHANGED");
  EXPECT_EQ(Differ(Generation(kBefore), Generation(kAfter, rules), reasons)[1],
            "MOVED b 1>2 POLICY_CHANGED");
  Lists boosted = kAfter;
  boosted["a"][0].rule = "boost";
  EXPECT_EQ(Differ(Generation(kBefore), Generation(boosted, rules), reasons)[0],
            "ENTERED e 0>1 STAFF_RULE_CHANGED");
}

TEST(GenerationDifferenceTest, AnotherTextModelIsAPolicyUnlessMembersHaveChanged) {
  ChangeReasons reasons;
  reasons.model_changed = true;
  EXPECT_EQ(Differ(Generation(kBefore), Generation(kAfter), reasons)[1],
            "MOVED b 1>2 POLICY_CHANGED");
  reasons.members = {{"e", v1::PROFILE_CHANGED}};
  EXPECT_EQ(Differ(Generation(kBefore), Generation(kAfter), reasons)[1], "MOVED b 1>2 DISPLACED");
}

TEST(GenerationDifferenceTest, WhoLeavesThoughItIsBetterWasEvenedOut) {
  const Made evened{1, 1000, 3, true};
  EXPECT_EQ(Differ(Generation(kBefore), Generation(kAfter, evened))[2],
            "LEFT c 2>0 EXPOSURE_CHANGED");
  Lists after = kAfter;
  after["a"][2] = {"c", 0.8};
  EXPECT_EQ(Differ(Generation(kBefore), Generation(after, evened))[3], "LEFT d 3>0 DISPLACED");
}

TEST(GenerationDifferenceTest, WhoTakesThePlaceOfABetterOneThatIsGoneWasNotEvenedIn) {
  const Made evened{1, 1000, 3, true};
  const Lists without = {
      {"a", {{"c", 0.8}, {"d", 0.7}, {"e", 0.6}}}, {"c", {}}, {"d", {}}, {"e", {}}};
  EXPECT_EQ(Differ(Generation(kBefore, evened), Generation(without, evened))[2],
            "ENTERED e 0>3 DISPLACED");
  Lists after = without;
  after["b"] = {};
  EXPECT_EQ(Differ(Generation(kBefore, evened), Generation(after, evened))[2],
            "ENTERED e 0>3 EXPOSURE_CHANGED");
}

TEST(GenerationDifferenceTest, TimeIsTheCauseOfWhoeverPassesOthersByItsOwnScore) {
  const Made later{1, 2000};
  Lists after = kAfter;
  after["a"][1].score = 0.89;
  // e has risen past b, and c has fallen behind d.
  EXPECT_THAT(
      Differ(Generation(kBefore), Generation(after, later)),
      ElementsAre("ENTERED e 0>1 TIME_PASSED", "MOVED b 1>2 DISPLACED", "LEFT c 2>0 TIME_PASSED"));
  after["a"][2] = {"c", 0.8};
  EXPECT_THAT(Differ(Generation(kBefore), Generation(after, later)),
              ElementsAre("ENTERED e 0>1 TIME_PASSED", "MOVED b 1>2 DISPLACED",
                          "MOVED c 2>3 DISPLACED", "LEFT d 3>0 DISPLACED"));
}

TEST(GenerationDifferenceTest, WhoIsPushedDownIsDisplacedThoughAllScoresFallWithTime) {
  const Made later{1, 2000};
  Lists after = kAfter;
  after["a"] = {{"e", 0.95}, {"b", 0.89}, {"c", 0.79}};
  ChangeReasons reasons;
  reasons.members = {{"e", v1::PROFILE_CHANGED}};
  EXPECT_THAT(Differ(Generation(kBefore), Generation(after, later), reasons),
              ElementsAre("ENTERED e 0>1 PROFILE_CHANGED", "MOVED b 1>2 DISPLACED",
                          "MOVED c 2>3 DISPLACED", "LEFT d 3>0 DISPLACED"));
  // The last place has fallen below what the one that left had.
  after["a"][2].score = 0.69;
  EXPECT_EQ(Differ(Generation(kBefore), Generation(after, later), reasons)[3],
            "LEFT d 3>0 DISPLACED");
  // And the other way: whoever moves up, or in, where another has gone.
  reasons.members = {{"e", v1::MEMBER_EXPIRED}};
  Lists before = after;
  after = kBefore;
  after.erase("e");
  after["a"][0].score = 0.93;
  EXPECT_THAT(Differ(Generation(before), Generation(after, later), reasons),
              ElementsAre("MOVED b 2>1 DISPLACED", "MOVED c 3>2 DISPLACED",
                          "ENTERED d 0>3 DISPLACED", "LEFT e 1>0 MEMBER_EXPIRED"));
}

TEST(GenerationDifferenceTest, WithTimeThatMovesOneEntryTheOthersAreDisplaced) {
  const Made later{1, 2000};
  Lists after = kBefore;
  // b has fallen to the end; the others are a little lower, as all are.
  after["a"] = {{"c", 0.79}, {"d", 0.69}, {"b", 0.2}};
  EXPECT_THAT(
      Differ(Generation(kBefore), Generation(after, later)),
      ElementsAre("MOVED c 2>1 DISPLACED", "MOVED d 3>2 DISPLACED", "MOVED b 1>3 TIME_PASSED"));
  // Half from either side: time has moved both.
  after["a"] = {{"c", 0.86}, {"b", 0.84}, {"d", 0.69}};
  EXPECT_THAT(Differ(Generation(kBefore), Generation(after, later)),
              ElementsAre("MOVED c 2>1 TIME_PASSED", "MOVED b 1>2 TIME_PASSED"));
}

TEST(GenerationDifferenceTest, ListsWithRoomChangeByTimeAlone) {
  const Made longer{1, 1000, 4};
  const Made later{1, 2000, 4};
  EXPECT_THAT(
      Differ(Generation(kBefore, longer), Generation(kAfter, later)),
      ElementsAre("ENTERED e 0>1 TIME_PASSED", "MOVED b 1>2 DISPLACED", "LEFT c 2>0 TIME_PASSED"));
}

TEST(GenerationDifferenceTest, RollingBackIsTheCauseOfAll) {
  ChangeReasons reasons;
  reasons.rolled_back = true;
  reasons.members = {{"e", v1::PROFILE_CHANGED}};
  for (const std::string& story : Differ(Generation(kBefore), Generation(kAfter), reasons)) {
    EXPECT_THAT(story, ::testing::HasSubstr("ROLLED_BACK"));
  }
}

// Plain: every partner of either list, looked up in both.
std::map<std::string, std::pair<int, int>> PlainPlaces(const StoredLists& base,
                                                       const StoredLists& generation,
                                                       const std::string& member) {
  std::map<std::string, std::pair<int, int>> places;
  const auto add = [&](const StoredLists& lists, bool is_new) {
    const auto position = lists.Find(member);
    if (!position) return;
    int place = 0;
    for (const StoredEntry& entry : lists.Of(*position)) {
      auto& both = places[lists.members()[entry.partner]];
      (is_new ? both.second : both.first) = ++place;
    }
  };
  add(base, false);
  add(generation, true);
  for (auto at = places.begin(); at != places.end();) {
    at = at->second.first == at->second.second ? places.erase(at) : std::next(at);
  }
  return places;
}

// Lists of distinct partners.
Lists RandomLists(std::mt19937& random) {
  Lists lists;
  const auto ids = ExampleMembers(30);
  for (const std::string& id : ids) {
    if (random() % 6 != 0) lists[id] = {};
  }
  for (auto& [id, list] : lists) {
    std::vector<std::string> others;
    for (const auto& [other, unused] : lists) {
      if (other != id) others.push_back(other);
    }
    std::shuffle(others.begin(), others.end(), random);
    others.resize(random() % 8);
    double score = 1;
    for (const std::string& other : others) list.push_back({other, score *= 0.9});
  }
  return lists;
}

TEST(GenerationDifferenceTest, AgreesWithPlacesLookedUpOneByOne) {
  std::mt19937 random(4);
  for (int round = 0; round < 50; ++round) {
    const auto base = Generation(RandomLists(random));
    const auto generation = Generation(RandomLists(random));
    const GenerationDifference difference(base, generation, {});
    DifferenceTotals totals;
    std::string after;
    for (const std::string& member : ExampleMembers(30)) {
      const auto plain = PlainPlaces(*base, *generation, member);
      std::map<std::string, std::pair<int, int>> places;
      for (const EntryChange& change : difference.Of(member).changes) {
        places[std::string(change.partner)] = {change.old_place, change.new_place};
        totals.entered += change.old_place == 0;
        totals.left += change.new_place == 0;
        totals.moved += change.old_place != 0 && change.new_place != 0;
      }
      EXPECT_EQ(places, plain);
      if (plain.empty()) continue;
      ++totals.lists;
      const auto page = difference.After(after, 1);
      ASSERT_EQ(page.size(), 1U);
      EXPECT_EQ(std::string(page[0].member), member);
      after = member;
    }
    EXPECT_THAT(difference.After(after, 1), IsEmpty());
    EXPECT_EQ(difference.Totals().lists, totals.lists);
    EXPECT_EQ(difference.Totals().entered, totals.entered);
    EXPECT_EQ(difference.Totals().left, totals.left);
    EXPECT_EQ(difference.Totals().moved, totals.moved);
  }
}

}  // namespace
}  // namespace counterpoint::service

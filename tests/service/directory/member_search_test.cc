#include "service/directory/member_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "tests/service/directory/random_members.h"

namespace counterpoint::service {
namespace {

using testing::ElementsAre;

v1::Member Named(const std::string& name, const std::string& chinese = "") {
  v1::Member member;
  (*member.mutable_display_name())["en"] = name;
  if (!chinese.empty()) (*member.mutable_display_name())["zh"] = chinese;
  return member;
}

std::vector<std::string> Find(const MemberDirectory& directory, const std::string& query,
                              const matching::Condition& condition = {}) {
  std::vector<std::string> ids;
  for (const FoundMember& one : FindMembers(directory, NameQuery(query), condition)) {
    ids.push_back(one.block->id(one.row));
  }
  return ids;
}

TEST(MemberSearchTest, BestFitComesFirst) {
  const MemberDirectory directory = MemberDirectory().With(
      {RowOf("a", Named("Upwind")), RowOf("b", Named("The North Wind")),
       RowOf("c", Named("Windmill")), RowOf("d", Named("Wind")), RowOf("e", Named("Calm")),
       RowOf("wind", Named("Z")), RowOf("x-wind", Named("Y"))},
      {}, 1);
  EXPECT_THAT(Find(directory, "WIND"), ElementsAre("d", "wind", "c", "b", "x-wind", "a"));
}

TEST(MemberSearchTest, AllWordsHaveToStandInIdOrNamesOfAnyLanguage) {
  const MemberDirectory directory = MemberDirectory().With(
      {RowOf("a-1", Named("North Wind", "北风音樂")), RowOf("a-2", Named("North", "数字音乐学院"))},
      {}, 1);
  EXPECT_THAT(Find(directory, "音乐"), ElementsAre("a-1", "a-2"));
  EXPECT_THAT(Find(directory, "音樂 NORTH"), ElementsAre("a-1", "a-2"));
  EXPECT_THAT(Find(directory, "a-2 学院"), ElementsAre("a-2"));
  EXPECT_THAT(Find(directory, "wind 学院"), ElementsAre());
  // No word runs on from one name into the next.
  EXPECT_THAT(Find(directory, "wind北风"), ElementsAre());
  EXPECT_THAT(Find(directory, ""), ElementsAre("a-1", "a-2"));
}

// The plain twin: every member looked at by itself.
std::vector<std::string> PlainSearch(const std::map<std::string, v1::Member>& members,
                                     const std::string& query,
                                     const matching::Condition& condition) {
  const std::string form = SearchForm(query);
  const std::vector<std::string> words = absl::StrSplit(form, ' ', absl::SkipEmpty());
  std::vector<std::pair<int, std::string>> found;
  for (const auto& [id, member] : members) {
    std::vector<std::string> lines = {SearchForm(id)};
    for (const auto& [language, name] : member.display_name()) lines.push_back(SearchForm(name));
    const auto any_line = [&](auto holds) {
      return std::any_of(lines.begin(), lines.end(), holds);
    };
    const bool all = std::all_of(words.begin(), words.end(), [&](const std::string& word) {
      return any_line([&](const std::string& line) { return absl::StrContains(line, word); });
    });
    if (!all || !condition.HoldsFor(*FeaturesWithoutTexts(TestThesaurus(), id, member))) continue;
    const auto begins = [&](const std::string& word) {
      return any_line([&](const std::string& line) {
        return absl::StartsWith(line, word) || absl::StrContains(line, " " + word) ||
               absl::StrContains(line, "-" + word);
      });
    };
    int fit = 3;
    if (any_line([&](const std::string& line) { return line == form; })) {
      fit = 0;
    } else if (any_line([&](const std::string& line) { return absl::StartsWith(line, form); })) {
      fit = 1;
    } else if (std::all_of(words.begin(), words.end(), begins)) {
      fit = 2;
    }
    found.emplace_back(words.empty() ? 3 : fit, id);
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> ids;
  for (const auto& [fit, id] : found) ids.push_back(id);
  return ids;
}

TEST(MemberSearchTest, FindsWhatItsPlainTwinFinds) {
  RandomMembers random(23);
  std::map<std::string, v1::Member> members;
  std::vector<DirectoryRow> rows;
  for (int i = 0; i < 2000; ++i) {
    const std::string id = random.Id();
    const v1::Member member = random.Next();
    members[id] = member;
    rows.push_back(RowOf(id, member));
  }
  const MemberDirectory directory = MemberDirectory().With(std::move(rows), {}, 1);
  std::size_t found = 0;
  for (int round = 0; round < 120; ++round) {
    const v1::Member like = random.Next();
    std::string query = absl::StrCat(random.Below(300));
    if (round % 4 == 0) {
      query.clear();
    } else if (!like.display_name().empty()) {
      query = like.display_name().begin()->second;
    }
    // Often the beginning of a name alone; never within a character.
    if (round % 3 == 1 && query.size() > 4 && query[4] >= 0 && query[3] >= 0) query.resize(4);
    matching::MemberCondition wanted;
    if (round % 2 == 0) wanted.kinds = 1u << (1 + random.Below(6));
    if (round % 5 == 0) wanted.regions = {"CN"};
    if (round % 7 == 0) wanted.topics = {random.Topic()};
    const matching::Condition condition(TestThesaurus(), wanted);
    const auto expected = PlainSearch(members, query, condition);
    EXPECT_EQ(Find(directory, query, condition), expected) << query;
    found += expected.size();
  }
  EXPECT_GT(found, 1000u);
}

}  // namespace
}  // namespace counterpoint::service

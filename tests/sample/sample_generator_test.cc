#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "clients/sample/example_listings.h"
#include "clients/sample/generator.h"
#include "clients/sample/reader.h"

namespace counterpoint::sample {
namespace {

using google::protobuf::util::MessageDifferencer;

const std::vector<v1::Member>& Examples() {
  static const auto* examples =
      new std::vector<v1::Member>(ReadMembers(COUNTERPOINT_SAMPLE_FOLDER "/members.jsonl").value());
  return *examples;
}

std::vector<v1::Member> MakeMembers(int64_t count, uint64_t seed = 1) {
  const MemberGenerator generator(Examples(), seed);
  std::vector<v1::Member> members;
  for (int64_t i = 0; i < count; ++i) members.push_back(generator.Make(i));
  return members;
}

template <typename Trait>
auto Shares(const std::vector<v1::Member>& members, Trait trait) {
  std::map<decltype(trait(members[0])), double> shares;
  for (const v1::Member& member : members) {
    shares[trait(member)] += 1.0 / static_cast<double>(members.size());
  }
  return shares;
}

// Expects each value of `trait` to be as frequent among `made` as among the
// examples, to within 0.03 of all members.
template <typename Trait>
void ExpectSharesOfExamples(const std::vector<v1::Member>& made, Trait trait) {
  auto expected = Shares(Examples(), trait);
  for (const auto& [value, share] : Shares(made, trait)) {
    EXPECT_NEAR(share, expected[value], 0.03) << testing::PrintToString(value);
    expected.erase(value);
  }
  EXPECT_TRUE(expected.empty());
}

double MeanNumber(const std::vector<v1::Member>& members, int (*number)(const v1::Member&)) {
  double sum = 0;
  for (const v1::Member& member : members) sum += number(member);
  return sum / static_cast<double>(members.size());
}

int Budgets(const v1::Member& member) {
  int budgets = 0;
  for (const v1::Listing& need : member.needs()) budgets += need.has_budget();
  return budgets;
}

int Rules(const v1::Member& member) {
  int rules = 0;
  for (const v1::Listing& need : member.needs()) rules += need.rules_size();
  return rules;
}

// Latin words, and pairs of neighbouring characters of everything else.
void AddTerms(const std::string& text, std::set<std::string>& terms) {
  const std::vector<std::string> words = absl::StrSplit(text, absl::ByAnyChar(" ,.:;?!"));
  for (const std::string& word : words) {
    if (!word.empty() && static_cast<unsigned char>(word[0]) < 0x80) terms.insert(word);
  }
  for (size_t i = 0; i + 6 <= text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xF0U) == 0xE0U) terms.insert(text.substr(i, 6));
  }
}

std::set<std::string> TermsOf(const std::vector<v1::Member>& members, size_t count) {
  std::set<std::string> terms;
  for (size_t i = 0; i < count; ++i) {
    for (const auto* listings : {&members[i].offers(), &members[i].needs()}) {
      for (const v1::Listing& listing : *listings) {
        for (const auto& [language, title] : listing.title()) AddTerms(title, terms);
        for (const auto& [language, text] : listing.text()) AddTerms(text, terms);
      }
    }
  }
  return terms;
}

TEST(MemberGeneratorTest, EqualArgumentsGiveEqualMembers) {
  const MemberGenerator one(Examples(), 42);
  const MemberGenerator other(Examples(), 42);
  for (int64_t i = 0; i < 200; ++i) {
    EXPECT_TRUE(MessageDifferencer::Equals(one.Make(i), other.Make(i))) << i;
  }
}

TEST(MemberGeneratorTest, AMemberDoesNotDependOnThoseMadeBefore) {
  const MemberGenerator forwards(Examples(), 42);
  const MemberGenerator backwards(Examples(), 42);
  std::map<int64_t, v1::Member> made;
  for (int64_t i = 0; i < 100; ++i) made[i] = forwards.Make(i);
  for (int64_t i = 99; i >= 0; --i) {
    EXPECT_TRUE(MessageDifferencer::Equals(made[i], backwards.Make(i))) << i;
  }
}

TEST(MemberGeneratorTest, AnotherSeedGivesOtherMembers) {
  const MemberGenerator one(Examples(), 1);
  const MemberGenerator other(Examples(), 2);
  for (int64_t i = 0; i < 50; ++i) {
    EXPECT_FALSE(MessageDifferencer::Equals(one.Make(i), other.Make(i))) << i;
  }
}

TEST(MemberGeneratorTest, AMovedGeneratorGoesOn) {
  MemberGenerator first(Examples(), 5);
  const v1::Member before = first.Make(3);
  const MemberGenerator second(std::move(first));
  EXPECT_TRUE(MessageDifferencer::Equals(before, second.Make(3)));
}

TEST(MemberGeneratorTest, NamesAreInTheAllianceOfTheExamples) {
  const MemberGenerator generator(Examples(), 1);
  EXPECT_EQ(generator.Make(123).name(), "alliances/shanghai-digital-culture/members/m-000123");
  EXPECT_EQ(generator.Make(12'345'678).name(),
            "alliances/shanghai-digital-culture/members/m-12345678");
}

TEST(MemberGeneratorTest, KindsRegionsAndLanguagesAreSharedOutAsAmongTheExamples) {
  const std::vector<v1::Member> made = MakeMembers(6000);
  ExpectSharesOfExamples(made, [](const v1::Member& member) { return member.kind(); });
  ExpectSharesOfExamples(made, [](const v1::Member& member) { return member.region(); });
  ExpectSharesOfExamples(made, LanguagesOf);
}

TEST(MemberGeneratorTest, ListingsBudgetsAndRulesAreAsManyAsAmongTheExamples) {
  const std::vector<v1::Member> made = MakeMembers(6000);
  ExpectSharesOfExamples(made, [](const v1::Member& member) { return member.offers_size(); });
  ExpectSharesOfExamples(made, [](const v1::Member& member) { return member.needs_size(); });
  EXPECT_NEAR(MeanNumber(made, Budgets), MeanNumber(Examples(), Budgets), 0.1);
  EXPECT_NEAR(MeanNumber(made, Rules), MeanNumber(Examples(), Rules), 0.1);
}

// Real text brings new words for ever, ever more slowly: four times the members
// have clearly more than one and clearly fewer than four times the words.
TEST(MemberGeneratorTest, VocabularyGrowsWithTheNumberOfMembers) {
  const std::vector<v1::Member> made = MakeMembers(16'000);
  const double small = static_cast<double>(TermsOf(made, 1'000).size());
  const double medium = static_cast<double>(TermsOf(made, 4'000).size());
  const double large = static_cast<double>(TermsOf(made, 16'000).size());
  EXPECT_GT(medium, 1.2 * small);
  EXPECT_GT(large, 1.2 * medium);
  EXPECT_LT(large, 4 * medium);
}

TEST(MemberGeneratorTest, HardlyAnyTextIsMadeTwice) {
  std::set<std::string> texts;
  int made = 0;
  for (const v1::Member& member : MakeMembers(2000)) {
    for (const v1::Listing& offer : member.offers()) {
      for (const auto& [language, text] : offer.text()) {
        ++made;
        texts.insert(text);
      }
    }
  }
  EXPECT_GT(texts.size() * 10, static_cast<size_t>(made) * 9);
}

TEST(MemberGeneratorTest, ListingsAreNumberedAndKeepTheirRanges) {
  for (const v1::Member& member : MakeMembers(1000)) {
    for (const auto* listings : {&member.offers(), &member.needs()}) {
      for (int i = 0; i < listings->size(); ++i) {
        const v1::Listing& listing = listings->at(i);
        EXPECT_EQ(listing.id(), std::to_string(i + 1));
        EXPECT_FALSE(listing.title().empty());
        EXPECT_LE(listing.budget().min_units(), listing.budget().max_units());
        EXPECT_EQ(std::set<std::string>(listing.topics().begin(), listing.topics().end()).size(),
                  static_cast<size_t>(listing.topics_size()));
      }
    }
  }
}

TEST(MemberGeneratorTest, DeadlinesStayBetween2027And2030) {
  int deadlines = 0;
  for (const v1::Member& member : MakeMembers(2000)) {
    for (const v1::Listing& need : member.needs()) {
      if (!need.has_deadline()) continue;
      ++deadlines;
      EXPECT_GE(need.deadline().seconds(), 1'798'761'600);
      EXPECT_LE(need.deadline().seconds(), 1'924'991'999);
    }
  }
  EXPECT_GT(deadlines, 500);
}

TEST(MemberGeneratorTest, RulesNameMembersOfSmallerIndex) {
  int named = 0;
  std::set<std::string> before;
  for (const v1::Member& member : MakeMembers(3000)) {
    for (const v1::Listing& need : member.needs()) {
      for (const v1::Rule& rule : need.rules()) {
        EXPECT_GT(rule.condition().ByteSizeLong(), 0U);
        for (const std::string& name : rule.condition().members()) {
          ++named;
          EXPECT_TRUE(before.contains(name)) << member.name() << " names " << name;
        }
      }
    }
    before.insert(member.name());
  }
  EXPECT_GT(named, 10);
}

TEST(MemberGeneratorTest, TheFirstMemberHasNoRuleOnMembers) {
  v1::Member example;
  example.set_name("alliances/a/members/b");
  example.set_kind(v1::CREATOR);
  v1::Listing* need = example.add_needs();
  (*need->mutable_title())["en"] = "A title";
  need->add_rules()->mutable_condition()->add_members("alliances/a/members/c");
  need->add_rules()->mutable_condition()->add_kinds(v1::INVESTOR);
  const MemberGenerator generator({example}, 1);
  ASSERT_EQ(generator.Make(0).needs(0).rules_size(), 1);
  EXPECT_EQ(generator.Make(0).needs(0).rules(0).condition().kinds_size(), 1);
  EXPECT_EQ(generator.Make(1).needs(0).rules(0).condition().members(0),
            "alliances/a/members/m-000000");
}

TEST(MemberGeneratorTest, AnExampleWithoutListingsMakesMembersWithoutListings) {
  v1::Member example;
  example.set_name("alliances/a/members/b");
  (*example.mutable_display_name())["zh"] = "榆湾拾音科技";
  (*example.mutable_display_name())["en"] = "Quillfen Audio";
  const v1::Member made = MemberGenerator({example}, 1).Make(8);
  EXPECT_EQ(made.offers_size() + made.needs_size(), 0);
  EXPECT_THAT(made.display_name().at("zh"), testing::EndsWith("拾音科技"));
  EXPECT_THAT(made.display_name().at("en"), testing::EndsWith(" Audio"));
}

}  // namespace
}  // namespace counterpoint::sample

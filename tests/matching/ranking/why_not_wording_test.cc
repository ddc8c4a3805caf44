#include "matching/ranking/why_not_wording.h"

#include <gtest/gtest.h>

#include "tests/matching/profiles.h"

namespace counterpoint::matching {
namespace {

const PairNames kNames = {"Studio", "Orchard"};

std::string Sentence(const WhyNotAnswer& answer, Language language) {
  return Describe(answer, kNames, 10, *BuiltInAnalyzer().thesaurus(), language);
}

std::string Task(const ProfileChange& change, Language language) {
  return Describe(change, kNames, *BuiltInAnalyzer().thesaurus(), language);
}

WhyNotAnswer AnswerOf(WhyNotReason reason) {
  WhyNotAnswer answer;
  answer.reason = reason;
  answer.pair.score = 0.2114;
  answer.floor = 0.25;
  answer.threshold = 0.342;
  answer.rank = 14;
  answer.exclusions = {{EvidenceSide::kPartner, "state"}};
  return answer;
}

TEST(WhyNotWordingTest, EveryReasonHasASentenceOfItsOwnInBothLanguages) {
  std::vector<std::string> sentences;
  for (int reason = 1; reason <= 8; ++reason) {
    const WhyNotAnswer answer = AnswerOf(static_cast<WhyNotReason>(reason));
    for (const Language language : {Language::kEnglish, Language::kChinese}) {
      const std::string sentence = Sentence(answer, language);
      EXPECT_NE(sentence.find("Orchard"), std::string::npos);
      for (const std::string& other : sentences) EXPECT_NE(sentence, other);
      sentences.push_back(sentence);
    }
  }
}

TEST(WhyNotWordingTest, AnOutrankedPartnerIsToldWhereTheListEnds) {
  WhyNotAnswer answer = AnswerOf(WhyNotReason::kOutranked);
  answer.weakest = {EvidenceTerm::kRegion, 0.1};
  EXPECT_EQ(Sentence(answer, Language::kEnglish),
            "Orchard ranks 14th with a score of 0.211, and the list of 10 ends at 0.342; it is "
            "furthest behind in: the region suits.");
  EXPECT_EQ(Sentence(answer, Language::kChinese),
            "Orchard得分0.211，排名第14；名单取前10名，末位得分0.342；差距最大的因素：地区合适。");
}

TEST(WhyNotWordingTest, RanksAreOrdinals) {
  WhyNotAnswer answer = AnswerOf(WhyNotReason::kListed);
  for (const auto& [rank, text] : std::vector<std::pair<int, std::string>>{{1, " 1st "},
                                                                           {2, " 2nd "},
                                                                           {3, " 3rd "},
                                                                           {11, " 11th "},
                                                                           {22, " 22nd "},
                                                                           {113, " 113th "}}) {
    answer.rank = rank;
    EXPECT_NE(Sentence(answer, Language::kEnglish).find(text), std::string::npos) << rank;
  }
}

TEST(WhyNotWordingTest, AChangeSaysWhatToDoWhere) {
  ProfileChange change;
  change.field = ChangedField::kTopics;
  change.list = ListingList::kOffers;
  change.listing = 1;
  change.id = "game-music";
  EXPECT_EQ(Task(change, Language::kEnglish), "name the topic game music in offer 2 of Orchard");
  EXPECT_EQ(Task(change, Language::kChinese), "在Orchard的供给2中加入主题“游戏音乐”");
  change.side = EvidenceSide::kMember;
  change.field = ChangedField::kModes;
  change.list = ListingList::kNeeds;
  change.number = static_cast<std::int64_t>(CooperationMode::kLicensing);
  EXPECT_EQ(Task(change, Language::kEnglish),
            "add licensing to the cooperation modes of need 2 of Studio");
}

TEST(WhyNotWordingTest, EveryFieldHasATaskInBothLanguages) {
  for (int field = 0; field <= static_cast<int>(ChangedField::kRule); ++field) {
    ProfileChange change;
    change.field = static_cast<ChangedField>(field);
    change.id = "CN-SH";
    change.number = 1;
    for (const Language language : {Language::kEnglish, Language::kChinese}) {
      EXPECT_NE(Task(change, language).find("Orchard"), std::string::npos) << field;
    }
  }
}

}  // namespace
}  // namespace counterpoint::matching

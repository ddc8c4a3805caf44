#include "matching/ranking/text_locator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "matching/ranking/evidence.h"
#include "tests/matching/profiles.h"

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;

SharedWord Word(const std::string& term) { return {term, 0, MakeTermId(TermKind::kWord, term)}; }
SharedWord Pair(const std::string& term) {
  return {term, 0, MakeTermId(TermKind::kWordPair, term)};
}
SharedTopic Topic(const std::string& id) { return {*Thesaurus::BuiltIn()->Find(id), 0}; }

// The stretches of the texts that were found.
template <typename Shared>
std::vector<std::string> Cut(const std::vector<std::string>& texts, const Shared& shared) {
  const TextLocator locator(BuiltInAnalyzer(), {texts.begin(), texts.end()});
  std::vector<std::string> cut;
  for (const TextSpan& span : locator.Find(shared)) {
    cut.push_back(texts[span.text].substr(span.begin, span.end - span.begin));
  }
  return cut;
}

TEST(TextLocatorTest, FindsOtherFormsOfAWord) {
  EXPECT_THAT(Cut({"GAMES, a game and ｇａｍｅ", "Gamer"}, Word("game")),
              ElementsAre("GAMES", "game", "ｇａｍｅ"));
  EXPECT_THAT(Cut({"游戏", "遊戲引擎"}, Word("游戏")), ElementsAre("游戏", "遊戲"));
}

TEST(TextLocatorTest, FindsPairsOfWordsWithWhatStandsBetween) {
  EXPECT_THAT(Cut({"Real-time rendering, rendering in real time"}, Pair("real time")),
              ElementsAre("Real-time", "real time"));
}

TEST(TextLocatorTest, SpansOfOneWordNeverOverlap) {
  EXPECT_THAT(Cut({"ping ping ping ping ping"}, Pair("ping ping")),
              ElementsAre("ping ping", "ping ping"));
}

TEST(TextLocatorTest, FindsATopicInBothLanguagesAndNarrowerOnes) {
  const std::vector<std::string> texts = {"游戏配乐与作曲", "Songwriting and game music"};
  EXPECT_THAT(Cut(texts, Topic("game-music")), ElementsAre("游戏配乐", "game music"));
  EXPECT_THAT(Cut(texts, Topic("music-composition")), ElementsAre("作曲", "Songwriting"));
}

TEST(TextLocatorTest, SaysNothingOfTextsThatAreSilent) {
  EXPECT_THAT(Cut({"", "museum"}, Word("game")), ElementsAre());
  EXPECT_THAT(Cut({}, Topic("game-music")), ElementsAre());
}

// The texts that stand for a need or an offer of the profile: the listing with
// the id, or all of them for "".
std::vector<std::string> TextsOf(const MemberProfile& profile,
                                 const std::vector<ListingProfile>& listings,
                                 const std::string& id) {
  std::vector<std::string> texts;
  const auto add = [&](const std::vector<std::string>& more) {
    texts.insert(texts.end(), more.begin(), more.end());
  };
  const auto add_listing = [&](const ListingProfile& listing) {
    add(listing.titles);
    add(listing.texts);
  };
  for (const ListingProfile& listing : listings) {
    if (listing.id == id) add_listing(listing);
  }
  if (!id.empty()) return texts;
  add(profile.names);
  add(profile.descriptions);
  for (const Credential& credential : profile.credentials) add(credential.titles);
  for (const ListingProfile& listing : profile.needs) add_listing(listing);
  for (const ListingProfile& listing : profile.offers) add_listing(listing);
  return texts;
}

bool IsCharacterStart(const std::string& text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

// Every span lies in its text, between characters, behind the one before it.
void CheckPlaces(const std::vector<std::string>& texts, const std::vector<TextSpan>& spans) {
  for (std::size_t i = 0; i < spans.size(); ++i) {
    ASSERT_LT(spans[i].text, texts.size());
    const std::string& text = texts[spans[i].text];
    ASSERT_LT(spans[i].begin, spans[i].end);
    ASSERT_LE(spans[i].end, text.size());
    EXPECT_TRUE(IsCharacterStart(text, spans[i].begin) && IsCharacterStart(text, spans[i].end));
    if (i == 0) continue;
    EXPECT_TRUE(spans[i - 1].text < spans[i].text || spans[i - 1].end <= spans[i].begin);
  }
}

class LocatedEvidence {
 public:
  LocatedEvidence(const std::vector<std::string>& texts, const Evidence& evidence)
      : texts_(texts), locator_(BuiltInAnalyzer(), {texts.begin(), texts.end()}) {
    for (const SharedWord& word : evidence.words) CheckWord(word);
    for (const SharedTopic& topic : evidence.topics) CheckTopic(topic);
  }
  std::size_t spans() const { return spans_; }
  std::size_t topics() const { return topics_; }  // Places of unambiguous ones.

 private:
  AnalyzedText Alone(const TextSpan& span) {
    ++spans_;
    const std::string& text = texts_[span.text];
    return BuiltInAnalyzer().Analyze(
        absl::string_view(text).substr(span.begin, span.end - span.begin));
  }

  void CheckWord(const SharedWord& word) {
    const auto spans = locator_.Find(word);
    EXPECT_FALSE(spans.empty()) << word.word;
    CheckPlaces(texts_, spans);
    for (const TextSpan& span : spans) {
      const auto is_it = [&](const TermOccurrence& t) {
        return MakeTermId(t.kind, t.term) == word.term;
      };
      const AnalyzedText alone = Alone(span);
      EXPECT_TRUE(std::any_of(alone.terms.begin(), alone.terms.end(), is_it)) << word.word;
    }
  }

  void CheckTopic(const SharedTopic& shared) {
    const auto spans = locator_.Find(shared);
    CheckPlaces(texts_, spans);
    for (const TextSpan& span : spans) {
      const AnalyzedText alone = Alone(span);
      ASSERT_LE(alone.topics.size(), 1U);
      // An ambiguous label means nothing by itself.
      if (alone.topics.empty()) continue;
      ++topics_;
      EXPECT_TRUE(BuiltInAnalyzer().thesaurus()->Covers(shared.topic, alone.topics[0].topic));
    }
  }

  const std::vector<std::string> texts_;
  const TextLocator locator_;
  std::size_t spans_ = 0;
  std::size_t topics_ = 0;
};

TEST(TextLocatorPropertyTest, EachSpanSaysByItselfWhatTheEvidenceNames) {
  const auto profiles = RandomProfiles(31).MakeAll(30);
  const auto members = Features(profiles);
  const auto index = IndexOf(members);
  std::size_t spans = 0;
  std::size_t topics = 0;
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    for (std::size_t j = 0; j < profiles.size(); ++j) {
      if (i == j) continue;
      const auto explained =
          ExplainMatch(*index->model(), *members[i], *members[j], Policy(), Now(),
                       Connections(index->partnerships(), members[i]->id));
      for (const Evidence& evidence : explained.evidence) {
        const bool own = evidence.side == EvidenceSide::kMember;
        const MemberProfile& seeker = profiles[own ? i : j];
        const MemberProfile& provider = profiles[own ? j : i];
        const LocatedEvidence need(TextsOf(seeker, seeker.needs, evidence.need), evidence);
        const LocatedEvidence offer(TextsOf(provider, provider.offers, evidence.offer), evidence);
        spans += need.spans() + offer.spans();
        topics += need.topics() + offer.topics();
      }
    }
  }
  EXPECT_GT(spans, 5000U);
  EXPECT_GT(topics, 1000U);
}

}  // namespace
}  // namespace counterpoint::matching

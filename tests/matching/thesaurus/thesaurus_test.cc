#include "matching/thesaurus/thesaurus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace counterpoint::matching {
namespace {

using testing::AllOf;
using testing::HasSubstr;

Topic Named(std::string id, std::string broader, std::vector<std::string> en,
            std::vector<std::string> zh = {}) {
  return Topic{std::move(id), std::move(zh), std::move(en), std::move(broader)};
}

std::shared_ptr<const Thesaurus> MusicAndGames() {
  return *Thesaurus::Make(
      {Named("music", "", {"music"}, {"音乐"}), Named("game-music", "music", {"game music"}),
       Named("adaptive-music", "game-music", {"adaptive music"}), Named("games", "", {"game"})});
}

// The message of the error that Make gives; empty where it succeeds.
std::string Complaint(std::vector<Topic> topics) {
  const auto made = Thesaurus::Make(std::move(topics));
  if (made.ok()) return "";
  EXPECT_EQ(made.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(made.status().message());
}

TEST(ThesaurusTest, TopicsAreNumberedInOrderOfId) {
  const auto thesaurus = MusicAndGames();
  ASSERT_EQ(thesaurus->size(), 4u);
  EXPECT_EQ(thesaurus->topic(0).id, "adaptive-music");
  EXPECT_EQ(thesaurus->topic(3).id, "music");
  EXPECT_EQ(*thesaurus->Find("games"), 2);
}

TEST(ThesaurusTest, UnknownIdIsNotFound) {
  EXPECT_FALSE(MusicAndGames()->Find("films").has_value());
}

TEST(ThesaurusTest, RootHasNoBroaderTopic) {
  const auto thesaurus = MusicAndGames();
  EXPECT_EQ(thesaurus->broader(*thesaurus->Find("music")), -1);
  EXPECT_EQ(thesaurus->broader(*thesaurus->Find("game-music")), *thesaurus->Find("music"));
}

TEST(ThesaurusTest, TopicCoversItselfAndWhatLiesBelow) {
  const auto thesaurus = MusicAndGames();
  const TopicIndex music = *thesaurus->Find("music");
  const TopicIndex adaptive = *thesaurus->Find("adaptive-music");
  EXPECT_TRUE(thesaurus->Covers(music, music));
  EXPECT_TRUE(thesaurus->Covers(music, adaptive));
  EXPECT_FALSE(thesaurus->Covers(adaptive, music));
  EXPECT_FALSE(thesaurus->Covers(*thesaurus->Find("games"), adaptive));
}

TEST(ThesaurusTest, NoTopicsMakeAnEmptyThesaurus) { EXPECT_EQ((*Thesaurus::Make({}))->size(), 0u); }

TEST(ThesaurusTest, TakenIdIsRefused) {
  EXPECT_THAT(Complaint({Named("a", "", {"x"}), Named("a", "", {"y"})}),
              HasSubstr("a: id is taken"));
}

TEST(ThesaurusTest, EmptyIdIsRefused) {
  EXPECT_THAT(Complaint({Named("", "", {"x"})}), HasSubstr("without id"));
}

TEST(ThesaurusTest, UnknownBroaderTopicIsRefused) {
  EXPECT_THAT(Complaint({Named("a", "b", {"x"})}), HasSubstr("a: unknown broader topic 'b'"));
}

TEST(ThesaurusTest, EveryTopicOnACycleIsNamedAndNoneThatLeadsToIt) {
  const std::string complaint = Complaint({Named("a", "b", {"x"}), Named("b", "c", {"y"}),
                                           Named("c", "b", {"z"}), Named("d", "a", {"w"})});
  EXPECT_THAT(complaint,
              AllOf(HasSubstr("b: lies below itself"), HasSubstr("c: lies below itself")));
  EXPECT_THAT(complaint, Not(HasSubstr("a: lies")));
  EXPECT_THAT(complaint, Not(HasSubstr("d: lies")));
}

TEST(ThesaurusTest, TopicBelowItselfIsRefused) {
  EXPECT_THAT(Complaint({Named("a", "a", {"x"})}), HasSubstr("a: lies below itself"));
}

TEST(ThesaurusTest, TopicWithoutLabelIsRefused) {
  EXPECT_THAT(Complaint({Named("a", "", {})}), HasSubstr("a: no label"));
}

TEST(ThesaurusTest, LabelWithoutLetterIsRefused) {
  EXPECT_THAT(Complaint({Named("a", "", {"--"})}), HasSubstr("neither letter nor digit"));
}

TEST(ThesaurusTest, LabelOfAnotherTopicIsRefusedHoweverItIsSpelt) {
  EXPECT_THAT(Complaint({Named("a", "", {"video game"}), Named("b", "", {"Video-Games"})}),
              HasSubstr("b: label 'Video-Games' already names a"));
  EXPECT_THAT(Complaint({Named("a", "", {}, {"数字音乐"}), Named("b", "", {}, {"數字音樂"})}),
              HasSubstr("already names a"));
}

TEST(ThesaurusTest, LabelMayStandTwiceInOneTopic) {
  EXPECT_EQ(Complaint({Named("a", "", {"VR", "vr"}, {"VR"})}), "");
}

TEST(ThesaurusTest, AmbiguousLabelMayBeSharedAndBeTheUsualOneOfATopic) {
  const Topic rail{"rail", {}, {"railway"}, "", {{"track", {}}}};
  const Topic song{"song", {}, {"song"}, "", {{"Tracks", {"rail"}}}};
  EXPECT_EQ(Complaint({rail, song, Named("trail", "", {"track"})}), "");
}

TEST(ThesaurusTest, AmbiguousLabelNeedsALetterAndKnownCues) {
  EXPECT_THAT(Complaint({{"a", {}, {"x"}, "", {{"--", {}}, {"y", {"b"}}}}}),
              AllOf(HasSubstr("a: label '--' has neither letter nor digit"),
                    HasSubstr("a: label 'y' has an unknown cue 'b'")));
}

TEST(ThesaurusTest, TopicWithNothingButAmbiguousLabelsIsRefused) {
  EXPECT_THAT(Complaint({{"a", {}, {}, "", {{"x", {}}}}}), HasSubstr("a: no label"));
}

TEST(ThesaurusTest, AllProblemsAreNamedAtOnce) {
  EXPECT_THAT(Complaint({Named("a", "z", {"x"}), Named("b", "", {})}),
              AllOf(HasSubstr("a: unknown"), HasSubstr("b: no label")));
}

TEST(ThesaurusTest, ExtendKeepsTheOriginalAndMayGoBelowIt) {
  const auto base = MusicAndGames();
  const auto wider = *base->Extend({Named("choir", "music", {"choir"})});
  EXPECT_EQ(base->size(), 4u);
  EXPECT_EQ(wider->size(), 5u);
  EXPECT_TRUE(wider->Covers(*wider->Find("music"), *wider->Find("choir")));
}

TEST(ThesaurusTest, ExtendRefusesALabelThatTheBaseHas) {
  EXPECT_FALSE(MusicAndGames()->Extend({Named("tunes", "", {"Music"})}).ok());
}

}  // namespace
}  // namespace counterpoint::matching

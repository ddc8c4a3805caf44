// Shared topics and words, and where they stand, as callers see them.
#include <set>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "service/conversion/text_fields.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kStar[] = "alliances/music/members/star";
constexpr char kNorth[] = "alliances/music/members/north";
constexpr char kPair[] =
    "member: 'alliances/music/members/star' partner: 'alliances/music/members/north' ";

// Needs and offers in Chinese, English and both.
constexpr char kMixedStudio[] = R"pb(
  kind: SCENE_UNIT
  display_name { key: "zh" value: "星河游戏" }
  needs { title { key: "en" value: "Tax advice" } }
  needs {
    title { key: "zh" value: "寻找遊戲配樂作曲" }
    title { key: "en" value: "Adaptive music for open-world GAMES" }
    text { key: "zh" value: "我们需要管弦乐配器，以及 Unreal 引擎集成。" }
  }
)pb";
constexpr char kMixedComposer[] = R"pb(
  kind: CREATOR
  display_name { key: "en" value: "North Wind Audio" }
  offers {
    title { key: "zh" value: "原创游戏配乐" }
    title { key: "en" value: "We compose adaptive game music" }
    text { key: "en" value: "Orchestration and Unreal integration; game music since 2009." }
  }
)pb";

using Spans = google::protobuf::RepeatedPtrField<v1::TextSpan>;

// The text that a span cuts out of a member's.
std::string Cut(const v1::Member& member, const v1::TextSpan& span) {
  for (const conversion::TextField& field : conversion::TextFieldsOf(member)) {
    if (field.path != span.field()) continue;
    return std::string(field.text.substr(static_cast<std::size_t>(span.begin()),
                                         static_cast<std::size_t>(span.end() - span.begin())));
  }
  ADD_FAILURE() << "no field " << span.field();
  return "";
}

std::set<std::string> Cuts(const v1::Member& member, const Spans& spans) {
  std::set<std::string> cuts;
  for (const v1::TextSpan& span : spans) {
    cuts.insert(absl::StrCat(span.field(), "=", Cut(member, span)));
  }
  return cuts;
}

const v1::Evidence* FindEvidence(const v1::Match& match, v1::Evidence::Term term,
                                 v1::Evidence::Side side) {
  for (const v1::Evidence& evidence : match.evidence()) {
    if (evidence.term() == term && evidence.side() == side) return &evidence;
  }
  ADD_FAILURE() << "no such evidence in " << match.DebugString();
  return &v1::Evidence::default_instance();
}

const v1::SharedTopic& FindTopic(const v1::Evidence& evidence, const std::string& id) {
  for (const v1::SharedTopic& topic : evidence.topics()) {
    if (topic.topic() == id) return topic;
  }
  ADD_FAILURE() << "no topic " << id << " in " << evidence.DebugString();
  return v1::SharedTopic::default_instance();
}

const v1::SharedWord& FindWord(const v1::Evidence& evidence, const std::string& written) {
  for (const v1::SharedWord& word : evidence.words()) {
    if (word.word() == written) return word;
  }
  ADD_FAILURE() << "no word " << written << " in " << evidence.DebugString();
  return v1::SharedWord::default_instance();
}

bool HasSpans(const v1::Match& match) {
  for (const v1::Evidence& evidence : match.evidence()) {
    for (const auto& topic : evidence.topics()) {
      if (topic.need_spans_size() + topic.offer_spans_size() > 0) return true;
    }
    for (const auto& word : evidence.words()) {
      if (word.need_spans_size() + word.offer_spans_size() > 0) return true;
    }
  }
  return false;
}

class EvidencePlacesTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    CreateAlliance("music", "policy { floor: 0 reciprocity: ARITHMETIC_MEAN }");
  }
  void CreatePair(const std::string& star, const std::string& north) {
    star_ = CreateMember("star", star);
    north_ = CreateMember("north", north);
    AwaitIndex();
  }
  Answer<v1::ExplainMatchResponse> Explain(const std::string& more = "") {
    return Send<v1::ExplainMatchRequest>(kPair + more);
  }
  v1::Match Recommended(const std::string& more) {
    const auto found = Send<v1::RecommendPartnersRequest>(
        absl::StrCat("member: '", kStar, "' page_size: 1 ", more));
    EXPECT_EQ(found->matches_size(), 1) << found.status.error_message();
    return found->matches_size() == 1 ? found->matches(0) : v1::Match();
  }

  v1::Member star_;
  v1::Member north_;
};

TEST_F(EvidencePlacesTest, TopicsAcrossLanguagesAreCutFromBothTexts) {
  CreatePair(kGameStudio, kComposer);
  const auto explained = Explain("language_code: 'zh'");
  ASSERT_TRUE(explained.ok()) << explained.status.error_message();
  const v1::SharedTopic& topic = FindTopic(
      *FindEvidence(explained->match(), v1::Evidence::TOPICS, v1::Evidence::MEMBER), "game-music");
  EXPECT_EQ(topic.label(), "游戏音乐");
  EXPECT_GT(topic.contribution(), 0);
  EXPECT_THAT(Cuts(star_, topic.need_spans()),
              ElementsAre("needs[0].text.zh=游戏音乐", "needs[0].title.zh=游戏音乐"));
  EXPECT_THAT(Cuts(north_, topic.offer_spans()),
              ElementsAre("offers[0].text.en=game music", "offers[0].title.en=game music"));
}

TEST_F(EvidencePlacesTest, WordsAreFoundInEveryFormAndLanguage) {
  CreatePair(kMixedStudio, kMixedComposer);
  const auto explained = Explain();
  ASSERT_TRUE(explained.ok()) << explained.status.error_message();
  const v1::Evidence& words =
      *FindEvidence(explained->match(), v1::Evidence::WORDS, v1::Evidence::MEMBER);
  EXPECT_EQ(words.need(), "2");
  const v1::SharedWord& game = FindWord(words, "GAMES");
  EXPECT_THAT(Cuts(star_, game.need_spans()), ElementsAre("needs[1].title.en=GAMES"));
  EXPECT_THAT(Cuts(north_, game.offer_spans()),
              ElementsAre("offers[0].text.en=game", "offers[0].title.en=game"));
  const v1::SharedWord& score = FindWord(words, "遊戲配樂");
  EXPECT_THAT(Cuts(star_, score.need_spans()), ElementsAre("needs[1].title.zh=遊戲配樂"));
  EXPECT_THAT(Cuts(north_, score.offer_spans()), ElementsAre("offers[0].title.zh=游戏配乐"));
  EXPECT_THAT(Cuts(star_, FindWord(words, "Unreal").need_spans()),
              ElementsAre("needs[1].text.zh=Unreal"));
  double sum = 0;
  for (const v1::SharedWord& word : words.words()) sum += word.contribution();
  EXPECT_LE(sum, words.contribution() + 1e-9);
}

TEST_F(EvidencePlacesTest, ProfileThatStandsInIsSearchedAsAWhole) {
  CreatePair(
      "kind: SCENE_UNIT display_name { key: 'en' value: 'Orchestra House' }"
      "description { key: 'en' value: 'A museum of motion capture' }"
      "offers { title { key: 'en' value: 'Concert hall' } }",
      "kind: CREATOR display_name { key: 'en' value: 'North' }"
      "offers { title { key: 'en' value: 'Orchestra with motion capture' } }");
  const auto explained = Explain();
  ASSERT_TRUE(explained.ok()) << explained.status.error_message();
  const v1::Evidence& words =
      *FindEvidence(explained->match(), v1::Evidence::WORDS, v1::Evidence::MEMBER);
  EXPECT_EQ(words.need(), "");
  EXPECT_THAT(Cuts(star_, FindWord(words, "Orchestra").need_spans()),
              ElementsAre("display_name.en=Orchestra"));
  EXPECT_THAT(Cuts(star_, FindWord(words, "motion capture").need_spans()),
              ElementsAre("description.en=motion capture"));
}

TEST_F(EvidencePlacesTest, ListsLocateOnlyWhereAsked) {
  CreatePair(kGameStudio, kComposer);
  EXPECT_FALSE(HasSpans(Recommended("")));
  const v1::Match located = Recommended("locate_evidence: true");
  EXPECT_TRUE(HasSpans(located));
  ASSERT_EQ(located.evidence_size(), Explain()->match().evidence_size());
  for (int i = 0; i < located.evidence_size(); ++i) {
    EXPECT_EQ(located.evidence(i).SerializeAsString(),
              Explain()->match().evidence(i).SerializeAsString());
  }
}

TEST_F(EvidencePlacesTest, AdHocNeedIsLocatedInTheRequest) {
  CreatePair(kGameStudio, kComposer);
  const std::string request =
      "parent: 'alliances/music' filter { kinds: CREATOR }"
      "need { title { key: 'zh' value: '需要游戏音乐' } } ";
  EXPECT_FALSE(HasSpans(Send<v1::MatchNeedRequest>(request)->matches(0)));
  const auto found = Send<v1::MatchNeedRequest>(request + "locate_evidence: true");
  ASSERT_EQ(found->matches_size(), 1) << found.status.error_message();
  const v1::SharedTopic& topic = FindTopic(
      *FindEvidence(found->matches(0), v1::Evidence::TOPICS, v1::Evidence::MEMBER), "game-music");
  ASSERT_EQ(topic.need_spans_size(), 1);
  EXPECT_EQ(topic.need_spans(0).field(), "need.title.zh");
  EXPECT_EQ(topic.need_spans(0).begin(), 6);
  EXPECT_EQ(topic.need_spans(0).end(), 18);
  EXPECT_THAT(Cuts(north_, topic.offer_spans()), Not(IsEmpty()));
}

TEST_F(EvidencePlacesTest, ProfileThatHasChangedSinceTheListHasNoPlaces) {
  CreatePair(kGameStudio, kComposer);
  const auto list =
      Send<v1::RecommendPartnersRequest>(absl::StrCat("member: '", kStar, "' page_size: 1"));
  ASSERT_TRUE(Send<v1::UpdateMemberRequest>(
                  absl::StrCat("member { name: '", kNorth,
                               "' offers { title { key: 'en' value: 'Catering' } } } ",
                               "update_mask { paths: 'offers' }"))
                  .ok());
  AwaitIndex();
  const auto explained =
      Explain(absl::StrCat("attribution_token: '", list->provenance().attribution_token(), "'"));
  ASSERT_TRUE(explained.ok()) << explained.status.error_message();
  const v1::SharedTopic& topic = FindTopic(
      *FindEvidence(explained->match(), v1::Evidence::TOPICS, v1::Evidence::MEMBER), "game-music");
  EXPECT_THAT(Cuts(star_, topic.need_spans()), Not(IsEmpty()));
  EXPECT_THAT(topic.offer_spans(), IsEmpty());
}

TEST_F(EvidencePlacesTest, ChangeThatTheIndexHasNotSeenIsLocatedInTheNewText) {
  CreatePair(kGameStudio, kComposer);
  for (int i = 0; i < 10; ++i) {
    const auto updated = Send<v1::UpdateMemberRequest>(
        absl::StrCat("member { name: '", kStar, "' needs { title { key: 'en' value: '",
                     std::string(i, '.'), " game music' } } } update_mask { paths: 'needs' }"));
    ASSERT_TRUE(updated.ok()) << updated.status.error_message();
    const v1::Match match = Recommended("locate_evidence: true");
    const v1::SharedTopic& topic =
        FindTopic(*FindEvidence(match, v1::Evidence::TOPICS, v1::Evidence::MEMBER), "game-music");
    EXPECT_THAT(Cuts(*updated, topic.need_spans()), ElementsAre("needs[0].title.en=game music"));
  }
}

TEST_F(EvidencePlacesTest, WordSaidOverAndOverIsLocatedAHundredTimes) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "theremin. ";
  CreatePair(absl::StrCat("kind: SCENE_UNIT display_name { key: 'en' value: 'S' } needs {"
                          "title { key: 'en' value: 'Wanted' } text { key: 'en' value: '",
                          text, "' } }"),
             "kind: CREATOR display_name { key: 'en' value: 'N' } offers {"
             "title { key: 'en' value: 'Theremin' } }");
  const auto explained = Explain();
  const v1::Evidence& words =
      *FindEvidence(explained->match(), v1::Evidence::WORDS, v1::Evidence::MEMBER);
  EXPECT_EQ(FindWord(words, "theremin").need_spans_size(), 100);
}

}  // namespace
}  // namespace counterpoint::service

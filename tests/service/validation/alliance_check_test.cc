#include "service/validation/alliance_check.h"

#include "absl/strings/str_cat.h"
#include "tests/service/validation/valid_resources.h"

namespace counterpoint::validation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> WrongIn(const v1::Alliance& alliance) {
  Violations violations;
  CheckAlliance(FieldPath("alliance"), alliance, violations);
  return FieldsOf(violations);
}

TEST(AllianceCheckTest, ValidAlliancePasses) { EXPECT_THAT(WrongIn(ValidAlliance()), IsEmpty()); }

TEST(AllianceCheckTest, EmptyAllianceLacksAName) {
  EXPECT_THAT(WrongIn(v1::Alliance()), ElementsAre("alliance.display_name"));
}

class AllianceFieldTest : public testing::TestWithParam<BadField> {};

TEST_P(AllianceFieldTest, BadValueIsNamed) {
  v1::Alliance alliance = ValidAlliance();
  MergeText(GetParam().text, alliance);
  EXPECT_THAT(WrongIn(alliance), ElementsAre(absl::StrCat("alliance.", GetParam().field)))
      << GetParam().text;
}

// A topic with this id and English label, and whatever else.
std::string Topic(const std::string& id, const std::string& label, const std::string& rest = "") {
  return absl::StrCat("topics { id: '", id, "' labels { key: 'en' value { labels: '", label,
                      "' } } ", rest, " }");
}

INSTANTIATE_TEST_SUITE_P(
    Topics, AllianceFieldTest,
    testing::Values(
        BadField{Topic("", "blue cheese carving"), "topics[2].id"},
        BadField{Topic("Cheese", "blue cheese carving"), "topics[2].id"},
        BadField{Topic("own-one", "blue cheese carving"), "topics[2].id"},
        BadField{Topic("games", "blue cheese carving"), "topics[2].id"},
        BadField{Topic("cheese", "blue cheese carving", "broader: 'none'"), "topics[2].broader"},
        BadField{Topic("cheese", "blue cheese carving", "broader: 'cheese'"), "topics[2].broader"},
        BadField{Topic("cheese", ""), "topics[2].labels[\"en\"].labels[0]"},
        BadField{Topic("cheese", "!?"), "topics[2].labels[\"en\"].labels[0]"},
        BadField{Topic("cheese", "own Topic  number one"), "topics[2].labels[\"en\"].labels[0]"},
        BadField{Topic("cheese", "Video Game"), "topics[2].labels[\"en\"].labels[0]"},
        BadField{"topics { id: 'cheese' }", "topics[2].labels"},
        BadField{"topics { id: 'cheese' labels { key: 'en' value { } } }",
                 "topics[2].labels[\"en\"].labels"},
        BadField{Topic("cheese", "blue cheese carving",
                       "labels { key: 'fr' value { labels: 'fromage' } }"),
                 "topics[2].labels[\"fr\"]"}));

INSTANTIATE_TEST_SUITE_P(
    Policies, AllianceFieldTest,
    testing::Values(
        BadField{"policy { text { topics: -0.1 } }", "policy.text.topics"},
        BadField{"policy { text { latent: nan } }", "policy.text.latent"},
        BadField{"policy { fit { preference: inf } }", "policy.fit.preference"},
        BadField{"policy { gain { freshness: 1000001 } }", "policy.gain.freshness"},
        BadField{"policy { floor: 1.5 }", "policy.floor"},
        BadField{"policy { diversity: nan }", "policy.diversity"},
        BadField{"policy { reciprocity: 5 }", "policy.reciprocity"},
        BadField{"policy { exposure { cap: -1 } }", "policy.exposure.cap"},
        BadField{"policy { exposure { cap: 1000001 } }", "policy.exposure.cap"},
        BadField{"policy { exposure { max_loss: 1.01 } }", "policy.exposure.max_loss"},
        BadField{"policy { exposure { max_loss: nan } }", "policy.exposure.max_loss"},
        BadField{"policy { acceptance { intercept: inf } }", "policy.acceptance.intercept"},
        BadField{"policy { acceptance { weights { term: TOPICS weight: nan } } }",
                 "policy.acceptance.weights[0].weight"},
        BadField{"policy { acceptance { weights { weight: 1 } } }",
                 "policy.acceptance.weights[0].term"},
        BadField{"policy { acceptance { weights { term: 99 } } }",
                 "policy.acceptance.weights[0].term"},
        BadField{"policy { acceptance { weights { term: WORDS } weights { term: WORDS } } }",
                 "policy.acceptance.weights[1]"},
        BadField{"policy { kind_affinities { partner_kind: CREATOR } }",
                 "policy.kind_affinities[1].kind"},
        BadField{"policy { kind_affinities { kind: CREATOR partner_kind: 7 } }",
                 "policy.kind_affinities[1].partner_kind"},
        BadField{"policy { kind_affinities { kind: CREATOR partner_kind: CREATOR affinity: -1 } }",
                 "policy.kind_affinities[1].affinity"},
        BadField{"policy { kind_affinities { kind: CREATOR partner_kind: INVESTOR } }",
                 "policy.kind_affinities[1]"}));

INSTANTIATE_TEST_SUITE_P(
    Texts, AllianceFieldTest,
    testing::Values(BadField{"display_name { key: 'en' value: '' }", "display_name[\"en\"]"},
                    BadField{"description { key: '?' value: 'x' }", "description[\"?\"]"}));

TEST(AllianceTopicsTest, EveryTopicOfACycleIsNamed) {
  v1::Alliance alliance = ValidAlliance();
  alliance.mutable_topics(0)->set_broader("own-two");
  EXPECT_THAT(WrongIn(alliance), testing::UnorderedElementsAre("alliance.topics[0].broader",
                                                               "alliance.topics[1].broader"));
}

TEST(AllianceTopicsTest, TopicBelowACycleIsNotPartOfIt) {
  v1::Alliance alliance = ValidAlliance();
  alliance.mutable_topics(0)->set_broader("own-one");
  EXPECT_THAT(WrongIn(alliance), ElementsAre("alliance.topics[0].broader"));
}

TEST(AllianceTopicsTest, AtMost2000) {
  v1::Alliance alliance = ValidAlliance();
  alliance.clear_topics();
  for (int i = 0; i < 2000; ++i) {
    const std::string id = absl::StrCat("x", i);
    MergeText(Topic(id, absl::StrCat("cheese number ", id)), alliance);
  }
  EXPECT_THAT(WrongIn(alliance), IsEmpty());
  MergeText(Topic("one-more", "one cheese more"), alliance);
  EXPECT_THAT(WrongIn(alliance), ElementsAre("alliance.topics"));
}

}  // namespace
}  // namespace counterpoint::validation

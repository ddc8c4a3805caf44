#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "service/conversion/timestamp.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

using google::protobuf::util::MessageDifferencer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kStar[] = "alliances/music/members/star";
constexpr char kBy[] = "author: 'Staff' reason: 'a dispute' ";

std::string Member(const std::string& id) { return absl::StrCat("alliances/music/members/", id); }
std::string Rule(const std::string& id) { return absl::StrCat("alliances/music/staffRules/", id); }

// A studio, and composers "c0" to "c5" whom nothing but their ids tells apart.
class StaffRuleServiceTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    // Or the later profiles would be the fresher ones.
    StopClock();
    CreateAlliance("music", "policy { floor: 0 reciprocity: ARITHMETIC_MEAN }");
    CreateMember("star", kGameStudio);
    for (int i = 0; i < 6; ++i) CreateMember(absl::StrCat("c", i), kComposer);
    AwaitIndex();
  }
  Answer<v1::StaffRule> Create(const std::string& id, const std::string& rule,
                               const std::string& more = "") {
    return Send<v1::CreateStaffRuleRequest>(
        absl::StrCat("parent: 'alliances/music' staff_rule_id: '", id, "' staff_rule { ", kBy, rule,
                     " } ", more));
  }
  Answer<v1::StaffRule> End(const std::string& id, const std::string& more = "") {
    return Send<v1::EndStaffRuleRequest>(
        absl::StrCat("name: '", Rule(id), "' author: 'B. Wu' reason: 'settled' ", more));
  }
  Answer<v1::StaffRule> Get(const std::string& id) {
    return Send<v1::GetStaffRuleRequest>(absl::StrCat("name: '", Rule(id), "'"));
  }
  Answer<v1::RecommendPartnersResponse> Recommend(const std::string& more = "") {
    return Send<v1::RecommendPartnersRequest>(absl::StrCat("member: '", kStar, "' ", more));
  }
  std::vector<std::string> List(const std::string& more = "") {
    const auto found = Recommend(more);
    EXPECT_TRUE(found.ok()) << found.status.error_message();
    return IdsOf(*found);
  }
  static std::vector<std::string> IdsOf(const v1::RecommendPartnersResponse& response) {
    std::vector<std::string> ids;
    for (const v1::Match& match : response.matches()) {
      ids.push_back(match.partner().name().substr(Member("").size()));
    }
    return ids;
  }
  static std::string Pinning(const std::string& id) {
    return absl::StrCat("action: PIN partners { members: '", Member(id), "' }");
  }
  static std::string Vetoing(const std::string& id) {
    return absl::StrCat("action: VETO partners { members: '", Member(id), "' }");
  }
};

TEST_F(StaffRuleServiceTest, ARuleIsKeptAsItWasMadeAndSaysWhatBecameOfIt) {
  const auto created = Create("r", Vetoing("c1"));
  ASSERT_TRUE(created.ok()) << created.status.error_message();
  EXPECT_EQ(created->name(), Rule("r"));
  EXPECT_EQ(created->state(), v1::StaffRule::IN_FORCE);
  EXPECT_EQ(created->author(), "Staff");
  EXPECT_TRUE(created->has_create_time());
  EXPECT_TRUE(MessageDifferencer::Equals(*Get("r"), *created));

  const auto ended = End("r");
  ASSERT_TRUE(ended.ok()) << ended.status.error_message();
  EXPECT_EQ(ended->state(), v1::StaffRule::ENDED);
  EXPECT_EQ(ended->end_author(), "B. Wu");
  EXPECT_EQ(ended->end_reason(), "settled");
  EXPECT_TRUE(ended->has_end_time());
  EXPECT_EQ(ended->author(), "Staff");
  EXPECT_TRUE(MessageDifferencer::Equals(*Get("r"), *ended));
  EXPECT_EQ(End("r").code(), grpc::StatusCode::FAILED_PRECONDITION);
  Restart();
  EXPECT_TRUE(MessageDifferencer::Equals(*Get("r"), *ended));
}

TEST_F(StaffRuleServiceTest, AVetoCountsAtOnceAndUntilItEnds) {
  EXPECT_THAT(List(), ElementsAre("c0", "c1", "c2", "c3", "c4", "c5"));
  ASSERT_TRUE(Create("r", Vetoing("c1")).ok());
  EXPECT_THAT(List(), ElementsAre("c0", "c2", "c3", "c4", "c5"));
  EXPECT_EQ(Recommend()->eligible_size(), 5);
  ASSERT_TRUE(End("r").ok());
  EXPECT_THAT(List(), ElementsAre("c0", "c1", "c2", "c3", "c4", "c5"));
}

TEST_F(StaffRuleServiceTest, RulesConcernTheListsOfTheirMembersAndBothWaysTheOthersToo) {
  ASSERT_TRUE(Create("r", absl::StrCat(Vetoing("c1"),
                                       " both_ways: true members { kinds: "
                                       "SCENE_UNIT }"))
                  .ok());
  EXPECT_THAT(List(), Not(::testing::Contains("c1")));
  const auto of_c1 = Send<v1::RecommendPartnersRequest>(
      absl::StrCat("member: '", Member("c1"), "' filter { kinds: SCENE_UNIT }"));
  EXPECT_THAT(IdsOf(*of_c1), IsEmpty());
  const auto of_c2 = Send<v1::RecommendPartnersRequest>(
      absl::StrCat("member: '", Member("c2"), "' filter { kinds: SCENE_UNIT }"));
  EXPECT_THAT(IdsOf(*of_c2), ElementsAre("star"));
}

TEST_F(StaffRuleServiceTest, BoostedAndPinnedPartnersAreInFrontAndSaySo) {
  ASSERT_TRUE(Create("boost", absl::StrCat("action: BOOST factor: 1.5 partners { members: '",
                                           Member("c4"), "' }"))
                  .ok());
  ASSERT_TRUE(Create("pin", Pinning("c5")).ok());
  const auto found = Recommend();
  EXPECT_THAT(IdsOf(*found), ElementsAre("c5", "c4", "c0", "c1", "c2", "c3"));
  EXPECT_TRUE(found->matches(0).pinned());
  EXPECT_FALSE(found->matches(1).pinned());
  EXPECT_GT(found->matches(1).score(), found->matches(2).score());
  for (const v1::Match& match : found->matches()) {
    double sum = 0;
    bool has_rule = false;
    for (const v1::Evidence& evidence : match.evidence()) {
      sum += evidence.contribution();
      if (evidence.term() != v1::Evidence::STAFF_RULE) continue;
      has_rule = true;
      EXPECT_EQ(evidence.text(), "raised by a rule of the staff");
    }
    EXPECT_NEAR(sum, match.score(), 1e-6);
    EXPECT_EQ(has_rule, match.partner().name() == Member("c4"));
  }
  // Nobody asks for a need, and likeness is no suggestion.
  const auto need = Send<v1::MatchNeedRequest>(
      "parent: 'alliances/music' need { text { key: 'zh' value: '需要游戏音乐' } }");
  EXPECT_EQ(need->matches(0).partner().name(), Member("c0"));
}

TEST_F(StaffRuleServiceTest, PagesOfAListShowTheRulesOfItsFirstPage) {
  ASSERT_TRUE(Create("pin", Pinning("c5")).ok());
  const auto first = Recommend("page_size: 2");
  EXPECT_THAT(IdsOf(*first), ElementsAre("c5", "c0"));
  // Both would shift what is to come.
  ASSERT_TRUE(Create("pin-too", Pinning("c3")).ok());
  ASSERT_TRUE(Create("veto", Vetoing("c0")).ok());
  ASSERT_TRUE(End("pin").ok());
  const auto second =
      Recommend(absl::StrCat("page_size: 2 page_token: '", first->next_page_token(), "'"));
  ASSERT_TRUE(second.ok()) << second.status.error_message();
  EXPECT_THAT(IdsOf(*second), ElementsAre("c1", "c2"));
  const auto third =
      Recommend(absl::StrCat("page_size: 2 page_token: '", second->next_page_token(), "'"));
  EXPECT_THAT(IdsOf(*third), ElementsAre("c3", "c4"));
  EXPECT_EQ(third->next_page_token(), "");
  EXPECT_THAT(List("page_size: 2"), ElementsAre("c3", "c1"));
  // What is explained from the list is what it was made by.
  const auto explained = Send<v1::ExplainMatchRequest>(
      absl::StrCat("member: '", kStar, "' partner: '", Member("c0"), "' attribution_token: '",
                   first->provenance().attribution_token(), "'"));
  EXPECT_EQ(explained->exclusions_size(), 0);
}

TEST_F(StaffRuleServiceTest, AVetoIsNamedWithoutItsReason) {
  ASSERT_TRUE(Create("no-c1", Vetoing("c1")).ok());
  const auto explained = Send<v1::ExplainMatchRequest>(
      absl::StrCat("member: '", kStar, "' partner: '", Member("c1"), "' language_code: 'zh'"));
  ASSERT_EQ(explained->exclusions_size(), 1);
  const v1::Exclusion& exclusion = explained->exclusions(0);
  EXPECT_EQ(exclusion.field(), "staff_rules");
  EXPECT_EQ(exclusion.member(), "");
  EXPECT_EQ(exclusion.staff_rule(), Rule("no-c1"));
  EXPECT_THAT(exclusion.text(), HasSubstr("no-c1"));
  EXPECT_THAT(exclusion.text(), Not(HasSubstr("dispute")));
  const auto missed =
      Send<v1::WhyNotRequest>(absl::StrCat("member: '", kStar, "' partner: '", Member("c1"), "'"));
  EXPECT_EQ(missed->reason(), v1::WhyNotResponse::RULE);
  EXPECT_EQ(missed->exclusions(0).staff_rule(), Rule("no-c1"));
  EXPECT_EQ(missed->remedies_size(), 0);
  EXPECT_THAT(missed->text(), Not(HasSubstr("dispute")));
}

TEST_F(StaffRuleServiceTest, ADemotionThatKeepsAPartnerOutIsNamed) {
  ASSERT_TRUE(Create("less-c0", absl::StrCat("action: DEMOTE factor: 0.5 partners { members: '",
                                             Member("c0"), "' }"))
                  .ok());
  const auto missed = Send<v1::WhyNotRequest>(
      absl::StrCat("member: '", kStar, "' partner: '", Member("c0"), "' list_size: 2"));
  EXPECT_EQ(missed->reason(), v1::WhyNotResponse::RULE);
  ASSERT_EQ(missed->exclusions_size(), 1);
  EXPECT_EQ(missed->exclusions(0).staff_rule(), Rule("less-c0"));
  EXPECT_EQ(missed->rank(), 6);
  const auto all =
      Send<v1::WhyNotRequest>(absl::StrCat("member: '", kStar, "' partner: '", Member("c0"), "'"));
  EXPECT_EQ(all->reason(), v1::WhyNotResponse::LISTED);
}

TEST_F(StaffRuleServiceTest, AnExpiredRuleCountsNoMoreAndIsStillThere) {
  StopClock();
  const auto created = Create("r", absl::StrCat(Vetoing("c1"), " expire_time { seconds: ",
                                                absl::ToUnixSeconds(absl::Now()) + 3600, " }"));
  ASSERT_TRUE(created.ok()) << created.status.error_message();
  EXPECT_EQ(List().size(), 5U);
  Wait(absl::Hours(1) + absl::Seconds(2));
  EXPECT_EQ(List().size(), 6U);
  ASSERT_TRUE(server_->Sweep().ok());
  EXPECT_EQ(Get("r")->state(), v1::StaffRule::EXPIRED);
  EXPECT_EQ(End("r").code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(Send<v1::ListStaffRulesRequest>("parent: 'alliances/music'")->staff_rules_size(), 0);
  EXPECT_EQ(Send<v1::ListStaffRulesRequest>("parent: 'alliances/music' show_ended: true")
                ->staff_rules_size(),
            1);
}

TEST_F(StaffRuleServiceTest, ListsAreInOrderOfNameAndPaged) {
  for (const char* id : {"b", "d", "a", "c"}) ASSERT_TRUE(Create(id, Vetoing("c1")).ok());
  ASSERT_TRUE(End("b").ok());
  const auto first = Send<v1::ListStaffRulesRequest>("parent: 'alliances/music' page_size: 2");
  ASSERT_EQ(first->staff_rules_size(), 2);
  EXPECT_EQ(first->staff_rules(0).name(), Rule("a"));
  EXPECT_EQ(first->staff_rules(1).name(), Rule("c"));
  ASSERT_TRUE(Create("e", Vetoing("c1")).ok());
  const auto second = Send<v1::ListStaffRulesRequest>(absl::StrCat(
      "parent: 'alliances/music' page_size: 2 page_token: '", first->next_page_token(), "'"));
  ASSERT_EQ(second->staff_rules_size(), 1) << "of the first page's view";
  EXPECT_EQ(second->staff_rules(0).name(), Rule("d"));
  EXPECT_EQ(Send<v1::ListStaffRulesRequest>(
                absl::StrCat("parent: 'alliances/music' show_ended: true page_token: '",
                             first->next_page_token(), "'"))
                .code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(StaffRuleServiceTest, ARepeatedRequestCreatesNoSecondRule) {
  const std::string request = absl::StrCat(
      "parent: 'alliances/music' request_id: 'x' "
      "staff_rule { ",
      kBy, Vetoing("c1"), " }");
  const auto first = Send<v1::CreateStaffRuleRequest>(request);
  ASSERT_TRUE(first.ok()) << first.status.error_message();
  const auto again = Send<v1::CreateStaffRuleRequest>(request);
  ASSERT_TRUE(again.ok()) << again.status.error_message();
  EXPECT_TRUE(MessageDifferencer::Equals(*again, *first));
  EXPECT_EQ(Create("r", Vetoing("c2"), "request_id: 'x'").code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Send<v1::ListStaffRulesRequest>("parent: 'alliances/music'")->staff_rules_size(), 1);
}

TEST_F(StaffRuleServiceTest, ARepeatedEndAnswersAsTheFirstOne) {
  ASSERT_TRUE(Create("r", Vetoing("c1")).ok());
  const auto first = End("r", "request_id: 'x'");
  ASSERT_TRUE(first.ok()) << first.status.error_message();
  EXPECT_EQ(first->state(), v1::StaffRule::ENDED);
  EXPECT_TRUE(MessageDifferencer::Equals(*first, *Get("r")));
  const auto again = End("r", "request_id: 'x'");
  ASSERT_TRUE(again.ok()) << again.status.error_message();
  EXPECT_TRUE(MessageDifferencer::Equals(*again, *first));
  EXPECT_EQ(End("r").code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(End("r", "request_id: 'y'").code(), grpc::StatusCode::FAILED_PRECONDITION);
  ASSERT_TRUE(Create("s", Vetoing("c2")).ok());
  EXPECT_EQ(End("s", "request_id: 'x'").code(), grpc::StatusCode::INVALID_ARGUMENT)
      << "another request";
}

TEST_F(StaffRuleServiceTest, ValidatingChecksAllAndCreatesNothing) {
  const auto checked = Create("r", Vetoing("c1"), "validate_only: true");
  ASSERT_TRUE(checked.ok()) << checked.status.error_message();
  EXPECT_EQ(checked->name(), Rule("r"));
  EXPECT_EQ(Get("r").code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(BadFields(Create("r", "action: BOOST", "validate_only: true").status),
            (std::vector<std::string>{"staff_rule.partners", "staff_rule.factor"}));
}

TEST_F(StaffRuleServiceTest, ErrorsSayWhatIsThereAndWhatIsNot) {
  ASSERT_TRUE(Create("r", Vetoing("c1")).ok());
  EXPECT_EQ(Create("r", Vetoing("c2")).code(), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(Get("s").code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(End("s").code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(
      Send<v1::CreateStaffRuleRequest>(absl::StrCat("parent: 'alliances/none' staff_rule { ", kBy,
                                                    "action: VETO partners { kinds: INVESTOR } }"))
          .code(),
      grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Send<v1::ListStaffRulesRequest>("parent: 'alliances/none'").code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(StaffRuleServiceTest, TheTwoHundredAndFirstRuleInForceIsRefused) {
  for (int i = 0; i < 200; ++i) {
    ASSERT_TRUE(Create(absl::StrCat("r", i), "action: VETO partners { kinds: INVESTOR }").ok());
  }
  EXPECT_EQ(Create("more", Vetoing("c1")).code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  ASSERT_TRUE(End("r7").ok());
  EXPECT_TRUE(Create("more", Vetoing("c1")).ok());
  EXPECT_EQ(List().size(), 5U);
}

TEST_F(StaffRuleServiceTest, DeletingTheAllianceRemovesItsRules) {
  ASSERT_TRUE(Create("r", Vetoing("c1")).ok());
  ASSERT_TRUE(Send<v1::DeleteAllianceRequest>("name: 'alliances/music' force: true").ok());
  CreateAlliance("music", "policy { floor: 0 reciprocity: ARITHMETIC_MEAN }");
  EXPECT_EQ(Get("r").code(), grpc::StatusCode::NOT_FOUND);
  CreateMember("star", kGameStudio);
  CreateMember("c1", kComposer);
  AwaitIndex();
  EXPECT_THAT(List(), ElementsAre("c1"));
}

TEST_F(StaffRuleServiceTest, ListsInOrderOfAcceptanceShowTheProbability) {
  v1::UpdateAllianceRequest update;
  update.mutable_update_mask()->add_paths("policy.acceptance");
  update.mutable_alliance()->set_name("alliances/music");
  v1::AcceptanceModel& model = *update.mutable_alliance()->mutable_policy()->mutable_acceptance();
  model.set_intercept(-1);
  v1::AcceptanceModel::TermWeight& weight = *model.add_weights();
  weight.set_term(v1::Evidence::WORDS);
  weight.set_weight(5);
  const auto updated = Send(update);
  ASSERT_TRUE(updated.ok()) << updated.status.error_message();
  AwaitIndex();
  const auto found = Recommend();
  ASSERT_EQ(found->matches_size(), 6);
  for (const v1::Match& match : found->matches()) {
    ASSERT_TRUE(match.has_acceptance_probability());
    EXPECT_GT(match.acceptance_probability(), 0.25);
    EXPECT_LT(match.acceptance_probability(), 1);
  }
  const auto need = Send<v1::MatchNeedRequest>(
      "parent: 'alliances/music' need { text { key: 'zh' value: '需要游戏音乐' } }");
  EXPECT_FALSE(need->matches(0).has_acceptance_probability());
}

}  // namespace
}  // namespace counterpoint::service

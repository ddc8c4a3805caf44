#include "service/validation/staff_rule_requests.h"

#include "absl/strings/str_cat.h"
#include "tests/service/validation/valid_resources.h"

namespace counterpoint::validation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kValid[] =
    "action: VETO partners { kinds: INVESTOR } members { topics: 'game-music' } "
    "author: 'Staff' reason: 'a dispute' expire_time { seconds: 1750000001 }";

// What is wrong with a valid rule after the text has been added to it.
std::vector<std::string> WrongWith(const std::string& text) {
  v1::CreateStaffRuleRequest request;
  request.set_parent("alliances/a");
  MergeText(kValid, *request.mutable_staff_rule());
  MergeText(text, *request.mutable_staff_rule());
  Violations violations;
  Check(request, TestSetting(), violations);
  return FieldsOf(violations);
}

// The same of a rule that is a pin.
std::vector<std::string> WrongWithPin(const std::string& text) {
  v1::CreateStaffRuleRequest request;
  request.set_parent("alliances/a");
  MergeText(absl::StrCat("action: PIN author: 'Staff' reason: 'a launch' ", text),
            *request.mutable_staff_rule());
  Violations violations;
  Check(request, TestSetting(), violations);
  return FieldsOf(violations);
}

template <typename Request>
std::vector<std::string> WrongIn(const char* text) {
  Request request;
  MergeText(text, request);
  Violations violations;
  Check(request, violations);
  return FieldsOf(violations);
}

TEST(StaffRuleRequestsTest, CreatingNamesEveryBadField) {
  EXPECT_THAT(WrongWith(""), IsEmpty());
  EXPECT_THAT(WrongWith("both_ways: true"), IsEmpty());
  EXPECT_THAT(WrongWith("action: BOOST factor: 10"), IsEmpty());
  EXPECT_THAT(WrongWith("action: DEMOTE factor: 0.1"), IsEmpty());
  EXPECT_THAT(WrongWith("state: ENDED end_author: 'x' create_time { nanos: -1 }"), IsEmpty())
      << "output only";
  const std::vector<BadField> bad = {
      {"action: ACTION_UNSPECIFIED", "action"},
      {"action: 9", "action"},
      {"members { topics: 'no-such' }", "members.topics[1]"},
      {"partners { regions: 'shanghai' }", "partners.regions[0]"},
      {"partners { members: 'alliances/b/members/m' }", "partners.members[0]"},
      {"action: BOOST", "factor"},
      {"action: BOOST factor: 1", "factor"},
      {"action: BOOST factor: 10.01", "factor"},
      {"action: BOOST factor: nan", "factor"},
      {"action: DEMOTE factor: 1", "factor"},
      {"action: DEMOTE factor: 0.09", "factor"},
      {"action: DEMOTE factor: nan", "factor"},
      {"factor: 0.5", "factor"},
      {"factor: nan", "factor"},
      {"author: ' '", "author"},
      {"author: 'A\\nB'", "author"},
      {absl::StrCat("author: '", std::string(301, 'a'), "'"), "author"},
      {"reason: ''", "reason"},
      {absl::StrCat("reason: '", std::string(3001, 'a'), "'"), "reason"},
      {"expire_time { seconds: 1750000000 }", "expire_time"},
      {"expire_time { nanos: -1 }", "expire_time"},
  };
  for (const auto& [text, field] : bad) {
    EXPECT_THAT(WrongWith(text), ElementsAre(absl::StrCat("staff_rule.", field))) << text;
  }
}

TEST(StaffRuleRequestsTest, PartnersHaveToBeSaid) {
  v1::CreateStaffRuleRequest request;
  MergeText("parent: 'alliances/a' staff_rule { action: VETO author: 'a' reason: 'b' }", request);
  Violations violations;
  Check(request, TestSetting(), violations);
  EXPECT_THAT(FieldsOf(violations), ElementsAre("staff_rule.partners"));
  request.clear_staff_rule();
  request.set_parent("music");
  request.set_staff_rule_id("Veto");
  Violations more;
  Check(request, TestSetting(), more);
  EXPECT_THAT(FieldsOf(more), ElementsAre("parent", "staff_rule_id", "staff_rule"));
}

TEST(StaffRuleRequestsTest, APinNamesUpToTenPartnersAndNothingElse) {
  std::string ten;
  for (int i = 0; i < 10; ++i) absl::StrAppend(&ten, "members: 'alliances/a/members/m", i, "' ");
  const auto wrong = [](const std::string& partners, const std::string& more = "") {
    return WrongWithPin(absl::StrCat("partners { ", partners, " } ", more));
  };
  EXPECT_THAT(wrong(ten), IsEmpty());
  EXPECT_THAT(wrong(ten + "members: 'alliances/a/members/m'"),
              ElementsAre("staff_rule.partners.members"));
  EXPECT_THAT(wrong("members: 'alliances/a/members/m' members: 'alliances/a/members/m'"),
              ElementsAre("staff_rule.partners.members[1]"));
  EXPECT_THAT(wrong(ten + "kinds: CREATOR"), ElementsAre("staff_rule.partners"));
  EXPECT_THAT(wrong(""), ElementsAre("staff_rule.partners.members"));
  EXPECT_THAT(wrong(ten, "both_ways: true"), ElementsAre("staff_rule.both_ways"));
  EXPECT_THAT(wrong(ten, "factor: 2"), ElementsAre("staff_rule.factor"));
}

TEST(StaffRuleRequestsTest, TheOthersNameTheirBadFields) {
  EXPECT_THAT(WrongIn<v1::GetStaffRuleRequest>("name: 'alliances/a/staffRules/r'"), IsEmpty());
  EXPECT_THAT(WrongIn<v1::GetStaffRuleRequest>("name: 'staffRules/r'"), ElementsAre("name"));
  EXPECT_THAT(WrongIn<v1::ListStaffRulesRequest>("parent: 'alliances/a' page_size: 1001"),
              ElementsAre("page_size"));
  EXPECT_THAT(WrongIn<v1::ListStaffRulesRequest>("parent: 'a'"), ElementsAre("parent"));
  EXPECT_THAT(WrongIn<v1::EndStaffRuleRequest>("name: 'alliances/a/rules/r'"),
              ElementsAre("name", "author", "reason"));
  const std::string long_id =
      "name: 'alliances/a/staffRules/r' author: 'a' reason: 'b' request_id: '" +
      std::string(129, 'x') + "'";
  EXPECT_THAT(WrongIn<v1::EndStaffRuleRequest>(long_id.c_str()), ElementsAre("request_id"));
}

}  // namespace
}  // namespace counterpoint::validation

#include "service/validation/listing_check.h"

#include "absl/strings/str_cat.h"
#include "service/validation/filter_check.h"
#include "tests/service/validation/valid_resources.h"

namespace counterpoint::validation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> WrongIn(const v1::Member& member) {
  const FieldPath path("member");
  Violations violations;
  CheckListings(path, "needs", member.needs(), TestSetting(), violations);
  return FieldsOf(violations);
}

// Adds to the valid need a copy of it that the text changes: needs[1].
class ListingFieldTest : public testing::TestWithParam<BadField> {};

TEST_P(ListingFieldTest, BadValueIsNamed) {
  v1::Member member = ValidMember();
  *member.add_needs() = member.needs(0);
  MergeText(GetParam().text, *member.mutable_needs(1));
  EXPECT_THAT(WrongIn(member), ElementsAre(absl::StrCat("member.needs[1].", GetParam().field)))
      << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Fields, ListingFieldTest,
    testing::Values(
        BadField{R"(id: "-x")", "id"},
        BadField{R"(title { key: "fr" value: "" })", "title[\"fr\"]"},
        BadField{R"(text { key: "12" value: "x" })", "text[\"12\"]"},
        BadField{R"(topics: "no-such-topic")", "topics[1]"},
        BadField{R"(topics: "games")", "topics[1]"},
        BadField{"cooperation_modes: 99", "cooperation_modes[1]"},
        BadField{"cooperation_modes: LICENSING", "cooperation_modes[1]"},
        BadField{"cooperation_modes: COOPERATION_MODE_UNSPECIFIED", "cooperation_modes[1]"},
        BadField{"wanted_kinds: 7", "wanted_kinds[1]"}, BadField{R"(regions: "sh")", "regions[1]"},
        BadField{R"(regions: "CN-SH")", "regions[1]"},
        BadField{R"(budget { currency_code: "cny" })", "budget.currency_code"},
        BadField{R"(budget { currency_code: "QQQ" })", "budget.currency_code"},
        BadField{R"(budget { currency_code: "" })", "budget.currency_code"},
        BadField{"budget { min_units: -1 }", "budget.min_units"},
        BadField{"budget { min_units: 0 max_units: -5 }", "budget.max_units"},
        BadField{"budget { max_units: 9 }", "budget.max_units"},
        BadField{"deadline { nanos: 1000000000 }", "deadline"},
        BadField{"confidentiality: 9", "confidentiality"}, BadField{"withheld: true", "withheld"},
        BadField{"expire_time { seconds: -62135596801 }", "expire_time"},
        BadField{"rules { condition { kinds: CREATOR } }", "rules[1].strength"},
        BadField{"rules { strength: 8 condition { kinds: CREATOR } }", "rules[1].strength"},
        BadField{"rules { strength: MUST }", "rules[1].condition"},
        BadField{"rules { strength: MUST condition { } }", "rules[1].condition"},
        BadField{"rules { strength: MUST condition { kinds: 77 } }", "rules[1].condition.kinds[0]"},
        BadField{R"(embeddings { values: 1 })", "embeddings[1].model"},
        BadField{R"(embeddings { model: "m" values: 1 })", "embeddings[1].model"},
        BadField{R"(embeddings { model: "n" })", "embeddings[1].values"},
        BadField{R"(embeddings { model: "n" values: [0, -0] })", "embeddings[1].values"},
        BadField{R"(embeddings { model: "n" values: [1, nan] })", "embeddings[1].values[1]"},
        BadField{R"(embeddings { model: "n" values: [-inf] })", "embeddings[1].values[0]"}));

TEST(ListingCheckTest, BudgetWithoutUpperBoundPasses) {
  v1::Member member = ValidMember();
  member.mutable_needs(0)->mutable_budget()->set_max_units(0);
  EXPECT_THAT(WrongIn(member), IsEmpty());
}

TEST(ListingCheckTest, IdsMayNotComeTwiceButMayBeLeftOutTwice) {
  v1::Member member = ValidMember();
  *member.add_needs() = member.needs(0);
  EXPECT_THAT(WrongIn(member), IsEmpty());
  member.mutable_needs(0)->set_id("same");
  member.mutable_needs(1)->set_id("same");
  EXPECT_THAT(WrongIn(member), ElementsAre("member.needs[1].id"));
}

TEST(ListingCheckTest, EmbeddingHasAtMost4096Values) {
  v1::Member member = ValidMember();
  auto& values = *member.mutable_needs(0)->mutable_embeddings(0)->mutable_values();
  values.Resize(4096, 1);
  EXPECT_THAT(WrongIn(member), IsEmpty());
  values.Resize(4097, 1);
  EXPECT_THAT(WrongIn(member), ElementsAre("member.needs[0].embeddings[0].values"));
}

TEST(ListingCheckTest, TitleIsRequired) {
  v1::Member member = ValidMember();
  member.mutable_needs(0)->clear_title();
  EXPECT_THAT(WrongIn(member), ElementsAre("member.needs[0].title"));
}

TEST(AdHocNeedTest, ATitleOrATextIsEnough) {
  const auto wrong_in = [](const char* text) {
    v1::Listing need;
    MergeText(text, need);
    Violations violations;
    CheckAdHocNeed(FieldPath("need"), need, TestSetting(), violations);
    return FieldsOf(violations);
  };
  EXPECT_THAT(wrong_in(R"(title { key: "en" value: "music" })"), IsEmpty());
  EXPECT_THAT(wrong_in(R"(text { key: "en" value: "music" })"), IsEmpty());
  EXPECT_THAT(wrong_in(R"(text { key: "en" value: " " } title { key: "en" value: "" })"),
              ElementsAre("need"));
  EXPECT_THAT(wrong_in(R"(topics: "games")"), ElementsAre("need"));
}

class FilterFieldTest : public testing::TestWithParam<BadField> {};

TEST_P(FilterFieldTest, BadValueIsNamed) {
  v1::MemberFilter filter;
  MergeText(GetParam().text, filter);
  Violations violations;
  CheckFilter(FieldPath("filter"), filter, TestSetting(), violations);
  EXPECT_THAT(FieldsOf(violations), ElementsAre(absl::StrCat("filter.", GetParam().field)))
      << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Fields, FilterFieldTest,
    testing::Values(BadField{"kinds: 50", "kinds[0]"}, BadField{R"(regions: "")", "regions[0]"},
                    BadField{R"(topics: "none")", "topics[0]"},
                    BadField{"cooperation_modes: -4", "cooperation_modes[0]"},
                    BadField{R"(labels: "\001")", "labels[0]"}, BadField{"states: 4", "states[0]"},
                    BadField{R"(sectors: "none")", "sectors[0]"},
                    BadField{"credential_kinds: 5", "credential_kinds[0]"},
                    BadField{"employee_count { min: 2 max: 1 }", "employee_count.max"},
                    BadField{"founding_year { min: 0 max: -1 }", "founding_year.max"},
                    BadField{R"(members: "m1")", "members[0]"},
                    BadField{R"(members: "alliances/b/members/m1")", "members[0]"}));

TEST(FilterCheckTest, EveryFieldCanBeSet) {
  v1::MemberFilter filter;
  MergeText(R"(kinds: [CREATOR, INVESTOR] regions: "CN" topics: "games" cooperation_modes: TALENT
               labels: "vip" states: ACTIVE sectors: "games" credential_kinds: AWARD
               employee_count { min: 1 max: 1 } founding_year { max: -1 }
               members: "alliances/a/members/m")",
            filter);
  Violations violations;
  CheckFilter(FieldPath("filter"), filter, TestSetting(), violations);
  EXPECT_THAT(FieldsOf(violations), IsEmpty());
}

TEST(FilterCheckTest, ListsAreBounded) {
  v1::MemberFilter filter;
  const std::vector<std::string> labels(201, "vip");
  const std::vector<std::string> members(1001, "alliances/a/members/m");
  filter.mutable_labels()->Assign(labels.begin(), labels.end());
  filter.mutable_members()->Assign(members.begin(), members.end());
  Violations violations;
  CheckFilter(FieldPath("filter"), filter, TestSetting(), violations);
  EXPECT_THAT(FieldsOf(violations), ElementsAre("filter.labels", "filter.members"));
}

}  // namespace
}  // namespace counterpoint::validation

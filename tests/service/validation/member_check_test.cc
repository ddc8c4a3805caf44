#include "service/validation/member_check.h"

#include <functional>

#include "absl/strings/str_cat.h"
#include "tests/service/validation/valid_resources.h"

namespace counterpoint::validation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> WrongIn(const v1::Member& member) {
  Violations violations;
  CheckMember(FieldPath("member"), member, TestSetting(), violations);
  return FieldsOf(violations);
}

TEST(MemberCheckTest, ValidMemberPasses) { EXPECT_THAT(WrongIn(ValidMember()), IsEmpty()); }

TEST(MemberCheckTest, EmptyMemberLacksKindAndName) {
  EXPECT_THAT(WrongIn(v1::Member()), ElementsAre("member.kind", "member.display_name"));
}

class MemberFieldTest : public testing::TestWithParam<BadField> {};

TEST_P(MemberFieldTest, BadValueIsNamed) {
  v1::Member member = ValidMember();
  MergeText(GetParam().text, member);
  EXPECT_THAT(WrongIn(member), ElementsAre(GetParam().field)) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Fields, MemberFieldTest,
    testing::Values(
        BadField{"kind: 99", "member.kind"}, BadField{"kind: -1", "member.kind"},
        BadField{"kind: MEMBER_KIND_UNSPECIFIED", "member.kind"},
        BadField{"state: 9", "member.state"},
        BadField{R"(display_name { key: "en" value: "" })", "member.display_name[\"en\"]"},
        BadField{R"(display_name { key: "en" value: " \302\240" })", "member.display_name[\"en\"]"},
        BadField{R"(display_name { key: "en" value: "a\nb" })", "member.display_name[\"en\"]"},
        BadField{R"(display_name { key: "en" value: "a\302\205b" })",
                 "member.display_name[\"en\"]"},
        BadField{R"(display_name { key: "zh_CN" value: "x" })", "member.display_name[\"zh_CN\"]"},
        BadField{R"(display_name { key: "" value: "x" })", "member.display_name[\"\"]"},
        BadField{R"(display_name { key: "en-" value: "x" })", "member.display_name[\"en-\"]"},
        BadField{R"(display_name { key: "x-y" value: "x" })", "member.display_name[\"x-y\"]"},
        BadField{R"(description { key: "en" value: "a\000b" })", "member.description[\"en\"]"},
        BadField{R"(sectors: "no-such-topic")", "member.sectors[1]"},
        BadField{R"(sectors: "Not an id")", "member.sectors[1]"},
        BadField{R"(sectors: "games")", "member.sectors[1]"},
        BadField{R"(region: "cn")", "member.region"}, BadField{R"(region: "CHN")", "member.region"},
        BadField{R"(region: "CN-")", "member.region"}, BadField{R"(region: "C1")", "member.region"},
        BadField{R"(region: "CN--SH")", "member.region"},
        BadField{"employee_count: -1", "member.employee_count"},
        BadField{"founding_year: 999", "member.founding_year"},
        BadField{"founding_year: 0", "member.founding_year"},
        BadField{"founding_year: 2201", "member.founding_year"},
        BadField{"capacity: -1", "member.capacity"}, BadField{R"(labels: "")", "member.labels[1]"},
        BadField{R"(labels: "vip")", "member.labels[1]"},
        BadField{"expire_time { seconds: 253402300800 }", "member.expire_time"},
        BadField{"expire_time { nanos: -1 }", "member.expire_time"},
        BadField{R"(credentials { title { key: "en" value: "x" } })", "member.credentials[1].kind"},
        BadField{"credentials { kind: PATENT }", "member.credentials[1].title"},
        BadField{R"(credentials { kind: PATENT title { key: "en" value: "x" } year: 1899 })",
                 "member.credentials[1].year"},
        BadField{R"(credentials { kind: PATENT title { key: "en" value: "x" }
                    competition_category: ORIGINAL_CONTENT })",
                 "member.credentials[1].competition_category"},
        BadField{R"(credentials { kind: AWARD title { key: "en" value: "x" }
                    competition_category: 7 })",
                 "member.credentials[1].competition_category"},
        BadField{R"(credentials { kind: PATENT title { key: "en" value: "x" } issuer: "\n" })",
                 "member.credentials[1].issuer"}));

// Sizes at and just past what is allowed.
struct Limit {
  const char* field;
  std::function<void(v1::Member&, int)> set;
  int most;
};

class MemberLimitTest : public testing::TestWithParam<Limit> {};

TEST_P(MemberLimitTest, TheMostPassesAndOneMoreDoesNot) {
  v1::Member member = ValidMember();
  GetParam().set(member, GetParam().most);
  EXPECT_THAT(WrongIn(member), IsEmpty());
  member = ValidMember();
  GetParam().set(member, GetParam().most + 1);
  EXPECT_THAT(WrongIn(member), ElementsAre(GetParam().field));
}

std::string Bytes(int count) { return std::string(static_cast<std::size_t>(count), 'x'); }

template <typename Items>
void Fill(Items& items, int count) {
  while (items.size() < count) *items.Add() = items[0];
}

INSTANTIATE_TEST_SUITE_P(
    Limits, MemberLimitTest,
    testing::Values(
        Limit{"member.display_name[\"en\"]",
              [](v1::Member& m, int n) { (*m.mutable_display_name())["en"] = Bytes(n); }, 500},
        Limit{"member.description[\"en\"]",
              [](v1::Member& m, int n) { (*m.mutable_description())["en"] = Bytes(n); }, 20'000},
        Limit{"member.labels[0]", [](v1::Member& m, int n) { m.set_labels(0, Bytes(n)); }, 63},
        Limit{"member.region",
              [](v1::Member& m, int n) {
                m.set_region(
                    absl::StrCat("CN-", std::string(static_cast<std::size_t>(n) - 3, 'A')));
              },
              63},
        Limit{"member.credentials[0].issuer",
              [](v1::Member& m, int n) { m.mutable_credentials(0)->set_issuer(Bytes(n)); }, 200},
        Limit{"member.credentials", [](v1::Member& m, int n) { Fill(*m.mutable_credentials(), n); },
              32},
        Limit{"member.needs", [](v1::Member& m, int n) { Fill(*m.mutable_needs(), n); }, 32},
        Limit{"member.offers",
              [](v1::Member& m, int n) {
                m.mutable_offers(0)->clear_id();
                Fill(*m.mutable_offers(), n);
              },
              32},
        Limit{"member.labels",
              [](v1::Member& m, int n) {
                while (m.labels_size() < n) m.add_labels(absl::StrCat("l", m.labels_size()));
              },
              64},
        Limit{"member.sectors",
              [](v1::Member& m, int n) {
                const auto topics = matching::Thesaurus::BuiltIn();
                m.clear_sectors();
                for (int i = 0; i < n; ++i) m.add_sectors(topics->topic(i).id);
              },
              32}));

TEST(MemberCheckTest, InvalidUtf8IsNamed) {
  v1::Member member = ValidMember();
  (*member.mutable_description())["en"] = "caf\xe9";
  (*member.mutable_display_name())["\xff"] = "x";
  member.set_labels(0, "\xed\xa0\x80");
  EXPECT_THAT(WrongIn(member), ElementsAre("member.display_name[\"\\xff\"]",
                                           "member.description[\"en\"]", "member.labels[0]"));
}

TEST(MemberCheckTest, EveryBadFieldIsNamedAtOnce) {
  v1::Member member = ValidMember();
  member.set_region("nowhere");
  member.set_capacity(-1);
  member.mutable_needs(0)->clear_title();
  EXPECT_THAT(WrongIn(member),
              ElementsAre("member.needs[0].title", "member.region", "member.capacity"));
}

TEST(MemberCheckTest, NameAndOutputOnlyFieldsAreNotLookedAt) {
  v1::Member member = ValidMember();
  MergeText(R"(name: "junk" etag: "junk" create_time { nanos: -1 } update_time { nanos: -1 })",
            member);
  EXPECT_THAT(WrongIn(member), IsEmpty());
}

TEST(MemberCheckTest, TopicsOfTheAlliancesThesaurusAreKnown) {
  const auto extended = matching::Thesaurus::BuiltIn()->Extend(
      {{"alliance-topic", {}, {"a topic of the alliance"}, ""}});
  ASSERT_TRUE(extended.ok()) << extended.status();
  v1::Member member = ValidMember();
  member.add_sectors("alliance-topic");
  EXPECT_THAT(WrongIn(member), ElementsAre("member.sectors[1]"));

  Setting setting = TestSetting();
  setting.thesaurus = extended->get();
  Violations violations;
  CheckMember(FieldPath("member"), member, setting, violations);
  EXPECT_TRUE(violations.empty());
}

TEST(MemberCheckTest, WithoutThesaurusOnlyTheFormOfTopicsIsJudged) {
  v1::Member member = ValidMember();
  member.add_sectors("no-such-topic");
  member.add_sectors("No topic");
  Setting setting = TestSetting();
  setting.thesaurus = nullptr;
  Violations violations;
  CheckMember(FieldPath("member"), member, setting, violations);
  EXPECT_THAT(FieldsOf(violations), ElementsAre("member.sectors[2]"));
}

TEST(MemberCheckTest, OnlyANewMemberMustNotHaveExpired) {
  v1::Member member = ValidMember();
  member.mutable_expire_time()->set_seconds(absl::ToUnixSeconds(TestSetting().now));
  EXPECT_THAT(WrongIn(member), IsEmpty());
  Violations violations;
  CheckNewMember(FieldPath("member"), member, TestSetting(), violations);
  EXPECT_THAT(FieldsOf(violations), ElementsAre("member.expire_time"));
}

}  // namespace
}  // namespace counterpoint::validation

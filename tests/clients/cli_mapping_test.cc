#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "clients/cli/mapping.h"
#include "clients/cli/member_source.h"
#include "clients/cli/row_mapper.h"

namespace counterpoint::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<std::string> kHeader{"code", "name", "type", "tags", "about", "staff"};

constexpr char kMapping[] = R"({
  "id": {"template": "org-{code}", "transform": "slug"},
  "kind": {"column": "type", "values": {"HES": "RESEARCH_INSTITUTION"}},
  "display_name": "{name}",
  "description": {"column": "about", "until": [". "]},
  "region": {"constant": "CN-SH"},
  "labels": {"column": "tags", "split": ";", "strip": "[]"},
  "employee_count": {"column": "staff"},
  "offers": [{"title": "{name}: {type}", "text": "{about}",
              "cooperation_modes": {"constant": "TRAINING,research", "split": ","}}],
  "needs": [{"title": "{about}", "id": {"constant": "about"},
             "confidentiality": {"constant": "mutual"}}]
})";

absl::Status ParseError(const std::string& json) { return ParseMapping(json).status(); }

absl::StatusOr<MappedRow> Map(const std::vector<std::string>& row) {
  auto mapping = ParseMapping(kMapping);
  EXPECT_TRUE(mapping.ok()) << mapping.status();
  EXPECT_TRUE(BindMapping(kHeader, &*mapping).ok());
  return MapRow(*mapping, kHeader.size(), row);
}

TEST(MapRow, FillsTheFieldsOfAMember) {
  const auto row = Map({"A 7", "上海音乐学院", "HES", "[a; b;a;]", "Plays. Teaches.", "12"});
  ASSERT_TRUE(row.ok()) << row.status();
  const v1::Member& member = row->member;
  EXPECT_EQ(member.name(), "members/org-a-7");
  EXPECT_EQ(member.kind(), v1::RESEARCH_INSTITUTION);
  EXPECT_EQ(member.display_name().at("zh"), "上海音乐学院");
  EXPECT_EQ(member.description().at("en"), "Plays");
  EXPECT_EQ(member.region(), "CN-SH");
  EXPECT_THAT(member.labels(), ElementsAre("a", "b"));
  EXPECT_EQ(member.employee_count(), 12);
  EXPECT_EQ(member.offers(0).title().at("zh"), "上海音乐学院: HES");
  EXPECT_THAT(member.offers(0).cooperation_modes(), ElementsAre(v1::TRAINING, v1::RESEARCH));
  EXPECT_EQ(member.offers(0).confidentiality(), v1::CONFIDENTIALITY_UNSPECIFIED);
  EXPECT_EQ(member.needs(0).title().at("en"), "Plays. Teaches.");
  EXPECT_EQ(member.needs(0).id(), "about");
  EXPECT_EQ(member.needs(0).confidentiality(), v1::MUTUAL);
  EXPECT_EQ(row->truncated, 0);
}

TEST(MapRow, LeavesOutWhatTheCellsDoNotSay) {
  const auto row = Map({"7", "N", "HES", "", "", ""});
  ASSERT_TRUE(row.ok()) << row.status();
  EXPECT_TRUE(row->member.needs().empty());
  EXPECT_TRUE(row->member.labels().empty());
  EXPECT_FALSE(row->member.has_employee_count());
  EXPECT_TRUE(row->member.offers(0).text().empty());
}

TEST(MapRow, CutsLongCellsBetweenCharactersAndCountsThem) {
  std::string name;
  while (name.size() <= 600) name += "乐";
  const auto row = Map({"7", name, "HES", std::string(70, 'x'), "", ""});
  ASSERT_TRUE(row.ok()) << row.status();
  EXPECT_EQ(row->member.display_name().at("zh").size(), 498u);
  EXPECT_EQ(row->member.labels(0).size(), 63u);
  // The name, the label and the title of the offer, which holds the name.
  EXPECT_EQ(row->truncated, 3);
}

TEST(MapRow, NamesTheRuleOfACellThatDoesNotFit) {
  EXPECT_EQ(Map({"7", "N", "XYZ", "", "", ""}).status().message(),
            "kind: \"XYZ\" is not among `values`, and there is no `default`");
  EXPECT_EQ(Map({"7", "N", "HES", "", "", "many"}).status().message(),
            "employee_count: \"many\" is no whole number");
  EXPECT_EQ(Map({"", "N", "HES", "", "", ""}).status().message(), "id: is empty");
  EXPECT_EQ(Map({"7", "N"}).status().message(), "has 2 fields where the header has 6");
}

TEST(ParseMapping, NamesAnUnknownKeyAndThoseThatThereAre) {
  const auto status = ParseError(R"({"id": "{a}", "offers": [{"titel": "{b}"}]})");
  EXPECT_THAT(std::string(status.message()), HasSubstr("offers[0].titel: unknown key"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("title"));
}

TEST(ValueRule, CutValuesAreNeitherEmptyNorThereTwice) {
  ValueRule rule;
  rule.parts = {{"乐;abcX;abcY", false}};
  rule.split = ";";
  rule.max_bytes = 2;
  const auto result = Evaluate(rule, {});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_THAT(result->values, testing::ElementsAre("ab"));
  EXPECT_EQ(result->truncated, 3);
}

TEST(ParseMapping, RefusesWhatIsNoJson) {
  for (const char* text : {"", "{", R"({"id": 1e999})", "{\"id\": \"\xD3\"}"}) {
    EXPECT_THAT(std::string(ParseError(text).message()), HasSubstr("not JSON")) << text;
  }
}

TEST(ParseMapping, NamesWhatIsMissing) {
  EXPECT_EQ(ParseError("{}").message(), "id: is required");
  EXPECT_EQ(ParseError(R"({"id": {"split": ","}})").message(),
            "id: needs a `column`, a `template` or a `constant`");
}

TEST(ParseMapping, RefusesValuesOfTheWrongForm) {
  EXPECT_EQ(ParseError(R"({"id": 7})").message(), "id: must be an object");
  EXPECT_EQ(ParseError(R"({"id": {"column": 7}})").message(), "id.column: must be a string");
  EXPECT_EQ(ParseError(R"({"id": {"column": "a", "transform": "trim"}})").message(),
            "id.transform: must be \"lower\", \"upper\" or \"slug\"");
  EXPECT_EQ(ParseError(R"({"id": "{a"})").message(), "id: \"{\" without \"}\" in \"{a\"");
  EXPECT_THAT(std::string(ParseError("{").message()), HasSubstr("not JSON"));
}

TEST(BindMapping, NamesTheColumnThatTheFileHasNot) {
  auto mapping = ParseMapping(kMapping);
  ASSERT_TRUE(mapping.ok());
  const auto status = BindMapping({"code", "name", "type", "tags", "staff"}, &*mapping);
  EXPECT_EQ(status.message(),
            "description: the file has no column \"about\"; it has code, name, type, tags, staff");
}

TEST(Slug, IsAValidId) {
  EXPECT_EQ(Slug("  Studio One (上海) Ltd. "), "studio-one-ltd");
  EXPECT_EQ(Slug("上海"), "");
  EXPECT_EQ(Slug(std::string(62, 'a') + "-b").size(), 62u);
}

TEST(JsonLinesSource, TakesOffWhatBelongsToTheAllianceItCameFrom) {
  std::istringstream in(
      "{\"name\":\"alliances/a/members/b\",\"etag\":\"7\",\"createTime\":\"2026-01-01T00:00:00Z\"}"
      "\n\n{\"kind\":\"NONE\"}\n");
  const auto source = JsonLinesSource(&in);
  const auto first = source->Next();
  ASSERT_TRUE(first.ok() && first->has_value() && (*first)->member.ok());
  EXPECT_EQ((*first)->member->name(), "members/b");
  EXPECT_TRUE((*first)->member->etag().empty());
  EXPECT_FALSE((*first)->member->has_create_time());
  const auto second = source->Next();
  ASSERT_TRUE(second.ok() && second->has_value());
  EXPECT_EQ((*second)->line, 3);
  EXPECT_TRUE(absl::IsInvalidArgument((*second)->member.status()));
}

}  // namespace
}  // namespace counterpoint::cli

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "absl/strings/str_cat.h"
#include "clients/cli/interaction_source.h"
#include "clients/cli/moment.h"
#include "clients/cli/resource_names.h"

namespace counterpoint::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Each item as "line id member partner seconds", or "line error: ...".
std::vector<std::string> Read(InteractionSource* source) {
  std::vector<std::string> items;
  while (true) {
    const auto item = source->Next();
    EXPECT_TRUE(item.ok()) << item.status();
    if (!item.ok() || !item->has_value()) return items;
    const auto& interaction = (*item)->interaction;
    if (!interaction.ok()) {
      items.push_back(absl::StrCat((*item)->line, " error: ", interaction.status().message()));
      continue;
    }
    EXPECT_TRUE(interaction->name().starts_with("alliances/a/interactions/"));
    EXPECT_TRUE(interaction->member().starts_with("alliances/a/members/"));
    EXPECT_EQ(interaction->kind(), v1::PARTNERSHIP);
    items.push_back(absl::StrCat((*item)->line, " ", IdOf(interaction->name()), " ",
                                 IdOf(interaction->member()), " ", IdOf(interaction->partner()),
                                 " ", interaction->occur_time().seconds()));
  }
}
std::vector<std::string> ReadJson(const std::string& text) {
  std::istringstream in(text);
  return Read(InteractionJsonLines(&in, "alliances/a").get());
}
std::vector<std::string> ReadCsv(const std::string& text) {
  std::istringstream in(text);
  const auto source = InteractionCsv(&in, "alliances/a");
  EXPECT_TRUE(source.ok()) << source.status();
  return source.ok() ? Read(source->get()) : std::vector<std::string>();
}
std::string HeaderError(const std::string& text) {
  std::istringstream in(text);
  return std::string(InteractionCsv(&in, "alliances/a").status().message());
}

TEST(InteractionSourceTest, JsonHasFieldsByTheirNamesOrThoseOfTheApi) {
  EXPECT_THAT(
      ReadJson("{\"member\":\"x\",\"partner\":\"y\"}\n\n"
               "{\"id\":\"i\",\"member\":\"x\",\"partner\":\"y\",\"time\":\"1970-01-02\"}\n"
               "{\"name\":\"alliances/b/interactions/j\",\"kind\":\"PARTNERSHIP\","
               "\"member\":\"alliances/b/members/x\",\"partner\":\"alliances/b/members/y\","
               "\"occurTime\":\"1970-01-01T00:00:07Z\",\"createTime\":\"2026-01-01T00:00:00Z\"}"),
      ElementsAre("1 x--y x y 0", "3 i x y 86400", "4 j x y 7"));
}

TEST(InteractionSourceTest, LinesThatMakeNoInteractionSayWhy) {
  const auto items = ReadJson(
      "not json\n{\"member\":\"x\"}\n{\"member\":\"x\",\"partner\":\"y\",\"when\":\"now\"}\n"
      "{\"member\":\"x\",\"partner\":\"y\",\"time\":\"lately\"}\n"
      "{\"member\":\"x\",\"partner\":\"y\",\"kind\":\"feud\"}\n"
      "{\"member\":\"x\",\"partner\":7}\n"
      "{\"member\":\"x\",\"partner\":\"y\",\"id\":\"i\",\"name\":\"j\"}\n");
  EXPECT_THAT(items,
              ElementsAre(HasSubstr("no JSON object"), "2 error: partner: is required",
                          HasSubstr("unknown field \"when\"; known are id, member"),
                          HasSubstr("time: \"lately\" is no time; write 2026-01-31"),
                          HasSubstr("kind: \"feud\" is not one of partnership"),
                          "6 error: partner: must be a text", "7 error: id: is given twice"));
}

TEST(InteractionSourceTest, CsvHasItsFieldsInAnyOrder) {
  EXPECT_THAT(
      ReadCsv("partner, member,time,id\r\ny,x,1970-01-02,i\r\n\"y\", x ,,\r\ny,x\r\n"),
      ElementsAre("2 i x y 86400", "3 x--y x y 0", "4 error: has 2 cells; the header has 4"));
}

TEST(InteractionSourceTest, RatingComesWithItsKindAsTextOrNumber) {
  std::istringstream json(
      "{\"member\":\"x\",\"partner\":\"y\",\"kind\":\"RATED\",\"rating\":4}\n"
      "{\"member\":\"x\",\"partner\":\"y\",\"kind\":\"rated\",\"rating\":\"good\"}\n");
  const auto lines = InteractionJsonLines(&json, "alliances/a");
  auto item = lines->Next();
  ASSERT_TRUE(item.ok() && item->has_value() && (*item)->interaction.ok());
  EXPECT_EQ((*item)->interaction->kind(), v1::RATED);
  EXPECT_EQ((*item)->interaction->rating(), 4);
  EXPECT_EQ(IdOf((*item)->interaction->name()), "rated--x--y");
  item = lines->Next();
  ASSERT_TRUE(item.ok() && item->has_value());
  EXPECT_THAT(std::string((*item)->interaction.status().message()), HasSubstr("rating: must be"));
  std::istringstream csv("member,partner,kind,rating\ny,x,rated,5\n");
  const auto rows = InteractionCsv(&csv, "alliances/a");
  ASSERT_TRUE(rows.ok()) << rows.status();
  item = (*rows)->Next();
  ASSERT_TRUE(item.ok() && item->has_value() && (*item)->interaction.ok());
  EXPECT_EQ((*item)->interaction->rating(), 5);
  EXPECT_EQ(IdOf((*item)->interaction->name()), "rated--y--x");
}

TEST(InteractionSourceTest, EachKindHasItsFieldsAndTheListItCameFrom) {
  std::istringstream csv(
      "member,partner,kind,reason,agreement,value,token,place\n"
      "x,y,declined,too-early,,,abc,3\n"
      "y,x,AGREEMENT_SIGNED,,licence-agreement,up-to-1-million,,\n"
      "x,y,declined,because,,,,\n"
      "x,y,saved,,,,abc,first\n");
  const auto rows = InteractionCsv(&csv, "alliances/a");
  ASSERT_TRUE(rows.ok()) << rows.status();
  auto item = (*rows)->Next();
  ASSERT_TRUE(item.ok() && item->has_value() && (*item)->interaction.ok());
  const v1::Interaction declined = *(*item)->interaction;
  EXPECT_EQ(declined.decline_reason(), v1::TOO_EARLY);
  EXPECT_EQ(declined.attribution_token(), "abc");
  EXPECT_EQ(declined.place(), 3);
  EXPECT_EQ(IdOf(declined.name()), "declined--x--y");
  item = (*rows)->Next();
  ASSERT_TRUE(item.ok() && item->has_value() && (*item)->interaction.ok());
  EXPECT_EQ((*item)->interaction->agreement_type(), v1::LICENCE_AGREEMENT);
  EXPECT_EQ((*item)->interaction->value_band(), v1::UP_TO_1_MILLION);
  EXPECT_EQ(IdOf((*item)->interaction->name()), "agreement-signed--x--y");
  for (const char* error : {"reason: \"because\" is not one of too-early", "place: must be"}) {
    item = (*rows)->Next();
    ASSERT_TRUE(item.ok() && item->has_value());
    EXPECT_THAT(std::string((*item)->interaction.status().message()), HasSubstr(error));
  }
  std::istringstream json(
      "{\"member\":\"x\",\"partner\":\"y\",\"kind\":\"DECLINED\",\"declineReason\":\"OVER_BUDGET\","
      "\"attributionToken\":\"abc\",\"place\":3,\"staffRule\":\"r1\"}\n");
  item = InteractionJsonLines(&json, "alliances/a")->Next();
  ASSERT_TRUE(item.ok() && item->has_value() && (*item)->interaction.ok());
  EXPECT_EQ((*item)->interaction->decline_reason(), v1::OVER_BUDGET);
  EXPECT_EQ((*item)->interaction->place(), 3);
  EXPECT_EQ((*item)->interaction->staff_rule(), "") << "only the service says that";
}

TEST(InteractionSourceTest, HeaderThatCannotBeUsedIsRefused) {
  EXPECT_THAT(HeaderError("member,time\n"), HasSubstr("has no column \"partner\""));
  EXPECT_THAT(HeaderError("member,partner,colour\n"), HasSubstr("unknown field \"colour\""));
  EXPECT_THAT(HeaderError("member,partner,member\n"), HasSubstr("member: is given twice"));
  EXPECT_THAT(HeaderError(""), HasSubstr("the file is empty"));
}

TEST(PairIdTest, IsThatOfTheTwoInEitherOrder) {
  EXPECT_EQ(PairId("studio-one", "conservatory"), "conservatory--studio-one");
  EXPECT_EQ(PairId("conservatory", "studio-one"), "conservatory--studio-one");
}

TEST(PairIdTest, OtherPairsHaveOtherIdsOfAtMost63Bytes) {
  const std::string x(63, 'x');
  const std::string y(63, 'y');
  EXPECT_EQ(PairId(x, y), PairId(y, x));
  EXPECT_NE(PairId(x, y), PairId(x, "y"));
  EXPECT_EQ(PairId(x, y).size(), 21U);
  EXPECT_NE(PairId("a--b", "c"), PairId("a", "b--c"));
  EXPECT_EQ(PairId("a--b", "c"), "pair-509bcc07153f1c32") << "the same for all time";
}

TEST(InteractionIdTest, TellsTheKindAndWhereItMattersTheOrder) {
  EXPECT_EQ(InteractionId(v1::PARTNERSHIP, "b", "a"), PairId("a", "b"));
  EXPECT_EQ(InteractionId(v1::MET, "b", "a"), "met--a--b");
  EXPECT_EQ(InteractionId(v1::NO_SHOW, "b", "a"), "no-show--b--a");
  EXPECT_EQ(InteractionId(v1::RATED, "a", "b"), "rated--a--b");
  EXPECT_EQ(InteractionId(v1::DECLINED, "b", "a"), "declined--b--a");
  EXPECT_EQ(InteractionId(v1::CONFLICT, "b", "a"), "conflict--a--b");
  EXPECT_EQ(InteractionId(v1::INTRODUCED, "b", "a"), "introduced--a--b");
  const std::string x(63, 'x');
  EXPECT_NE(InteractionId(v1::RATED, x, "a"), InteractionId(v1::RATED, "a", x));
  EXPECT_LE(InteractionId(v1::NO_SHOW, x, "a").size(), 63U);
}

TEST(MomentTest, IsATimeWithItsZoneOrADay) {
  EXPECT_EQ(ParseMoment("1970-01-02")->seconds(), 86400);
  EXPECT_EQ(ParseMoment("1970-01-01T08:00:01.5+08:00")->seconds(), 1);
  EXPECT_EQ(ParseMoment("1970-01-01T08:00:01.5+08:00")->nanos(), 500'000'000);
  EXPECT_EQ(ParseMoment("1969-12-31T23:59:59.25Z")->nanos(), 250'000'000);
  EXPECT_EQ(ParseMoment("9999-12-31")->seconds(), 253'402'214'400);
  for (const char* typed : {"", "now", "2026", "2026-13-01", "2026-01-31T09:30:00", "10000-01-01",
                            "0000-12-31", "infinite-future", "infinite-past"}) {
    EXPECT_FALSE(ParseMoment(typed).ok()) << typed;
  }
}

}  // namespace
}  // namespace counterpoint::cli

#include "service/agenda/agenda_page.h"

#include "gmock/gmock.h"
#include "tests/service/agenda/sample_agenda.h"

namespace counterpoint::agenda {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

int Count(const std::string& text, const std::string& part) {
  int count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(AgendaPageTest, HasASheetForEachParticipant) {
  const std::string page = ToPage(SampleAgenda({}));
  EXPECT_EQ(Count(page, "<article>"), 4);
  EXPECT_EQ(Count(page, "</article>"), 4);
  EXPECT_THAT(page, HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(page, HasSubstr("<h1>Studio One</h1>"));
  EXPECT_THAT(page, HasSubstr("Tuesday, 2 March 2027"));
  EXPECT_THAT(page, HasSubstr("<td class=\"time\">09:20<span class=\"end\">–09:50</span></td>"
                              "<td colspan=\"2\">Free time</td>"));
  EXPECT_THAT(page, HasSubstr("<p class=\"kind\">Scene unit · Chinese, English</p>"));
  EXPECT_THAT(page, HasSubstr("Delegate A<span class=\"role\">Head of sound</span>"));
  EXPECT_THAT(page, HasSubstr("(Asia/Shanghai, UTC+08:00)"));
  EXPECT_THAT(page, HasSubstr("Plan 3 · Friday, 19 February 2027"));
}

TEST(AgendaPageTest, ChineseIsChineseThroughout) {
  const std::string page = ToPage(SampleAgenda({.language = Language::kChinese}));
  EXPECT_THAT(page, AllOf(HasSubstr("<html lang=\"zh-CN\">"), HasSubstr("2027年3月2日 星期二"),
                          HasSubstr("空闲时间"), HasSubstr("科研院校 · 中文"),
                          HasSubstr("2 场会谈"), Not(HasSubstr("Free time"))));
}

TEST(AgendaPageTest, ByTableShowsBothParticipants) {
  const std::string page = ToPage(SampleAgenda({.by_table = true, .only = {"t2"}}));
  EXPECT_EQ(Count(page, "<article>"), 1);
  EXPECT_THAT(page, AllOf(HasSubstr("<h1>Table t2</h1>"), HasSubstr(">Museum<"),
                          HasSubstr(">Studio One<")));
}

TEST(AgendaPageTest, EmptySheetAndEmptyAgendaSaySo) {
  EXPECT_THAT(ToPage(SampleAgenda({.only = {"orchard"}})), HasSubstr("No meetings are planned."));
  v1::SessionPlan plan = SamplePlan();
  plan.clear_meetings();
  for (const auto language : {Language::kEnglish, Language::kChinese}) {
    const auto agenda = MakeAgenda(SampleSession(), plan, {}, {.language = language});
    ASSERT_TRUE(agenda.ok());
    EXPECT_THAT(ToPage(*agenda),
                HasSubstr(language == Language::kEnglish ? "This plan has no meetings."
                                                         : "本方案没有会谈。"));
  }
}

TEST(AgendaPageTest, EverythingThatPeopleWriteIsEscaped) {
  const std::string hostile = "<script>alert('x')</script>&\"";
  const std::string escaped = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;";
  v1::Session session = SampleSession();
  (*session.mutable_display_name())["en"] = hostile;
  (*session.mutable_location())["en"] = hostile;
  (*session.mutable_tables(0)->mutable_display_name())["en"] = hostile;
  auto participants = SampleParticipants();
  (*participants[0].mutable_display_name())["en"] = hostile;
  participants[0].mutable_delegates(0)->set_display_name(hostile);
  participants[0].mutable_delegates(0)->set_role(hostile);
  participants[0].add_languages(hostile);
  for (const bool by_table : {false, true}) {
    const auto agenda = MakeAgenda(session, SamplePlan(), participants, {.by_table = by_table});
    ASSERT_TRUE(agenda.ok());
    const std::string page = ToPage(*agenda);
    EXPECT_EQ(Count(page, "<script"), 0);
    EXPECT_GE(Count(page, escaped), 6);
  }
}

TEST(AgendaPageTest, NeedsNothingFromElsewhere) {
  const std::string page = ToPage(SampleAgenda({}));
  for (const char* part : {"http:", "https:", "src=", "@import", "url(", "<link", "<img"}) {
    EXPECT_THAT(page, Not(HasSubstr(part)));
  }
}

}  // namespace
}  // namespace counterpoint::agenda

#include "service/agenda/agenda_page.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "service/agenda/agenda_wording.h"
#include "service/agenda/page_style.h"

namespace counterpoint::agenda {
namespace {

std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

class Page {
 public:
  explicit Page(const Agenda& agenda)
      : agenda_(agenda), words_(WordsIn(agenda.language)), language_(agenda.language) {}

  std::string Write() {
    Add("<!DOCTYPE html>\n<html lang=\"", language_ == Language::kChinese ? "zh-CN" : "en",
        "\">\n<head>\n<meta charset=\"utf-8\">\n",
        "<meta http-equiv=\"Content-Security-Policy\" "
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
        Escaped(agenda_.name), " – ", words_.agenda, "</title>\n<style>\n", kPageStyle,
        "</style>\n</head>\n<body>\n");
    for (const Sheet& sheet : agenda_.sheets) WriteSheet(sheet);
    if (agenda_.sheets.empty()) WriteEmpty();
    Add("</body>\n</html>\n");
    return std::move(html_);
  }

 private:
  template <typename... Parts>
  void Add(const Parts&... parts) {
    absl::StrAppend(&html_, parts...);
  }

  void WriteEmpty() {
    Add("<article>\n<header>\n<h1>", Escaped(agenda_.name), "</h1>\n</header>\n<p class=\"none\">",
        words_.empty_agenda, "</p>\n");
    WriteFoot();
    Add("</article>\n");
  }

  void WriteSheet(const Sheet& sheet) {
    Add("<article>\n<header>\n<p class=\"session\"><span>", Escaped(agenda_.name), "</span><span>",
        Escaped(agenda_.location), "</span></p>\n");
    if (sheet.party >= 0) {
      const Party& party = agenda_.parties[sheet.party];
      Add("<h1>", Escaped(party.name), "</h1>\n");
      WriteAbout(party);
    } else {
      Add("<h1>", words_.table, " ", Escaped(agenda_.tables[sheet.table].name), "</h1>\n");
    }
    Add("</header>\n");
    for (const Day& day : sheet.days) WriteDay(sheet, day);
    if (sheet.days.empty()) Add("<p class=\"none\">", words_.no_meetings, "</p>\n");
    WriteFoot();
    Add("</article>\n");
  }

  // What the sheet's own participant is and whom it sends.
  void WriteAbout(const Party& party) {
    const std::string kind = KindIn(party.kind, language_);
    const std::string languages = LanguageNames(party.languages, language_);
    if (!kind.empty() || !languages.empty()) {
      Add("<p class=\"about\">", kind, kind.empty() || languages.empty() ? "" : " · ",
          Escaped(languages), "</p>\n");
    }
    WriteDelegates(party);
  }

  void WriteDay(const Sheet& sheet, const Day& day) {
    const auto meetings = std::count_if(day.entries.begin(), day.entries.end(),
                                        [](const Entry& entry) { return entry.meeting >= 0; });
    const bool of_table = sheet.party < 0;
    Add("<section>\n<h2><span class=\"date\">", DateIn(day.date, language_),
        "</span><span class=\"count\">", MeetingCount(static_cast<int>(meetings), language_),
        "</span></h2>\n<table>\n<thead><tr><th class=\"time\">", words_.time, "</th>");
    if (of_table) {
      Add("<th colspan=\"2\">", words_.participants, "</th>");
    } else {
      Add("<th>", words_.partner, "</th><th class=\"table\">", words_.table, "</th>");
    }
    Add("</tr></thead>\n<tbody>\n");
    for (const Entry& entry : day.entries) {
      if (entry.meeting < 0) {
        Add("<tr class=\"free\">");
        WriteTime(entry.period);
        Add("<td colspan=\"2\">", words_.free_time, "</td></tr>\n");
      } else {
        WriteMeeting(sheet, agenda_.meetings[entry.meeting]);
      }
    }
    Add("</tbody>\n</table>\n</section>\n");
  }

  void WriteTime(const Period& period) {
    Add("<td class=\"time\">", ClockTime(period.start), "<span class=\"end\">–",
        ClockTime(period.end), "</span></td>");
  }

  void WriteMeeting(const Sheet& sheet, const Meeting& meeting) {
    Add("<tr>");
    WriteTime(meeting.period);
    for (const int party : meeting.parties) {
      if (party != sheet.party) WriteParty(agenda_.parties[party]);
    }
    if (sheet.party >= 0) {
      Add("<td class=\"table\">", Escaped(agenda_.tables[meeting.table].name), "</td>");
    }
    Add("</tr>\n");
  }

  void WriteParty(const Party& party) {
    Add("<td class=\"party\"><p class=\"name\">", Escaped(party.name), "</p>");
    const std::string kind = KindIn(party.kind, language_);
    const std::string languages = LanguageNames(party.languages, language_);
    if (!kind.empty() || !languages.empty()) {
      Add("<p class=\"kind\">", kind, kind.empty() || languages.empty() ? "" : " · ",
          Escaped(languages), "</p>");
    }
    WriteDelegates(party);
    Add("</td>");
  }

  void WriteDelegates(const Party& party) {
    if (party.delegates.empty()) return;
    Add("<ul class=\"delegates\" aria-label=\"", words_.delegates, "\">");
    for (const Delegate& delegate : party.delegates) {
      Add("<li>", Escaped(delegate.name));
      if (!delegate.role.empty()) {
        Add("<span class=\"role\">", Escaped(delegate.role), "</span>");
      }
      Add("</li>");
    }
    Add("</ul>\n");
  }

  void WriteFoot() {
    const absl::Time moment =
        agenda_.meetings.empty() ? agenda_.made : agenda_.meetings.front().period.start_time;
    const bool chinese = language_ == Language::kChinese;
    Add("<footer><p>", words_.local_times, chinese ? "（" : " (", Escaped(agenda_.time_zone),
        chinese ? "，" : ", ", OffsetOf(agenda_.zone, moment), chinese ? "）" : ")", "</p><p>",
        words_.plan, agenda_.plan, " · ",
        DateIn(absl::ToCivilDay(agenda_.made, agenda_.zone), language_), "</p></footer>\n");
  }

  const Agenda& agenda_;
  const Words& words_;
  const Language language_;
  std::string html_;
};

}  // namespace

std::string ToPage(const Agenda& agenda) { return Page(agenda).Write(); }

}  // namespace counterpoint::agenda

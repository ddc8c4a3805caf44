#include "service/agenda/icalendar.h"

#include <cstdlib>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libical/ical.h"
#include "service/agenda/agenda_wording.h"
#include "storage/digest.h"

namespace counterpoint::agenda {
namespace {

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
struct FreeText {
  void operator()(char* text) const { std::free(text); }
};

// Half of a SHA-256: the calendar's readers learn nothing of the alliance from it.
std::string Uid(const Agenda& agenda, const Meeting& meeting) {
  const std::string& first = agenda.parties[meeting.parties[0]].member;
  const std::string& second = agenda.parties[meeting.parties[1]].member;
  const std::string digest =
      storage::DigestOf(absl::StrCat(agenda.session, "/", first, "/", second));
  return absl::StrCat(absl::BytesToHexString(absl::string_view(digest).substr(0, 16)),
                      "@counterpoint");
}

icaltimetype Utc(absl::Time time) {
  return icaltime_from_timet_with_zone(absl::ToTimeT(time), 0, icaltimezone_get_utc_timezone());
}

icalproperty* InLanguage(icalproperty* property, Language language) {
  icalproperty_add_parameter(
      property, icalparameter_new_language(language == Language::kChinese ? "zh" : "en"));
  return property;
}

// RFC 5546 asks for one of whoever publishes. The session has a name and no
// address.
icalproperty* Organizer(const std::string& name) {
  icalproperty* organizer = icalproperty_new_organizer("invalid:nomail");
  icalproperty_add_parameter(organizer, icalparameter_new_cn(name.c_str()));
  return organizer;
}

// Name, kind, delegates and languages, a line each.
std::string Described(const Party& party, Language language) {
  const Words& words = WordsIn(language);
  std::string text = party.name;
  if (party.kind != v1::MEMBER_KIND_UNSPECIFIED) {
    absl::StrAppend(&text, language == Language::kChinese ? "，" : ", ",
                    KindIn(party.kind, language));
  }
  std::string delegates;
  for (const Delegate& delegate : party.delegates) {
    absl::StrAppend(&delegates, delegates.empty() ? "" : words.list_separator, delegate.name);
    if (!delegate.role.empty()) absl::StrAppend(&delegates, " (", delegate.role, ")");
  }
  if (!delegates.empty()) absl::StrAppend(&text, "\n", words.delegates, words.colon, delegates);
  if (!party.languages.empty()) {
    absl::StrAppend(&text, "\n", words.languages, words.colon,
                    LanguageNames(party.languages, language));
  }
  return text;
}

class Writer {
 public:
  explicit Writer(const Agenda& agenda)
      : agenda_(agenda),
        own_party_(agenda.sheets.size() == 1 ? agenda.sheets[0].party : -1),
        calendar_(icalcomponent_new_vcalendar()) {}

  std::string Write() {
    icalcomponent_add_property(calendar_.get(), icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar_.get(),
                               icalproperty_new_prodid("-//Counterpoint//Agenda//EN"));
    icalcomponent_add_property(calendar_.get(), icalproperty_new_method(ICAL_METHOD_PUBLISH));
    // RFC 7986 has a name for calendars; programs read what came before it.
    const std::string name = CalendarName();
    icalproperty* former_name = icalproperty_new_x(name.c_str());
    icalproperty_set_x_name(former_name, "X-WR-CALNAME");
    icalcomponent_add_property(calendar_.get(), icalproperty_new_name(name.c_str()));
    icalcomponent_add_property(calendar_.get(), former_name);
    for (const Meeting& meeting : agenda_.meetings) AddEvent(meeting);
    const std::unique_ptr<char, FreeText> text(icalcomponent_as_ical_string_r(calendar_.get()));
    // libical 3 counts the end of a line among what it folds, and where a text without a
    // place to fold is just as long as a line, folds between its two characters.
    return absl::StrReplaceAll(text.get(), {{"\r\r\n \n", "\r\n"}});
  }

 private:
  std::string CalendarName() const {
    if (own_party_ < 0) return agenda_.name;
    return absl::StrCat(agenda_.name, " – ", agenda_.parties[own_party_].name);
  }

  void AddEvent(const Meeting& meeting) {
    const Party& first = agenda_.parties[meeting.parties[0]];
    const Party& second = agenda_.parties[meeting.parties[1]];
    std::string summary = absl::StrCat(first.name, " – ", second.name);
    std::string description = absl::StrCat(Described(first, agenda_.language), "\n\n",
                                           Described(second, agenda_.language));
    if (own_party_ >= 0) {
      const Party& partner = meeting.parties[0] == own_party_ ? second : first;
      summary = partner.name;
      description = Described(partner, agenda_.language);
    }
    const Table& table = agenda_.tables[meeting.table];
    std::string place = absl::StrCat(WordsIn(agenda_.language).table, " ", table.name);
    if (!agenda_.location.empty()) absl::StrAppend(&place, ", ", agenda_.location);

    icalcomponent* event = icalcomponent_new_vevent();
    const auto add = [&](icalproperty* property) { icalcomponent_add_property(event, property); };
    add(icalproperty_new_uid(Uid(agenda_, meeting).c_str()));
    // Of the plan, not of now: the same plan gives the same calendar.
    add(icalproperty_new_dtstamp(Utc(agenda_.made)));
    add(icalproperty_new_sequence(agenda_.plan));
    add(Organizer(agenda_.name));
    add(icalproperty_new_dtstart(Utc(meeting.period.start_time)));
    add(icalproperty_new_dtend(Utc(meeting.period.end_time)));
    add(InLanguage(icalproperty_new_summary(summary.c_str()), agenda_.language));
    add(InLanguage(icalproperty_new_location(place.c_str()), agenda_.language));
    add(InLanguage(icalproperty_new_description(description.c_str()), agenda_.language));
    add(icalproperty_new_status(ICAL_STATUS_CONFIRMED));
    add(icalproperty_new_transp(ICAL_TRANSP_OPAQUE));
    icalcomponent_add_component(calendar_.get(), event);
  }

  const Agenda& agenda_;
  const int own_party_;  // Of the only sheet; -1: there are several, or a table's.
  std::unique_ptr<icalcomponent, FreeComponent> calendar_;
};

}  // namespace

std::string ToICalendar(const Agenda& agenda) { return Writer(agenda).Write(); }

}  // namespace counterpoint::agenda

#include "service/agenda/agenda_csv.h"

#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/agenda/agenda_wording.h"

namespace counterpoint::agenda {
namespace {

constexpr std::array kHeader = {"date",
                                "start",
                                "end",
                                "time_zone",
                                "start_utc",
                                "end_utc",
                                "slot",
                                "table",
                                "table_name",
                                "participant",
                                "name",
                                "kind",
                                "delegates",
                                "languages",
                                "partner",
                                "partner_name",
                                "partner_kind",
                                "partner_delegates",
                                "partner_languages"};

// Signs at which spreadsheets begin to calculate, the full-width ones included.
constexpr std::array kFormulaSigns = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};

// As it is written between commas.
std::string Cell(std::string text) {
  for (const char* sign : kFormulaSigns) {
    if (absl::StartsWith(text, sign)) {
      text.insert(0, "'");
      break;
    }
  }
  // Readers may strip outer spaces, but an agenda's texts have none.
  if (text.find_first_of("\",\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string DelegatesOf(const Party& party) {
  return absl::StrJoin(party.delegates, "; ", [](std::string* out, const Delegate& delegate) {
    absl::StrAppend(out, delegate.name);
    if (!delegate.role.empty()) absl::StrAppend(out, " (", delegate.role, ")");
  });
}

void AppendParty(const Party& party, Language language, std::vector<std::string>& cells) {
  cells.push_back(party.member);
  cells.push_back(party.name);
  cells.push_back(KindIn(party.kind, language));
  cells.push_back(DelegatesOf(party));
  cells.push_back(absl::StrJoin(party.languages, " "));
}

// The meeting from the side of one of its parties.
std::string Row(const Agenda& agenda, const Meeting& meeting, int side) {
  const Period& period = meeting.period;
  const Table& table = agenda.tables[meeting.table];
  const auto utc = [](absl::Time time) {
    return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
  };
  std::vector<std::string> cells = {absl::FormatCivilTime(absl::CivilDay(period.start)),
                                    ClockTime(period.start),
                                    ClockTime(period.end),
                                    agenda.time_zone,
                                    utc(period.start_time),
                                    utc(period.end_time),
                                    meeting.slot,
                                    table.id,
                                    table.name};
  AppendParty(agenda.parties[meeting.parties[side]], agenda.language, cells);
  AppendParty(agenda.parties[meeting.parties[1 - side]], agenda.language, cells);
  return absl::StrJoin(cells, ",",
                       [](std::string* out, const std::string& cell) { *out += Cell(cell); });
}

}  // namespace

std::string ToCsv(const Agenda& agenda) {
  std::string csv = absl::StrCat("\xEF\xBB\xBF", absl::StrJoin(kHeader, ","), "\r\n");
  for (const Sheet& sheet : agenda.sheets) {
    for (const Day& day : sheet.days) {
      for (const Entry& entry : day.entries) {
        if (entry.meeting < 0) continue;
        const Meeting& meeting = agenda.meetings[entry.meeting];
        for (const int side : {0, 1}) {
          if (sheet.party >= 0 && meeting.parties[side] != sheet.party) continue;
          absl::StrAppend(&csv, Row(agenda, meeting, side), "\r\n");
        }
      }
    }
  }
  return csv;
}

}  // namespace counterpoint::agenda

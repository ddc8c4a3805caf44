#include "clients/cli/plan_board.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/text_width.h"
#include "clients/cli/wording.h"

namespace counterpoint::cli {
namespace {

constexpr char kBetween[] = " - ";
constexpr int kBetweenWidth = 3;
constexpr int kGap = 2;  // Between columns.
// A column with two names of seven cells each.
constexpr int kNarrowest = 17;

// Adds what is not there yet.
void AddMissing(const std::string& item, std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), item) == known.end()) known.push_back(item);
}

// How many columns, of at least the narrowest width, go beside the slots.
std::size_t ColumnsBeside(int slot_width, int width, std::size_t tables) {
  if (width == 0) return tables;
  const int columns = std::max(1, (width - slot_width) / (kNarrowest + kGap));
  return std::min(static_cast<std::size_t>(columns), tables);
}

using Cells = std::vector<std::string>;
// Who sits where, by slot and table.
using Seats = std::map<std::pair<std::string, std::string>, const v1::MeetingPair*>;

// Takes from the widest columns until all fit.
std::vector<int> FittingWidths(std::vector<int> widths, int room) {
  int excess = std::accumulate(widths.begin(), widths.end(), 0) - room;
  for (; excess > 0; --excess) --*std::max_element(widths.begin(), widths.end());
  return widths;
}

// One board, of some tables.
Table Board(const PlanSetting& setting, const Cells& slots, const Cells& tables, const Seats& seats,
            int room) {
  const auto names = [&](const std::string& slot, const std::string& table, int width) {
    const auto seat = seats.find({slot, table});
    if (seat == seats.end()) return std::string();
    return TwoNames(setting.Participant(seat->second->participant()),
                    setting.Participant(seat->second->partner()), width);
  };
  constexpr int kAnyWidth = 1 << 20;
  std::vector<int> widths;
  std::vector<Table::Column> columns{{Wording("SLOT", setting.language)}};
  for (const std::string& table : tables) {
    columns.push_back({setting.Table(table)});
    widths.push_back(DisplayWidth(columns.back().heading));
    for (const std::string& slot : slots) {
      widths.back() = std::max(widths.back(), DisplayWidth(names(slot, table, kAnyWidth)));
    }
  }
  if (room > 0) widths = FittingWidths(std::move(widths), room);
  Table board(std::move(columns));
  for (const std::string& slot : slots) {
    Cells cells{setting.Slot(slot)};
    for (std::size_t i = 0; i < tables.size(); ++i) {
      cells.push_back(names(slot, tables[i], widths[i]));
    }
    board.AddRow(std::move(cells));
  }
  return board;
}

}  // namespace

std::string TwoNames(const std::string& first, const std::string& second, int width) {
  const int room = width - kBetweenWidth;
  const int first_width = DisplayWidth(first);
  const int second_width = DisplayWidth(second);
  if (first_width + second_width <= room) return absl::StrCat(first, kBetween, second);
  const int half = room / 2;
  const int for_first = std::max(half, room - second_width);
  const int for_second = room - std::min(first_width, for_first);
  return absl::StrCat(TruncateToWidth(first, for_first), kBetween,
                      TruncateToWidth(second, for_second));
}

std::vector<Table> PlanBoards(const v1::SessionPlan& plan, const PlanSetting& setting, int width) {
  Cells slots = setting.Slots();
  Cells tables;
  for (const v1::SessionTable& table : setting.session.tables()) tables.push_back(table.id());
  Seats seats;
  for (const v1::PlannedMeeting& meeting : plan.meetings()) {
    AddMissing(meeting.slot(), slots);
    AddMissing(meeting.table(), tables);
    seats[{meeting.slot(), meeting.table()}] = &meeting.pair();
  }
  if (tables.empty()) return {};
  int slot_width = DisplayWidth(Wording("SLOT", setting.language));
  for (const std::string& slot : slots) {
    slot_width = std::max(slot_width, DisplayWidth(setting.Slot(slot)));
  }
  std::vector<Table> boards;
  const std::size_t at_once = ColumnsBeside(slot_width, width, tables.size());
  for (std::size_t first = 0; first < tables.size(); first += at_once) {
    const std::size_t count = std::min(at_once, tables.size() - first);
    const auto begin = tables.begin() + static_cast<std::ptrdiff_t>(first);
    const int room = width == 0 ? 0 : width - slot_width - kGap * static_cast<int>(count);
    boards.push_back(Board(setting, slots, Cells(begin, begin + static_cast<std::ptrdiff_t>(count)),
                           seats, room));
  }
  return boards;
}

}  // namespace counterpoint::cli

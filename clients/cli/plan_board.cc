#include "clients/cli/plan_board.h"

#include <algorithm>
#include <map>
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

// The items of `known`, then those of `more` that are not among them.
void AddMissing(const std::string& item, std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), item) == known.end()) known.push_back(item);
}

// How many columns, of at least the narrowest width, go beside the slots.
std::size_t ColumnsBeside(int slot_width, int width, std::size_t tables) {
  if (width == 0) return tables;
  const int columns = (width - slot_width) / (kNarrowest + kGap);
  return std::clamp<std::size_t>(static_cast<std::size_t>(std::max(columns, 1)), 1, tables);
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
  std::vector<std::string> slots = setting.Slots();
  std::vector<std::string> tables;
  for (const v1::SessionTable& table : setting.session.tables()) tables.push_back(table.id());
  std::map<std::pair<std::string, std::string>, const v1::MeetingPair*> seats;
  for (const v1::PlannedMeeting& meeting : plan.meetings()) {
    AddMissing(meeting.slot(), slots);
    AddMissing(meeting.table(), tables);
    seats[{meeting.slot(), meeting.table()}] = &meeting.pair();
  }
  if (tables.empty()) return {};
  const std::string slot_heading = Wording("SLOT", setting.language);
  int slot_width = DisplayWidth(slot_heading);
  for (const std::string& slot : slots) {
    slot_width = std::max(slot_width, DisplayWidth(setting.Slot(slot)));
  }

  std::vector<Table> boards;
  const std::size_t at_once = ColumnsBeside(slot_width, width, tables.size());
  for (std::size_t first = 0; first < tables.size(); first += at_once) {
    const std::size_t count = std::min(at_once, tables.size() - first);
    constexpr int kAnyWidth = 1 << 20;
    const int cell = width == 0 ? kAnyWidth : (width - slot_width) / static_cast<int>(count) - kGap;
    std::vector<Table::Column> columns{{slot_heading}};
    for (std::size_t i = first; i < first + count; ++i) {
      columns.push_back({setting.Table(tables[i])});
    }
    Table board(std::move(columns));
    for (const std::string& slot : slots) {
      std::vector<std::string> cells{setting.Slot(slot)};
      for (std::size_t i = first; i < first + count; ++i) {
        const auto seat = seats.find({slot, tables[i]});
        cells.push_back(seat == seats.end()
                            ? ""
                            : TwoNames(setting.Participant(seat->second->participant()),
                                       setting.Participant(seat->second->partner()), cell));
      }
      board.AddRow(std::move(cells));
    }
    boards.push_back(std::move(board));
  }
  return boards;
}

}  // namespace counterpoint::cli

#include "tests/evaluation/session_reader.h"

#include <cctype>
#include <fstream>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace counterpoint::evaluation {
namespace {

using matching::Meeting;
using matching::Participant;
using matching::SessionProblem;
using matching::SlotSet;

// The numbers of a text, whatever else stands between them.
std::vector<int> Numbers(std::string_view text) {
  std::vector<int> numbers;
  for (std::size_t i = 0; i < text.size();) {
    if (std::isdigit(static_cast<unsigned char>(text[i])) == 0) {
      ++i;
      continue;
    }
    int number = 0;
    for (; i < text.size() && std::isdigit(static_cast<unsigned char>(text[i])) != 0; ++i) {
      number = number * 10 + (text[i] - '0');
      if (number > 1'000'000) number = 1'000'000;  // Out of range for everything here.
    }
    numbers.push_back(number);
  }
  return numbers;
}

// The numbers in each pair of braces.
std::vector<std::vector<int>> Sets(std::string_view text) {
  std::vector<std::vector<int>> sets;
  for (std::size_t open = text.find('{'); open != std::string_view::npos;
       open = text.find('{', open + 1)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) break;
    sets.push_back(Numbers(text.substr(open, close - open)));
  }
  return sets;
}

class SessionFile {
 public:
  explicit SessionFile(std::string text) : text_(std::move(text)) {}

  absl::StatusOr<SessionProblem> Read() {
    const int slots = Number("nTotalSlots");
    const int morning = Number("nMorningSlots");
    const int tables = Number("nTables");
    const int participants = Number("nBusiness");
    const int meetings = Number("nMeetings");
    const std::vector<int> requested = Numbers(Value("requested"));
    const auto forbidden = Sets(Value("forbidden"));
    const std::vector<int> fixed = Numbers(Value("fixed"));
    const auto before = Sets(Value("precedences"));
    if (slots < 1 || slots > SlotSet::kMost) Note("nTotalSlots is out of range");
    if (morning > slots) Note("nMorningSlots exceeds nTotalSlots");
    if (requested.size() != 3 * static_cast<std::size_t>(meetings)) {
      Note("requested has not three numbers for each meeting");
    }
    if (forbidden.size() != static_cast<std::size_t>(participants)) {
      Note("forbidden has not one set for each participant");
    }
    if (fixed.size() != static_cast<std::size_t>(meetings)) {
      Note("fixed has not one number for each meeting");
    }
    if (!status_.ok()) return status_;

    const SlotSet all = SlotSet::Range(0, slots);
    SessionProblem problem;
    problem.tables.assign(static_cast<std::size_t>(slots), tables);
    problem.breaks = {.fairness = matching::BreakFairness::kBreaks, .most_difference = 2};
    for (const std::vector<int>& closed : forbidden) {
      Participant& participant = problem.participants.emplace_back(Participant{all});
      for (const int slot : closed) {
        if (slot > slots) return Refuse("forbidden names a slot that is not there");
        if (slot > 0) participant.available.Remove(slot - 1);
      }
    }
    for (std::size_t m = 0; m < fixed.size(); ++m) {
      const int first = requested[3 * m];
      const int second = requested[3 * m + 1];
      if (first < 1 || second < 1) return Refuse("requested names participant 0");
      Meeting& meeting = problem.meetings.emplace_back();
      meeting.first = static_cast<std::size_t>(first) - 1;
      meeting.second = static_cast<std::size_t>(second) - 1;
      switch (requested[3 * m + 2]) {
        case 1:
          meeting.window = SlotSet::Range(0, morning);
          break;
        case 2:
          meeting.window = SlotSet::Range(morning, slots);
          break;
        case 3:
          meeting.window = all;
          break;
        default:
          return Refuse("requested names a session other than 1, 2, 3");
      }
      if (fixed[m] > 0) meeting.fixed = fixed[m] - 1;
      if (m >= before.size()) continue;
      for (const int earlier : before[m]) {
        if (earlier < 1) return Refuse("precedences name meeting 0");
        meeting.after.push_back(static_cast<std::size_t>(earlier) - 1);
      }
    }
    for (const matching::ProblemFault& fault : FindFaults(problem)) {
      return Refuse(absl::StrCat(fault.field, " ", fault.message));
    }
    return problem;
  }

 private:
  // The first reason stays.
  void Note(const std::string& why) {
    if (status_.ok()) status_ = absl::InvalidArgumentError(why);
  }
  absl::Status Refuse(const std::string& why) {
    Note(why);
    return status_;
  }

  // What stands between "name =" and ";".
  std::string_view Value(std::string_view name) {
    const std::string_view text = text_;
    for (std::size_t at = text.find(name); at != std::string_view::npos;
         at = text.find(name, at + 1)) {
      const bool starts = at == 0 || std::isalnum(static_cast<unsigned char>(text[at - 1])) == 0;
      const std::size_t equals = text.find_first_not_of(" \t", at + name.size());
      if (!starts || equals == std::string_view::npos || text[equals] != '=') continue;
      const std::size_t end = text.find(';', equals);
      if (end == std::string_view::npos) break;
      return text.substr(equals + 1, end - equals - 1);
    }
    Note(std::string(name) + " is missing");
    return {};
  }

  int Number(std::string_view name) {
    const std::vector<int> numbers = Numbers(Value(name));
    if (numbers.size() == 1) return numbers.front();
    Note(std::string(name) + " is no single number");
    return 0;
  }

  const std::string text_;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<SessionProblem> ReadSession(const std::string& path) {
  std::ifstream in(path);
  if (!in) return absl::NotFoundError(absl::StrCat(path, " cannot be read"));
  std::ostringstream text;
  text << in.rdbuf();
  auto problem = SessionFile(text.str()).Read();
  if (!problem.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", problem.status().message()));
  }
  return problem;
}

}  // namespace counterpoint::evaluation

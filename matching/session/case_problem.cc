#include "matching/session/case_problem.h"

#include "matching/session/table_limits.h"

namespace counterpoint::matching {

SessionProblem ProblemOf(const SessionCase& session, const std::vector<std::size_t>& pairs) {
  SessionProblem problem;
  problem.tables = OpenTables(session);
  problem.days = session.days;
  problem.breaks = session.breaks;
  for (const SessionParticipant& participant : session.participants) {
    problem.participants.push_back(
        {.available = participant.available, .liked = participant.liked});
  }
  constexpr auto kNotAmongThem = static_cast<std::size_t>(-1);
  std::vector<std::size_t> meeting_of(session.pairs.size(), kNotAmongThem);
  for (std::size_t m = 0; m < pairs.size(); ++m) meeting_of[pairs[m]] = m;
  for (const std::size_t p : pairs) {
    const SessionPair& pair = session.pairs[p];
    Meeting& meeting = problem.meetings.emplace_back();
    meeting.first = pair.candidate.first;
    meeting.second = pair.candidate.second;
    meeting.window = pair.window;
    meeting.fixed = pair.fixed_slot;
    for (const std::size_t before : pair.after) {
      if (meeting_of[before] != kNotAmongThem) meeting.after.push_back(meeting_of[before]);
    }
  }
  problem.limits = TableLimits(session, pairs);
  return problem;
}

}  // namespace counterpoint::matching

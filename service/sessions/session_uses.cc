#include "service/sessions/session_uses.h"

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/conversion/resource_name.h"
#include "service/sessions/session_reader.h"
#include "service/validation/participant_check.h"
#include "service/validation/session_parts.h"

namespace counterpoint::service {
namespace {

constexpr std::size_t kMostNamed = 5;

// The first few, and how many more there are.
std::string NamedText(const std::vector<std::string>& all) {
  const std::size_t named = std::min(all.size(), kMostNamed);
  std::string text =
      absl::StrJoin(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(named), "; ");
  if (all.size() > named) absl::StrAppend(&text, "; and ", all.size() - named, " more");
  return text;
}

// What the participants ask for that would not be there; empty where all fits.
absl::StatusOr<std::string> ParticipantsText(const storage::ReadView& view,
                                             const conversion::SessionName& name,
                                             const v1::Session& changed,
                                             const validation::SessionParts& parts) {
  const auto participants = ReadParticipants(view, name);
  if (!participants.ok()) return participants.status();
  std::vector<std::string> misfits;
  for (const v1::Participant& participant : *participants) {
    validation::Violations violations;
    const validation::FieldPath root;
    validation::CheckParticipantWithin(root, participant, changed, parts, violations);
    if (violations.empty()) continue;
    const auto& first = violations.kept().front();
    misfits.push_back(absl::StrCat(conversion::ParseParticipantName(participant.name())->member,
                                   " (", first.field, ": ", first.text, ")"));
  }
  if (misfits.empty()) return std::string();
  return absl::StrCat(misfits.size(), misfits.size() == 1 ? " participant" : " participants",
                      " would no longer fit, to be updated first: ", NamedText(misfits));
}

// What the published plan uses that would not be there; empty where all is.
absl::StatusOr<std::string> PlanText(const storage::ReadView& view, const v1::Session& changed,
                                     const validation::SessionParts& parts) {
  const auto name = conversion::ParsePlanName(changed.published_plan());
  if (!name) return std::string();
  const auto plan = ReadPlan(view, *name);
  if (!plan.ok()) return plan.status();
  std::map<std::string, int> meetings;  // Of what would be gone, in order of its name.
  for (const v1::PlannedMeeting& meeting : plan->meetings()) {
    if (parts.PositionOf(meeting.slot()) < 0) ++meetings[absl::StrCat("slot ", meeting.slot())];
    if (parts.FindTable(meeting.table()) == nullptr) {
      ++meetings[absl::StrCat("table ", meeting.table())];
    }
  }
  if (meetings.empty()) return std::string();
  std::vector<std::string> gone;
  for (const auto& [what, count] : meetings) {
    gone.push_back(absl::StrCat(what, " (", count, count == 1 ? " meeting)" : " meetings)"));
  }
  return absl::StrCat(changed.published_plan(),
                      ", which is published, uses what would be gone; publish another or take it "
                      "back first: ",
                      NamedText(gone));
}

}  // namespace

absl::Status CheckUsesRemain(const storage::ReadView& view, const v1::Session& changed) {
  const auto name = conversion::ParseSessionName(changed.name());
  const validation::SessionParts parts(changed);
  const auto participants = ParticipantsText(view, *name, changed, parts);
  if (!participants.ok()) return participants.status();
  const auto plan = PlanText(view, changed, parts);
  if (!plan.ok()) return plan.status();
  if (participants->empty() && plan->empty()) return absl::OkStatus();
  std::vector<std::string> texts;
  if (!participants->empty()) texts.push_back(*participants);
  if (!plan->empty()) texts.push_back(*plan);
  return absl::FailedPreconditionError(
      absl::StrCat(changed.name(), ": ", absl::StrJoin(texts, ". ")));
}

}  // namespace counterpoint::service

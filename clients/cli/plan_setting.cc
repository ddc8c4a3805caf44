#include "clients/cli/plan_setting.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/text_language.h"
#include "clients/cpp/plans.h"
#include "clients/cpp/sessions.h"

namespace counterpoint::cli {
namespace {

constexpr char kPlans[] = "/plans/";

// "2027-03-02" and "09:00" of "2027-03-02T09:00".
std::string DateOf(const std::string& slot) { return slot.substr(0, slot.find('T')); }
std::string StartOf(const std::string& slot) {
  const size_t t = slot.find('T');
  return t == std::string::npos ? slot : slot.substr(t + 1);
}

absl::StatusOr<std::string> NewestPlan(Session& session, const std::string& name) {
  v1::ListPlansRequest request;
  request.set_parent(name);
  request.set_page_size(1);
  auto plans = session.client().plans().List(request);
  for (const v1::SessionPlan& plan : plans) return plan.name();
  if (!plans.status().ok()) return plans.status();
  return absl::NotFoundError(
      absl::StrCat(name, " has no plan yet; make one: counterpoint session plan ", IdOf(name)));
}

}  // namespace

std::string PlanSetting::Participant(const std::string& member) const {
  const auto found = participants.find(member);
  return found == participants.end() || found->second.empty() ? IdOf(member) : found->second;
}

std::string PlanSetting::Pair(const v1::MeetingPair& pair) const {
  return absl::StrCat(Participant(pair.participant()), " - ", Participant(pair.partner()));
}

std::string PlanSetting::Table(const std::string& id) const {
  for (const v1::SessionTable& table : session.tables()) {
    if (table.id() != id) continue;
    const std::string shown = TextIn(table.display_name(), language);
    if (!shown.empty()) return shown;
  }
  return id;
}

std::string PlanSetting::Slot(const std::string& slot) const {
  if (session.days_size() <= 1) return StartOf(slot);
  return absl::StrCat(DateOf(slot), " ", StartOf(slot));
}

std::vector<std::string> PlanSetting::Slots() const {
  std::vector<std::string> slots;
  for (const v1::SessionDay& day : session.days()) {
    for (const v1::SessionSlot& slot : day.slots()) slots.push_back(slot.slot());
  }
  return slots;
}

absl::StatusOr<std::string> PlanSetting::FindSlot(const std::string& typed) const {
  std::vector<std::string> fitting;
  for (const std::string& slot : Slots()) {
    if (slot == typed) return slot;
    if (StartOf(slot) == typed) fitting.push_back(slot);
  }
  if (fitting.size() == 1) return fitting.front();
  if (fitting.empty()) {
    return UsageError(absl::StrCat("\"", typed, "\" is no slot of ", session.name(),
                                   "; its slots are ", absl::StrJoin(Slots(), ", ")));
  }
  return UsageError(absl::StrCat("\"", typed, "\" could be ", absl::StrJoin(fitting, " or "),
                                 "; name the date too"));
}

absl::StatusOr<PlanSetting> ReadSetting(Session& session, const std::string& name) {
  PlanSetting setting;
  setting.language = session.options().language;
  v1::GetSessionRequest get;
  get.set_name(name);
  auto read = session.client().sessions().Get(get);
  if (!read.ok()) return read.status();
  setting.session = *std::move(read);
  v1::ListParticipantsRequest list;
  list.set_parent(name);
  list.set_page_size(1000);
  const std::string alliance = name.substr(0, name.find("/sessions/"));
  auto participants = session.client().sessions().ListParticipants(list);
  for (const v1::Participant& participant : participants) {
    setting.participants[MemberName(alliance, IdOf(participant.name()))] =
        TextIn(participant.display_name(), setting.language);
  }
  if (!participants.status().ok()) return participants.status();
  return setting;
}

absl::StatusOr<std::string> PlanNamed(Session& session, const std::string& typed) {
  std::string whole = typed;
  const size_t slash = typed.rfind('/');
  const bool numbered = slash != std::string::npos && slash + 1 < typed.size() &&
                        std::all_of(typed.begin() + static_cast<std::ptrdiff_t>(slash) + 1,
                                    typed.end(), [](char c) { return c >= '0' && c <= '9'; });
  // A session's id may be a number too: only "spring/3" is short for a plan.
  const bool is_short = numbered && !absl::StrContains(typed, kPlans) &&
                        !typed.substr(0, slash).ends_with("sessions");
  if (is_short) whole = absl::StrCat(typed.substr(0, slash), kPlans, typed.substr(slash + 1));
  auto name = session.MatchmakingSession(whole);
  if (!name.ok() || absl::StrContains(*name, kPlans)) return name;
  return NewestPlan(session, *name);
}

std::string SessionOfPlan(const std::string& plan) { return plan.substr(0, plan.find(kPlans)); }

}  // namespace counterpoint::cli

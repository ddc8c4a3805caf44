#include "service/personal_data/held_records.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "counterpoint/stored/operation_record.pb.h"
#include "counterpoint/v1/alliance.pb.h"
#include "counterpoint/v1/interaction.pb.h"
#include "counterpoint/v1/member.pb.h"
#include "counterpoint/v1/plan.pb.h"
#include "counterpoint/v1/policy_proposal.pb.h"
#include "counterpoint/v1/session.pb.h"
#include "counterpoint/v1/session_day.pb.h"
#include "counterpoint/v1/staff_rule.pb.h"
#include "service/conversion/resource_name.h"

namespace counterpoint::service {
namespace {

using google::protobuf::Message;
using storage::Collection;

struct Kind {
  Collection collection;
  const char* kind;
  const char* folder;  // What names in it begin with.
  const Message& (*prototype)();
};

template <typename Stored>
const Message& Prototype() {
  return Stored::default_instance();
}

// All collections with messages in them, but for those of stored lists.
const std::vector<Kind>& Kinds() {
  static const auto* const kKinds = new std::vector<Kind>{
      {Collection::kAlliance, "alliance", "", &Prototype<v1::Alliance>},
      {Collection::kMember, "profile of another member", "members/", &Prototype<v1::Member>},
      {Collection::kInteraction, "interaction", "interactions/", &Prototype<v1::Interaction>},
      {Collection::kSession, "session", "sessions/", &Prototype<v1::Session>},
      {Collection::kParticipant, "participant", "participants/", &Prototype<v1::Participant>},
      {Collection::kPlan, "plan", "plans/", &Prototype<v1::SessionPlan>},
      {Collection::kMeetingOutcome, "meeting outcome", "outcomes/", &Prototype<v1::MeetingOutcome>},
      {Collection::kOperation, "operation", "operations/", &Prototype<stored::OperationRecord>},
      {Collection::kStaffRule, "staff rule", "staffRules/", &Prototype<v1::StaffRule>},
      {Collection::kPolicyProposal, "policy proposal", "policyProposals/",
       &Prototype<v1::PolicyProposal>},
  };
  return *kKinds;
}

std::string NameOf(absl::string_view alliance, const Kind& kind, const std::string& id) {
  const std::string name = conversion::FormatAllianceName(alliance);
  const std::vector<std::string> parts = absl::StrSplit(id, absl::MaxSplits('/', 1));
  if (id.empty()) return name;
  // What is within a session follows its id.
  if (parts.size() == 2) {
    return absl::StrCat(name, "/sessions/", parts[0], "/", kind.folder, parts[1]);
  }
  return absl::StrCat(name, "/", kind.folder, id);
}

bool IsOwn(Collection collection, const std::string& record_id, const Message& message,
           const std::string& id) {
  switch (collection) {
    case Collection::kMember:
      return record_id == id;
    case Collection::kInteraction: {
      const auto& interaction = static_cast<const v1::Interaction&>(message);
      return interaction.member() == id || interaction.partner() == id;
    }
    case Collection::kParticipant:
    case Collection::kMeetingOutcome: {
      const std::vector<absl::string_view> parts = absl::StrSplit(record_id, '/');
      return std::find(parts.begin() + 1, parts.end(), id) != parts.end();
    }
    default:
      return false;
  }
}

// Looked through in some milliseconds.
constexpr std::size_t kMostChanges = 2000;

bool MayName(const MemberTraces& traces, const storage::Record& record) {
  return traces.MayBeIn(record.payload) || traces.MayBeIn(record.id);
}

}  // namespace

absl::Status VisitHeldRecords(const storage::ReadView& view, absl::string_view alliance,
                              const MemberTraces& traces,
                              const std::function<absl::Status(HeldRecord&)>& visit) {
  for (const Kind& kind : Kinds()) {
    const auto cursor = view.Scan(alliance, kind.collection, "");
    storage::Record record;
    for (;;) {
      const auto more = cursor->Next(record);
      if (!more.ok()) return more.status();
      if (!*more) break;
      if (!MayName(traces, record)) continue;
      HeldRecord held;
      held.collection = kind.collection;
      held.kind = kind.kind;
      held.name = NameOf(alliance, kind, record.id);
      held.record = &record;
      held.message.reset(kind.prototype().New());
      if (!held.message->ParseFromString(record.payload)) {
        return absl::DataLossError(absl::StrCat(held.name, " cannot be read"));
      }
      held.is_own = IsOwn(kind.collection, record.id, *held.message, traces.id());
      if (held.is_own && kind.collection == Collection::kMember) held.kind = "member";
      // Details of an operation's error are bytes, which nobody looks into.
      const bool in_bytes =
          kind.collection == Collection::kOperation &&
          absl::StrContains(record.payload, absl::StrCat("members/", traces.id()));
      if (!held.is_own && !in_bytes && !traces.IsIn(*held.message)) continue;
      const absl::Status visited = visit(held);
      if (!visited.ok()) return visited;
    }
  }
  return absl::OkStatus();
}

bool IsStillAllThatIsHeld(const storage::ReadView& view, absl::string_view alliance,
                          const MemberTraces& traces, std::int64_t revision) {
  const auto changes = view.ChangesAfter(alliance, revision, kMostChanges + 1);
  if (!changes.ok() || changes->size() > kMostChanges) return false;
  for (const storage::Change& change : *changes) {
    const bool is_known = change.collection != Collection::kOperation &&
                          std::any_of(Kinds().begin(), Kinds().end(), [&](const Kind& kind) {
                            return kind.collection == change.collection;
                          });
    if (!is_known || traces.MayBeIn(change.id)) return false;
    const auto record = view.Get(alliance, change.collection, change.id);
    // One that is gone names nobody; had it been held, its removal would fail.
    if (absl::IsNotFound(record.status())) continue;
    if (!record.ok() || MayName(traces, *record)) return false;
  }
  return true;
}

}  // namespace counterpoint::service

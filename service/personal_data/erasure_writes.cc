#include "service/personal_data/erasure_writes.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "counterpoint/stored/operation_record.pb.h"
#include "counterpoint/v1/interaction.pb.h"
#include "counterpoint/v1/session.pb.h"
#include "counterpoint/v1/session_day.pb.h"
#include "service/conversion/operation_record.h"
#include "service/conversion/resource_name.h"
#include "service/conversion/session_record.h"
#include "service/conversion/stored_bytes.h"
#include "service/conversion/timestamp.h"
#include "service/personal_data/generation_traces.h"

namespace counterpoint::service {
namespace {

using storage::Collection;
using storage::Write;

// Not from when it is recorded, which the writing anew would make now. Nor with what
// leads back to the list that was made for the member.
void Strip(const MemberTraces& traces, const std::string& pseudonym, const storage::Record& record,
           v1::Interaction& interaction) {
  if (interaction.member() == traces.id()) interaction.set_member(pseudonym);
  if (interaction.partner() == traces.id()) interaction.set_partner(pseudonym);
  if (!interaction.has_occur_time()) {
    *interaction.mutable_occur_time() = conversion::ToTimestamp(record.create_time);
  }
  interaction.clear_attribution_token();
  interaction.clear_place();
  interaction.clear_staff_rule();
}

// Comments on a meeting with the member are about it.
void StripComments(v1::MeetingOutcome& outcome) {
  for (v1::MeetingRating& rating : *outcome.mutable_ratings()) rating.clear_comment();
}

class Collector {
 public:
  Collector(const MemberTraces& traces, const std::string& pseudonym, ErasureWrites& erasure)
      : traces_(traces), pseudonym_(pseudonym), erasure_(erasure) {}

  absl::Status Take(HeldRecord& held) {
    if (held.collection == Collection::kMember && held.is_own) {
      Remove(held);
      ++erasure_.removed[held.kind];
      return absl::OkStatus();
    }
    traces_.Replace(pseudonym_, *held.message);
    std::string id = held.record->id;
    switch (held.collection) {
      case Collection::kInteraction:
        Strip(traces_, pseudonym_, *held.record, static_cast<v1::Interaction&>(*held.message));
        id = absl::StrCat(pseudonym_, "-", ++interactions_);
        break;
      case Collection::kParticipant:
        if (!held.is_own) break;
        // It was there; nothing that it wished or said of itself.
        held.message->Clear();
        id = conversion::ParticipantRecordId(SessionOf(id), pseudonym_);
        break;
      case Collection::kMeetingOutcome:
        if (!held.is_own) break;
        StripComments(static_cast<v1::MeetingOutcome&>(*held.message));
        id = conversion::OutcomeRecordId(SessionOf(id), pseudonym_, OtherOf(id));
        break;
      case Collection::kOperation: {
        // What its error says in detail can't be looked into: rather no operation.
        const std::string bytes = conversion::StoredBytesOf(*held.message);
        if (!absl::StrContains(bytes, absl::StrCat("members/", traces_.id()))) break;
        Remove(held);
        ++erasure_.removed[held.kind];
        return absl::OkStatus();
      }
      default:
        break;
    }
    if (id != held.record->id) Remove(held);
    Put(held, std::move(id));
    ++erasure_.rewritten[held.kind];
    return absl::OkStatus();
  }

 private:
  static std::string SessionOf(const std::string& id) { return id.substr(0, id.find('/')); }
  // The other one of a meeting.
  std::string OtherOf(const std::string& id) const {
    const std::vector<std::string> parts = absl::StrSplit(id, '/');
    return parts[1] == traces_.id() ? parts[2] : parts[1];
  }

  void Remove(const HeldRecord& held) {
    Write& write = erasure_.writes.emplace_back();
    write.kind = Write::Kind::kDelete;
    write.collection = held.collection;
    write.id = held.record->id;
    write.precondition = storage::Precondition::AtRevision(held.record->revision);
  }
  void Put(const HeldRecord& held, std::string id) {
    Write& write = erasure_.writes.emplace_back();
    write.collection = held.collection;
    write.precondition = id == held.record->id
                             ? storage::Precondition::AtRevision(held.record->revision)
                             : storage::Precondition::MustNotExist();
    write.id = std::move(id);
    write.payload = conversion::StoredBytesOf(*held.message);
    write.expire_time = held.record->expire_time;
  }

  const MemberTraces& traces_;
  const std::string& pseudonym_;
  ErasureWrites& erasure_;
  int interactions_ = 0;
};

absl::Status CheckNothingIsUnderWay(const storage::ReadView& view, absl::string_view alliance) {
  const auto cursor = view.Scan(alliance, Collection::kOperation, "");
  storage::Record record;
  for (;;) {
    const auto more = cursor->Next(record);
    if (!more.ok()) return more.status();
    if (!*more) return absl::OkStatus();
    const auto stored = conversion::StoredOperationOf(alliance, record);
    if (!stored.ok()) return stored.status();
    if (stored->operation().state() != v1::Operation::RUNNING) continue;
    return absl::FailedPreconditionError(
        absl::StrCat(conversion::FormatOperationName(alliance, record.id),
                     " is under way, and may write what it has read of the member: wait for its "
                     "end, or cancel it"));
  }
}

}  // namespace

absl::StatusOr<ErasureWrites> WritesOfErasure(const storage::ReadView& view,
                                              absl::string_view alliance,
                                              const MemberTraces& traces,
                                              const std::string& pseudonym) {
  const absl::Status checked = CheckNothingIsUnderWay(view, alliance);
  if (!checked.ok()) return checked;
  ErasureWrites erasure;
  Collector collector(traces, pseudonym, erasure);
  const absl::Status visited = VisitHeldRecords(
      view, alliance, traces, [&collector](HeldRecord& held) { return collector.Take(held); });
  if (!visited.ok()) return visited;
  auto lists = GenerationRewrites(view, alliance, traces.id());
  if (!lists.ok()) return lists.status();
  if (!lists->empty()) {
    erasure.rewritten["stored lists"] = static_cast<std::int64_t>(lists->size());
  }
  for (Write& write : *lists) erasure.writes.push_back(std::move(write));
  return erasure;
}

}  // namespace counterpoint::service

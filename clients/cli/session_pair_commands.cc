// Pairs that meet, and those that do not: a session is read, changed and written
// over its etag, and read again where somebody else was quicker.
#include <algorithm>
#include <functional>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/session_tables.h"
#include "clients/cpp/sessions.h"

namespace counterpoint::cli {
namespace {

constexpr int kAttempts = 5;

struct PairFlags {
  std::string session;
  std::string member;
  std::string partner;
  std::string slot;
  std::string table;
};

// Whether the two are the same, in whatever order.
bool Same(const v1::MeetingPair& a, const v1::MeetingPair& b) {
  return (a.participant() == b.participant() && a.partner() == b.partner()) ||
         (a.participant() == b.partner() && a.partner() == b.participant());
}

// Takes out the items of the list whose pair it is; false where there is none.
template <typename Items, typename PairOf>
bool Remove(const v1::MeetingPair& pair, const PairOf& pair_of, Items* items) {
  const auto kept = std::remove_if(items->begin(), items->end(),
                                   [&](const auto& item) { return Same(pair_of(item), pair); });
  const bool found = kept != items->end();
  items->erase(kept, items->end());
  return found;
}

bool RemoveFixed(const v1::MeetingPair& pair, v1::Session* session) {
  return Remove(
      pair, [](const v1::FixedMeeting& meeting) -> const auto& { return meeting.pair(); },
      session->mutable_placing()->mutable_fixed_meetings());
}

bool RemoveBan(const v1::MeetingPair& pair, v1::Session* session) {
  return Remove(
      pair, [](const v1::MeetingPair& banned) -> const auto& { return banned; },
      session->mutable_pairing()->mutable_banned_pairs());
}

using Change = std::function<absl::Status(const v1::MeetingPair&, v1::Session*)>;

absl::Status ChangePair(Session& session, const PairFlags& flags, const Change& change) {
  const auto name = session.MatchmakingSession(flags.session);
  if (!name.ok()) return name.status();
  const std::string alliance = AllianceOf(*name);
  v1::MeetingPair pair;
  pair.set_participant(MemberName(alliance, flags.member));
  pair.set_partner(MemberName(alliance, flags.partner));
  v1::GetSessionRequest get;
  get.set_name(*name);
  absl::Status status;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const auto present = session.client().sessions().Get(get);
    if (!present.ok()) return present.status();
    v1::UpdateSessionRequest request;
    *request.mutable_session() = *present;
    status = change(pair, request.mutable_session());
    if (!status.ok()) return status;
    request.mutable_update_mask()->add_paths("pairing.banned_pairs");
    request.mutable_update_mask()->add_paths("placing.fixed_meetings");
    const auto updated = session.client().sessions().Update(request);
    status = updated.status();
    if (absl::IsAborted(status)) continue;
    if (!status.ok()) return status;
    session.Show(*updated, SessionDetail(*updated, session.options().language));
    return absl::OkStatus();
  }
  return status;
}

absl::Status Pin(Session& session, const PairFlags& flags) {
  return ChangePair(session, flags, [&](const v1::MeetingPair& pair, v1::Session* changed) {
    RemoveFixed(pair, changed);
    v1::FixedMeeting& meeting = *changed->mutable_placing()->add_fixed_meetings();
    *meeting.mutable_pair() = pair;
    meeting.set_slot(flags.slot);
    meeting.set_table(flags.table);
    return absl::OkStatus();
  });
}

absl::Status Unpin(Session& session, const PairFlags& flags) {
  return ChangePair(session, flags, [](const v1::MeetingPair& pair, v1::Session* changed) {
    return RemoveFixed(pair, changed) ? absl::OkStatus()
                                      : UsageError("the two are not pinned in this session");
  });
}

absl::Status Ban(Session& session, const PairFlags& flags) {
  return ChangePair(session, flags, [](const v1::MeetingPair& pair, v1::Session* changed) {
    RemoveBan(pair, changed);
    *changed->mutable_pairing()->add_banned_pairs() = pair;
    return absl::OkStatus();
  });
}

absl::Status Unban(Session& session, const PairFlags& flags) {
  return ChangePair(session, flags, [](const v1::MeetingPair& pair, v1::Session* changed) {
    return RemoveBan(pair, changed) ? absl::OkStatus()
                                    : UsageError("the two are not banned in this session");
  });
}

CLI::App* AddPairCommand(CLI::App& group, Action* chosen, const std::string& name,
                         const std::string& description, const std::string& more_of_example,
                         const std::shared_ptr<PairFlags>& flags,
                         absl::Status (*run)(Session&, const PairFlags&)) {
  CLI::App* command =
      AddCommand(group, name, description,
                 {absl::StrCat("counterpoint session ", name, " spring studio-one conservatory",
                               more_of_example, " -a music")});
  command->add_option("session", flags->session, "Id or full name of the session")->required();
  command->add_option("member", flags->member, "Id or full name of a member")->required();
  command->add_option("partner", flags->partner, "Id or full name of the other")->required();
  OnChosen(command, chosen, flags, run);
  return command;
}

}  // namespace

void AddSessionPairCommands(CLI::App& group, Action* chosen) {
  auto pinned = std::make_shared<PairFlags>();
  CLI::App* pin =
      AddPairCommand(group, chosen, "pin", "Fix that two meet, and if wanted when and where.",
                     " --slot 2027-03-02T09:00 --table t1", pinned, &Pin);
  pin->add_option("--slot", pinned->slot, "Local start of the slot: 2027-03-02T09:00")
      ->type_name("SLOT");
  pin->add_option("--table", pinned->table, "Id of the table")->type_name("TABLE");
  AddPairCommand(group, chosen, "unpin", "The two need not meet any more.", "",
                 std::make_shared<PairFlags>(), &Unpin);
  AddPairCommand(group, chosen, "ban", "Two do not meet, whatever anybody wishes.", "",
                 std::make_shared<PairFlags>(), &Ban);
  AddPairCommand(group, chosen, "unban", "The two may meet again.", "",
                 std::make_shared<PairFlags>(), &Unban);
}

}  // namespace counterpoint::cli

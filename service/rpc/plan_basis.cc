#include "service/rpc/plan_basis.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "service/conversion/interaction_record.h"
#include "service/rpc/ranking_session.h"
#include "service/sessions/session_reader.h"

namespace counterpoint::service {
namespace {

using storage::Collection;

// Those of the ids that are members.
absl::StatusOr<std::vector<std::string>> Existing(const storage::ReadView& view,
                                                  const std::string& alliance,
                                                  const std::vector<std::string>& ids) {
  std::vector<std::string> existing;
  for (const std::string& id : ids) {
    const auto record = view.Get(alliance, Collection::kMember, id);
    if (record.ok()) existing.push_back(id);
    if (!record.ok() && !absl::IsNotFound(record.status())) return record.status();
  }
  return existing;
}

// Leaves no score to those between whom a conflict is recorded. Declines leave it: it
// is a suggestion that was declined, and a session is where the two may look again.
void ClearConflicts(const KeptApart& kept_apart, const std::vector<std::string>& members,
                    PairScores& scores) {
  absl::flat_hash_map<absl::string_view, std::size_t> places;
  for (std::size_t i = 0; i < members.size(); ++i) places.emplace(members[i], i);
  for (std::size_t i = 0; i < members.size(); ++i) {
    for (const KeptApart::Pair& pair : kept_apart.Of(members[i])) {
      if (pair.kind != v1::CONFLICT) continue;
      const auto other = places.find(pair.partner);
      if (other != places.end()) scores.Set(i, other->second, 0);
    }
  }
}

}  // namespace

std::vector<std::string> PlanBasis::MemberIds() const {
  std::vector<std::string> ids;
  for (const v1::Participant& participant : participants) {
    ids.push_back(conversion::ParseParticipantName(participant.name())->member);
  }
  return ids;
}

absl::StatusOr<PlanBasis> ReadBasis(const Backend& backend, const conversion::SessionName& name) {
  PlanBasis basis;
  basis.name = name;
  basis.view = backend.store.View();
  auto session = ReadSession(*basis.view, name);
  if (!session.ok()) return session.status();
  auto participants = ReadParticipants(*basis.view, name);
  if (!participants.ok()) return participants.status();
  basis.session = *std::move(session);
  basis.participants = *std::move(participants);
  return basis;
}

absl::StatusOr<JudgedMembers> JudgeMembers(const Backend& backend, const storage::ReadView& view,
                                           const std::string& alliance,
                                           const std::vector<std::string>& members,
                                           const std::function<bool()>& stop) {
  const auto existing = Existing(view, alliance, members);
  if (!existing.ok()) return existing.status();
  const auto ranking = BeginSession(backend, view, alliance, *existing);
  if (absl::IsUnavailable(ranking.status())) {
    return absl::FailedPreconditionError(
        absl::StrCat("the index of ", conversion::FormatAllianceName(alliance),
                     " does not answer yet: ", ranking.status().message()));
  }
  if (!ranking.ok()) return ranking.status();
  const IndexSnapshot& snapshot = *ranking->snapshot;
  JudgedMembers judged;
  judged.as_of = ranking->as_of;
  judged.revision = snapshot.index->revision();
  std::vector<std::shared_ptr<const matching::MemberFeatures>> features;
  std::size_t next = 0;  // Of those that exist.
  for (const std::string& id : members) {
    judged.kinds.emplace_back();
    features.emplace_back();
    if (next == existing->size() || (*existing)[next] != id) continue;
    ++next;
    // One that has been deleted after the view was taken may be gone here.
    auto member = FindMember(snapshot, id);
    if (!member.ok()) continue;
    features.back() = std::move(member->features);
    judged.kinds.back() = static_cast<v1::MemberKind>(features.back()->kind);
  }
  judged.scores = JudgePairs(*snapshot.index, features, snapshot.alliance->policy, judged.as_of,
                             backend.parallel, stop);
  if (ranking->kept_apart != nullptr) ClearConflicts(*ranking->kept_apart, members, judged.scores);
  if (stop()) return absl::CancelledError("nobody waits for it any more");
  return judged;
}

absl::StatusOr<absl::flat_hash_set<IdPair>> ReadMetPairs(const PlanBasis& basis) {
  absl::flat_hash_set<IdPair> met;
  const v1::PairingRules& rules = basis.session.pairing();
  if (rules.include_partners() || rules.source() == v1::PairingRules::AS_GIVEN) return met;
  absl::flat_hash_set<std::string> participants;
  for (std::string& id : basis.MemberIds()) participants.insert(std::move(id));
  const std::string& alliance = basis.name.alliance;
  const auto cursor = basis.view->Scan(alliance, Collection::kInteraction, "");
  storage::Record record;
  for (;;) {
    const auto more = cursor->Next(record);
    if (!more.ok()) return more.status();
    if (!*more) return met;
    const auto kept = conversion::StoredInteractionOf(alliance, record);
    if (!kept.ok()) return kept.status();
    const bool counts = kept->kind() == v1::PARTNERSHIP || kept->kind() == v1::MET ||
                        kept->kind() == v1::AGREEMENT_SIGNED;
    if (counts && participants.contains(kept->member()) && participants.contains(kept->partner())) {
      met.insert(IdPairOf(kept->member(), kept->partner()));
    }
  }
}

}  // namespace counterpoint::service

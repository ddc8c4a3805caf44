#include "service/rpc/ledger_reads.h"

#include <memory>
#include <string>
#include <utility>

#include "service/conversion/timestamp.h"
#include "service/ledger/ledger_count.h"
#include "service/recommendations/layered_reads.h"
#include "service/rpc/request_check.h"

namespace counterpoint::service {
namespace {

LedgerQuery QueryOf(const v1::GetLedgerRequest& request) {
  LedgerQuery query;
  query.group_by = request.group_by();
  if (request.has_start_time()) query.start = request.start_time().seconds();
  if (request.has_end_time()) query.end = request.end_time().seconds();
  for (const int kind : request.kinds()) {
    query.kinds |= matching::SetOf(static_cast<matching::MemberKind>(kind));
  }
  query.topic = request.topic();
  return query;
}

ListedPairs PairsOf(const StoredLists& lists) {
  ListedPairs pairs;
  pairs.time = lists.generation().complete_time().seconds();
  pairs.policy_version = lists.generation().policy_version();
  pairs.members = lists.members();
  pairs.rules = lists.rules();
  pairs.entries.reserve(lists.entry_count());
  for (std::uint32_t member = 0; member < lists.members().size(); ++member) {
    for (const StoredEntry& entry : lists.Of(member)) {
      pairs.entries.push_back({member, entry.partner, entry.rule});
    }
  }
  return pairs;
}

// Adds the lists of all generations that portals have read or can read. Those that
// are not current are read past the memory of Generations, which has few places.
absl::Status AddLists(const Backend& backend, const storage::ReadView& view,
                      const std::string& alliance, LedgerCount& count) {
  const auto current = CurrentGeneration(view, alliance);
  if (!current.ok()) return current.status();
  const auto generations = ReadGenerations(view, alliance);
  if (!generations.ok()) return generations.status();
  for (const KeptGeneration& kept : *generations) {
    if (!kept.IsComplete() || kept.stored.generation().shadow()) continue;
    const auto lists = kept.name.generation == *current ? backend.generations.Lists(kept.name)
                                                        : ReadLists(view, kept, *current);
    if (!lists.ok()) return lists.status();
    count.Add(PairsOf(**lists));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Ledger> LedgerReads::Get(const v1::GetLedgerRequest& request) const {
  const auto alliance = conversion::ParseAllianceName(request.parent());
  const auto view = backend_.store.View();
  const auto known = CheckByTopics(backend_, *view, alliance, request);
  if (!known.ok()) return known.status();
  const auto snapshot = backend_.live_index.Current(*alliance);
  if (!snapshot.ok()) return snapshot.status();

  const matching::MemberIndex& index = *(*snapshot)->index;
  const LedgerMembers members{*(*snapshot)->alliance->thesaurus,
                              [&](absl::string_view id) -> std::optional<LedgerMember> {
                                const auto member = index.Find(id);
                                if (member == nullptr) return std::nullopt;
                                return LedgerMember{member->kind, member->topics};
                              }};
  LedgerCount count(QueryOf(request), members, backend_.parallel);
  const absl::Status added = AddLists(backend_, *view, *alliance, count);
  if (!added.ok()) return added;
  v1::Ledger ledger;
  const absl::Status read =
      backend_.feedback.ReadFacts(*alliance, [&](const InteractionFacts& facts) {
        for (v1::LedgerRow& row : count.Rows(facts)) *ledger.add_rows() = std::move(row);
        ledger.set_revision(facts.revision());
      });
  if (!read.ok()) return read;
  return ledger;
}

}  // namespace counterpoint::service

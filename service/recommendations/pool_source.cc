#include "service/recommendations/pool_source.h"

#include <algorithm>
#include <utility>

#include "google/protobuf/util/message_differencer.h"
#include "service/recommendations/layered_reads.h"
#include "service/recommendations/position_moves.h"

namespace counterpoint::service {

using matching::MemberPosition;
using matching::Pool;
using matching::PoolEntry;

std::optional<std::string> WhyNotUsable(const stored::GenerationRecord& source,
                                        const stored::GenerationRecord& wanted) {
  if (source.model_revision() != wanted.model_revision()) {
    return "the text model has been learnt anew since the generation before";
  }
  if (source.topics() != wanted.topics()) {
    return "the topics have changed since the generation before";
  }
  if (source.policy() != wanted.policy()) {
    return "the policy has changed since the generation before";
  }
  if (source.partnerships() != wanted.partnerships()) {
    return "partnerships have come or gone since the generation before";
  }
  if (source.staff_rules() != wanted.staff_rules()) {
    return "rules of the staff have come or gone since the generation before";
  }
  if (source.pool_size() != wanted.pool_size()) {
    return "the generation before has candidates for lists of another length";
  }
  if (!google::protobuf::util::MessageDifferencer::Equals(source.generation().as_of_time(),
                                                          wanted.generation().as_of_time())) {
    return "the generation before was judged for another moment";
  }
  return std::nullopt;
}

absl::StatusOr<PoolSource> TakePoolSource(const storage::ReadView& view, WarmPools& warm,
                                          const KeptGeneration& source,
                                          const std::vector<std::string>& members,
                                          const RefreshInputs& inputs) {
  const auto excluded = ReadExclusions(view, source.name);
  if (!excluded.ok()) return excluded.status();
  auto kept = warm.Take(source.name.alliance, source.create_revision);
  if (kept && kept->size() == members.size()) {
    return BringForward(members, *std::move(kept), members.size(), *excluded, source.stored,
                        inputs);
  }
  std::vector<Pool> pools(members.size());
  const auto done = ReadPools(view, source, members, pools);
  if (!done.ok()) return done.status();
  return BringForward(members, std::move(pools), *done, *excluded, source.stored, inputs);
}

PoolSource BringForward(const std::vector<std::string>& members, std::vector<Pool> pools,
                        std::size_t done, const PositionPairs& excluded,
                        const stored::GenerationRecord& source, const RefreshInputs& inputs) {
  PoolSource brought;
  brought.positions = PresentPositions(members, inputs.members);
  const std::vector<MemberPosition>& positions = brought.positions;

  std::vector<bool> is_changed(inputs.size(), true);  // New ones too.
  for (const MemberPosition position : positions) {
    if (position == kGone) continue;
    const auto* entry = inputs.snapshot->catalog->Find(inputs.members[position]);
    is_changed[position] = entry->revision > source.generation().revision();
  }
  // Their embeddings may have come, or gone, which raises no revision.
  for (const std::uint32_t member : inputs.unembedded) is_changed[member] = true;
  for (const std::uint32_t member : source.unembedded()) {
    if (member < positions.size() && positions[member] != kGone) {
      is_changed[positions[member]] = true;
    }
  }
  const PositionPairs before = Moved(excluded, positions);
  for (const auto& [first, second] : Difference(before, inputs.excluded)) {
    is_changed[first] = is_changed[second] = true;
  }
  const PositionPairs added = Difference(inputs.excluded, before);
  const auto is_added = [&added](MemberPosition a, MemberPosition b) {
    const std::pair<MemberPosition, MemberPosition> pair = std::minmax(a, b);
    return std::binary_search(added.begin(), added.end(), pair);
  };

  brought.pools.resize(inputs.size());
  brought.touched.assign(inputs.size(), true);
  for (std::size_t i = 0; i < done; ++i) {
    const MemberPosition member = positions[i];
    if (member == kGone || is_changed[member]) continue;
    Pool& pool = brought.pools[member];
    pool = std::move(pools[i]);
    brought.touched[member] = 0 < std::erase_if(pool.entries, [&](PoolEntry& entry) {
                                entry.partner = positions[entry.partner];
                                return entry.partner == kGone || is_changed[entry.partner] ||
                                       (!added.empty() && is_added(member, entry.partner));
                              });
  }
  for (std::size_t i = 0; i < is_changed.size(); ++i) {
    if (is_changed[i]) brought.changed.push_back(static_cast<MemberPosition>(i));
  }
  brought.is_untouched =
      brought.changed.empty() && added.empty() && members.size() == inputs.size();
  if (done == members.size()) {
    brought.done = inputs.size();
  } else {
    brought.done = static_cast<std::size_t>(
        std::lower_bound(inputs.members.begin(), inputs.members.end(), members[done]) -
        inputs.members.begin());
  }
  return brought;
}

}  // namespace counterpoint::service

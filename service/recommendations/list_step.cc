#include "service/recommendations/list_step.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "service/conversion/timestamp.h"
#include "service/recommendations/exposure_report.h"
#include "service/recommendations/generation_causes.h"
#include "service/recommendations/generation_layers.h"

namespace counterpoint::service {
namespace {

using matching::MemberPosition;

constexpr char kMakingLists[] = "making lists";
constexpr char kWriting[] = "writing";

// Of each pool what lists are made of.
std::vector<matching::Pool> BeginningsOf(const std::vector<matching::Pool>& pools,
                                         std::size_t needed) {
  std::vector<matching::Pool> beginnings(pools.size());
  for (std::size_t i = 0; i < pools.size(); ++i) {
    const auto& entries = pools[i].entries;
    beginnings[i].complete = pools[i].complete && entries.size() <= needed;
    beginnings[i].entries.assign(
        entries.begin(),
        entries.begin() + static_cast<std::ptrdiff_t>(std::min(needed, entries.size())));
  }
  return beginnings;
}

}  // namespace

matching::ListQuery ListStep::Query() const {
  matching::ListQuery query;
  query.policy = run_.inputs.policy;
  query.as_of = run_.inputs.as_of;
  query.list_size = static_cast<std::size_t>(run_.record.generation().list_size());
  query.rules = run_.inputs.RulesOrNull();
  query.excluded = ExcludedOfEach(run_.inputs);
  return query;
}

bool ListStep::ListsStay(const matching::ListQuery& query) const {
  return Former() != nullptr && base_->kept.stored.arrangement() == run_.record.arrangement() &&
         !matching::SharesExposure(query.policy) && CanTellSpread(query);
}

std::vector<MemberPosition> ListStep::Targets(const matching::ListQuery& query) const {
  std::vector<char> is_target(pools_.size(), 0);
  if (query.rules != nullptr) {
    // Pins may be anybody: also one who has changed and is in no pool.
    const auto members = run_.inputs.snapshot->index->All();
    constexpr std::size_t kTask = 1000;
    run_.parallel(static_cast<int>((members.size() + kTask - 1) / kTask), [&](int task) {
      const std::size_t begin = static_cast<std::size_t>(task) * kTask;
      for (std::size_t i = begin; i < std::min(begin + kTask, members.size()); ++i) {
        is_target[i] = query.rules->For(*members[i]).pinned().empty() ? 0 : 1;
      }
    });
  }
  std::vector<MemberPosition> targets;
  for (std::size_t i = 0; i < is_target.size(); ++i) {
    if (is_target[i] != 0 || base_->touched[i]) targets.push_back(static_cast<MemberPosition>(i));
  }
  return targets;
}

UpdatedLists ListStep::MakeSome(const matching::ListQuery& query) {
  const std::vector<MemberPosition> targets = Targets(query);
  const auto made =
      matching::MakeListsOf(*run_.inputs.snapshot->index, pools_, targets, query, run_.parallel);
  UpdatedLists updated = UpdateLists(Former(), run_.inputs.members, targets, made, run_.parallel);
  matching::MadeLists spread;
  spread.before = spread.after = SpreadOfLists(updated.columns, pools_, run_.needed, query);
  *run_.record.mutable_generation()->mutable_exposure() = ExposureReportOf(spread);
  return updated;
}

UpdatedLists ListStep::MakeAll(const matching::ListQuery& query) {
  // What lists that depend on each other are made of is what a full refresh has: the
  // beginnings of pools.
  std::vector<matching::Pool> cut;
  if (matching::SharesExposure(query.policy)) cut = BeginningsOf(pools_, run_.needed);
  const matching::MadeLists made = matching::MakeLists(
      *run_.inputs.snapshot->index, cut.empty() ? pools_ : cut, query, run_.parallel);
  *run_.record.mutable_generation()->mutable_exposure() = ExposureReportOf(made);
  std::vector<MemberPosition> all(run_.inputs.size());
  std::iota(all.begin(), all.end(), MemberPosition{0});
  return UpdateLists(Former(), run_.inputs.members, all, made.lists, run_.parallel);
}

absl::StatusOr<std::shared_ptr<const StoredLists>> ListStep::Make() {
  const absl::Status stopped = run_.Stopped();
  if (!stopped.ok()) return stopped;
  run_.TellMembers(kMakingLists, 0, run_.inputs.size());
  const matching::ListQuery query = Query();
  UpdatedLists updated = ListsStay(query) ? MakeSome(query) : MakeAll(query);
  v1::Generation& generation = *run_.record.mutable_generation();
  generation.set_entry_count(static_cast<std::int64_t>(updated.columns.entries.size()));
  generation.set_state(v1::Generation::COMPLETE);
  const auto members = static_cast<int>(run_.inputs.size());
  run_.record.set_block_count((members + run_.record.block_members() - 1) /
                              run_.record.block_members());
  generation.set_digest(DigestOfAll(updated.digests));
  StoredLists lists({}, run_.inputs.members, std::move(updated.columns),
                    std::move(updated.digests));
  const absl::Status saved = Save(lists, updated.changed);
  if (!saved.ok()) return saved;
  // Not before all is written that takes long.
  *generation.mutable_complete_time() = conversion::ToTimestamp(run_.backend.clock());
  const KeptGeneration kept{{run_.alliance, run_.writer.number()},
                            run_.record,
                            run_.writer.create_revision(),
                            0,
                            run_.writer.create_time()};
  return std::make_shared<const StoredLists>(
      std::move(lists).With(MessageOf(kept, run_.IsShadow() ? 0 : run_.writer.number())));
}

absl::Status ListStep::Save(const StoredLists& lists, const std::vector<MemberPosition>& changed) {
  const std::size_t block_members = run_.block_members();
  const auto progress = [this](std::size_t done) {
    run_.TellMembers(kWriting, done, run_.inputs.size());
    return run_.Stopped();
  };
  bool is_layer = false;
  std::vector<MemberPosition> written;
  if (Former() != nullptr) {
    std::vector<bool> is_changed(run_.inputs.size(), false);
    for (const MemberPosition member : changed) is_changed[member] = true;
    written = run_.WithTurn(is_changed);
    is_layer = AddLayer(ListLayers(base_->kept.name.generation, base_->kept.stored),
                        run_.OwnLayer(written.size()), run_.inputs.size(),
                        *run_.record.mutable_list_layers());
  }
  const absl::Status saved = is_layer
                                 ? run_.writer.SaveListsOf(written, lists, block_members, progress)
                                 : run_.writer.SaveLists(lists, block_members, progress);
  if (!saved.ok()) return saved;
  const auto causes = FindCauses(*run_.backend.store.View(), run_.alliance, run_.inputs);
  if (!causes.ok()) return causes.status();
  return run_.writer.Save(PutsOfCauses(run_.writer.number(), *causes));
}

}  // namespace counterpoint::service

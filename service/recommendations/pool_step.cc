#include "service/recommendations/pool_step.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "service/conversion/resource_name.h"
#include "service/recommendations/generation_layers.h"
#include "service/recommendations/pool_source.h"

namespace counterpoint::service {
namespace {

using matching::MemberPosition;

constexpr char kReading[] = "reading what there was";
constexpr char kJudging[] = "judging";

// Where more members have changed than one in so many, all are judged anew.
constexpr std::size_t kMostChangedShare = 4;

}  // namespace

absl::Status PoolStep::BeginAnew(const std::string& reason) {
  run_.record.mutable_generation()->set_full_reason(reason);
  run_.record.mutable_generation()->set_judged_count(static_cast<std::int64_t>(run_.inputs.size()));
  pools_.assign(run_.inputs.size(), matching::Pool());
  return run_.BeginGeneration();
}

absl::Status PoolStep::Resume(const KeptGeneration& begun) {
  if (WhyNotUsable(begun.stored, run_.record)) return absl::NotFoundError("");
  const auto view = run_.backend.store.View();
  const auto members = ReadGenerationMembers(*view, begun);
  if (!members.ok()) return absl::NotFoundError("");
  auto brought =
      TakePoolSource(*view, run_.backend.generations.warm_pools(), begun, *members, run_.inputs);
  if (!brought.ok()) return absl::NotFoundError("");
  run_.record.mutable_generation()->set_full_reason(begun.stored.generation().full_reason());
  run_.record.mutable_generation()->set_judged_count(static_cast<std::int64_t>(run_.inputs.size()));
  pools_ = std::move(brought->pools);
  done_ = brought->done;
  if (!brought->is_untouched) {
    changed_ = std::move(brought->changed);
    has_reused_ = true;
    return run_.BeginGeneration();
  }
  run_.writer.GoOn(begun, done_);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string>> PoolStep::TakeFrom(const KeptGeneration& newest) {
  if (auto reason = WhyNotUsable(newest.stored, run_.record)) return reason;
  run_.control.Tell(kReading);
  auto lists = run_.backend.generations.Lists(newest.name);
  const auto view = run_.backend.store.View();
  std::vector<std::string> read;
  if (!lists.ok()) {
    auto members = ReadGenerationMembers(*view, newest);
    if (!members.ok()) return "the generation before cannot be read";
    read = *std::move(members);
  }
  const std::vector<std::string>& members = lists.ok() ? (*lists)->members() : read;
  auto brought =
      TakePoolSource(*view, run_.backend.generations.warm_pools(), newest, members, run_.inputs);
  if (absl::IsDataLoss(brought.status()) || (brought.ok() && brought->done < run_.inputs.size())) {
    return "the candidates of the generation before cannot be read";
  }
  if (!brought.ok()) return brought.status();
  const std::size_t changed = brought->changed.size();
  if (kMostChangedShare * changed > run_.inputs.size()) {
    return absl::StrCat(changed, " of ", run_.inputs.size(),
                        " members have changed since the generation before");
  }
  pools_ = std::move(brought->pools);
  changed_ = std::move(brought->changed);
  done_ = run_.inputs.size();
  has_reused_ = true;
  v1::Generation& generation = *run_.record.mutable_generation();
  generation.set_base(conversion::FormatGenerationName(run_.alliance, newest.name.generation));
  generation.set_judged_count(static_cast<std::int64_t>(CountJudged()));
  run_.record.set_turn(newest.stored.turn() + 1);
  if (members == run_.inputs.members) {
    run_.record.set_members_of(MembersOf(newest.name.generation, newest.stored));
  }
  base_ = RefreshBase{newest, std::nullopt, std::move(brought->touched)};
  if (lists.ok()) base_->lists = FormerLists{*std::move(lists), std::move(brought->positions)};
  const absl::Status begun = run_.BeginGeneration();
  if (!begun.ok()) return begun;
  return std::nullopt;
}

std::size_t PoolStep::CountJudged() const {
  std::size_t judged = changed_.size();
  for (std::size_t i = 0; i < pools_.size(); ++i) {
    const bool is_short = !pools_[i].complete && pools_[i].entries.size() < run_.needed;
    const bool is_changed = std::binary_search(changed_.begin(), changed_.end(), i);
    if (is_short && !is_changed) ++judged;
  }
  return judged;
}

absl::Status PoolStep::Make() {
  matching::PoolQuery query;
  query.policy = run_.inputs.policy;
  query.as_of = run_.inputs.as_of;
  query.pool_size = static_cast<std::size_t>(run_.record.pool_size());
  query.rules = run_.inputs.RulesOrNull();
  query.excluded = ExcludedOfEach(run_.inputs);
  if (has_reused_) {
    const absl::Status updated = UpdateReused(query);
    if (!updated.ok()) return updated;
  }
  if (base_) return SaveReused();
  const std::size_t block_members = run_.block_members();
  const absl::Status saved = run_.writer.SavePoolsBefore(done_, pools_, block_members);
  if (!saved.ok()) return saved;
  const absl::Status made = MakePoolsFrom(done_, query);
  return made.ok() ? run_.writer.SavePoolsBefore(run_.inputs.size(), pools_, block_members) : made;
}

absl::Status PoolStep::UpdateReused(const matching::PoolQuery& query) {
  // Those that are made later are left alone until then.
  for (std::size_t i = done_; i < pools_.size(); ++i) pools_[i].complete = true;
  const std::size_t to_judge = CountJudged();
  run_.TellMembers(kJudging, 0, to_judge);
  const bool whole = matching::UpdatePools(*run_.inputs.snapshot->index, query, run_.needed,
                                           changed_, pools_, run_.parallel, [&](std::size_t made) {
                                             run_.TellMembers(kJudging, made, to_judge);
                                             return !run_.control.Stopped();
                                           });
  return whole ? absl::OkStatus() : run_.Stopped();
}

absl::Status PoolStep::MakePoolsFrom(std::size_t done, const matching::PoolQuery& query) {
  if (done == run_.inputs.size()) return absl::OkStatus();
  std::vector<MemberPosition> targets(run_.inputs.size() - done);
  std::iota(targets.begin(), targets.end(), static_cast<MemberPosition>(done));
  run_.TellMembers(kJudging, done, run_.inputs.size());
  absl::Status saved;
  const bool whole = matching::MakePools(
      *run_.inputs.snapshot->index, query, targets, {}, pools_, run_.parallel,
      [&](std::size_t made) {
        saved = run_.writer.SavePoolsBefore(done + made, pools_, run_.block_members());
        run_.TellMembers(kJudging, done + made, run_.inputs.size());
        return saved.ok() && !run_.control.Stopped();
      });
  if (!saved.ok()) return saved;
  return whole ? absl::OkStatus() : run_.Stopped();
}

// Pools change by what is taken out of them and by what is offered to them; and only
// members that have changed are offered.
void PoolStep::FindTouched() {
  std::vector<bool> is_changed(pools_.size(), false);
  for (const MemberPosition member : changed_) is_changed[member] = true;
  std::vector<bool>& touched = base_->touched;
  for (std::size_t i = 0; i < pools_.size(); ++i) {
    touched[i] = touched[i] || is_changed[i] ||
                 absl::c_any_of(pools_[i].entries, [&](const matching::PoolEntry& entry) {
                   return is_changed[entry.partner];
                 });
  }
}

absl::Status PoolStep::SaveReused() {
  FindTouched();
  const std::size_t block_members = run_.block_members();
  const std::vector<MemberPosition> written = run_.WithTurn(base_->touched);
  const auto layers = PoolLayers(base_->kept.name.generation, base_->kept.stored);
  if (AddLayer(layers, run_.OwnLayer(written.size()), run_.inputs.size(),
               *run_.record.mutable_pool_layers())) {
    return run_.writer.SavePoolsOf(written, pools_, block_members);
  }
  return run_.writer.SavePoolsBefore(run_.inputs.size(), pools_, block_members);
}

}  // namespace counterpoint::service

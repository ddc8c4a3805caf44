#include "service/recommendations/refresh_work.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "service/conversion/timestamp.h"
#include "service/recommendations/exposure_report.h"
#include "service/recommendations/generation_causes.h"
#include "service/recommendations/generation_codec.h"
#include "service/recommendations/generation_layers.h"
#include "service/recommendations/generation_sweep.h"

namespace counterpoint::service {
namespace {

using matching::MemberPosition;
using storage::Collection;
using storage::Write;

constexpr char kWaitingForIndex[] = "waiting for the index";
constexpr char kReading[] = "reading what there was";
constexpr char kJudging[] = "judging";
constexpr char kMakingLists[] = "making lists";
constexpr char kWriting[] = "writing";
constexpr char kMembers[] = "members";

// For how long the moment of a generation is that of the next ones too.
constexpr absl::Duration kSameMoment = absl::Hours(24);
// Where more members have changed than one in so many, all are judged anew.
constexpr std::size_t kMostChangedShare = 4;

absl::Time WholeSecond(absl::Time time) { return absl::FromUnixSeconds(absl::ToUnixSeconds(time)); }

// By position, ascending; empty where nobody is kept apart.
std::vector<std::vector<MemberPosition>> ExcludedOfEach(const RefreshInputs& inputs) {
  std::vector<std::vector<MemberPosition>> excluded;
  if (!inputs.excluded.empty()) excluded.resize(inputs.size());
  for (const auto& [first, second] : inputs.excluded) {
    excluded[first].push_back(second);
    excluded[second].push_back(first);
  }
  for (auto& others : excluded) std::sort(others.begin(), others.end());
  return excluded;
}

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

absl::Time MomentOf(const KeptGeneration& kept) {
  return conversion::ToTime(kept.stored.generation().as_of_time());
}

}  // namespace

RefreshWork::RefreshWork(const Backend& backend, const v1::RefreshRecommendationsRequest& request,
                         OperationControl& control, const matching::ParallelFor& parallel)
    : backend_(backend),
      request_(request),
      control_(control),
      parallel_(parallel),
      alliance_(conversion::ParseAllianceName(request.parent()).value_or("")),
      writer_(backend.store, control, alliance_) {}

absl::Status RefreshWork::Run() {
  const absl::Status ended = MakeGeneration();
  // What is left over does no harm; the next refresh looks again.
  SweepGenerations(backend_.store, alliance_).IgnoreError();
  return ended;
}

absl::Status RefreshWork::MakeGeneration() {
  const absl::Status prepared = Prepare();
  if (!prepared.ok()) return prepared;
  const absl::Status made = MakePools();
  if (!made.ok()) return made;
  const auto lists = MakeLists();
  return lists.ok() ? Finish(*lists) : lists.status();
}

absl::Status RefreshWork::Stopped() const {
  return control_.Stopped() ? absl::CancelledError("nobody waits for it any more")
                            : absl::OkStatus();
}

absl::StatusOr<std::optional<KeptGeneration>> RefreshWork::FindBegun() const {
  const auto view = backend_.store.View();
  auto generations = ReadGenerations(*view, alliance_);
  if (!generations.ok()) return generations.status();
  for (KeptGeneration& kept : *generations) {
    if (kept.IsComplete() || kept.stored.operation() != control_.Name()) continue;
    // One that has kept no block yet tells less than one before it that has.
    const auto first = view->Get(alliance_, Collection::kGenerationBlock,
                                 GenerationPartId(kept.name.generation, GenerationPart::kPools, 0));
    if (first.ok() && !kept.stored.generation().full_reason().empty()) return std::move(kept);
  }
  return std::nullopt;
}

absl::StatusOr<std::optional<KeptGeneration>> RefreshWork::FindNewest() const {
  auto generations = ReadGenerations(*backend_.store.View(), alliance_);
  if (!generations.ok()) return generations.status();
  for (KeptGeneration& kept : *generations) {
    if (kept.IsComplete() && !kept.stored.generation().shadow()) return std::move(kept);
  }
  return std::nullopt;
}

absl::StatusOr<absl::Time> RefreshWork::ChooseMoment(
    const std::optional<KeptGeneration>& begun, const std::optional<KeptGeneration>& newest) const {
  if (begun) return MomentOf(*begun);
  if (request_.has_as_of_time()) return conversion::ToTime(request_.as_of_time());
  const absl::Time now = WholeSecond(backend_.clock());
  if (!newest || request_.full()) return now;
  const absl::Time before = MomentOf(*newest);
  if (now < before || now - before >= kSameMoment) return now;
  const auto runs_out = RunsOutBetween(backend_, alliance_, before, now);
  if (!runs_out.ok()) return runs_out.status();
  return *runs_out ? now : before;
}

absl::Status RefreshWork::ReadInputs(absl::Time as_of) {
  auto inputs = ReadRefreshInputs(backend_, alliance_, request_.policy_proposal(), as_of, control_);
  if (!inputs.ok()) return inputs.status();
  inputs_ = *std::move(inputs);
  const int list_size = request_.list_size() == 0 ? kDefaultListSize : request_.list_size();
  const auto length = static_cast<std::size_t>(list_size);
  needed_ = matching::NeededPool(inputs_.policy, length);
  const std::size_t pool_size = matching::PoolSize(inputs_.policy, length);
  record_ = stored::GenerationRecord();
  record_.set_operation(control_.Name());
  PutFingerprints(inputs_, length, record_);
  record_.set_pool_size(static_cast<int>(pool_size));
  record_.set_block_members(BlockMembers(pool_size));
  v1::Generation& generation = *record_.mutable_generation();
  generation.set_state(v1::Generation::BUILDING);
  generation.set_shadow(IsShadow());
  generation.set_policy_proposal(request_.policy_proposal());
  generation.set_revision(inputs_.revision);
  generation.set_policy_version(inputs_.policy.version);
  *generation.mutable_as_of_time() = conversion::ToTimestamp(as_of);
  generation.set_list_size(list_size);
  generation.set_member_count(static_cast<std::int64_t>(inputs_.size()));
  return absl::OkStatus();
}

absl::Status RefreshWork::Prepare() {
  control_.Tell(kWaitingForIndex);
  const auto begun = FindBegun();
  if (!begun.ok()) return begun.status();
  const auto newest = FindNewest();
  if (!newest.ok()) return newest.status();
  const auto moment = ChooseMoment(*begun, *newest);
  if (!moment.ok()) return moment.status();
  const absl::Status read = ReadInputs(*moment);
  if (!read.ok()) return read;

  if (begun->has_value()) {
    const absl::Status resumed = Resume(**begun);
    if (!absl::IsNotFound(resumed)) return resumed;
  }
  std::string reason;
  if (IsShadow()) {
    reason = "shadows are made anew";
  } else if (request_.full()) {
    reason = "it was asked for";
  } else if (!newest->has_value()) {
    reason = "there was no generation yet";
  } else {
    const auto taken = TakeFrom(**newest);
    if (!taken.ok()) return taken.status();
    if (!taken->has_value()) return BeginGeneration();
    reason = **taken;
    // There is no need to go on with a moment that has passed.
    if (!request_.has_as_of_time() && !begun->has_value()) {
      const absl::Status again = ReadInputs(WholeSecond(backend_.clock()));
      if (!again.ok()) return again;
    }
  }
  record_.mutable_generation()->set_full_reason(reason);
  record_.mutable_generation()->set_judged_count(static_cast<std::int64_t>(inputs_.size()));
  pools_.assign(inputs_.size(), matching::Pool());
  return BeginGeneration();
}

// NOT_FOUND where what had been made is of no use.
absl::Status RefreshWork::Resume(const KeptGeneration& begun) {
  if (WhyNotUsable(begun.stored, record_)) return absl::NotFoundError("");
  const auto view = backend_.store.View();
  const auto members = ReadGenerationMembers(*view, begun);
  if (!members.ok()) return absl::NotFoundError("");
  auto brought = TakePoolSource(*view, backend_.generations.warm_pools(), begun, *members, inputs_);
  if (!brought.ok()) return absl::NotFoundError("");
  record_.mutable_generation()->set_full_reason(begun.stored.generation().full_reason());
  record_.mutable_generation()->set_judged_count(static_cast<std::int64_t>(inputs_.size()));
  pools_ = std::move(brought->pools);
  done_ = brought->done;
  if (!brought->is_untouched) {
    changed_ = std::move(brought->changed);
    has_reused_ = true;
    return BeginGeneration();
  }
  writer_.GoOn(begun, done_);
  return absl::OkStatus();
}

// Why it cannot be used; nothing where it is.
absl::StatusOr<std::optional<std::string>> RefreshWork::TakeFrom(const KeptGeneration& newest) {
  if (auto reason = WhyNotUsable(newest.stored, record_)) return reason;
  control_.Tell(kReading);
  auto lists = backend_.generations.Lists(newest.name);
  const auto view = backend_.store.View();
  std::vector<std::string> read;
  if (!lists.ok()) {
    auto members = ReadGenerationMembers(*view, newest);
    if (!members.ok()) return "the generation before cannot be read";
    read = *std::move(members);
  }
  const std::vector<std::string>& members = lists.ok() ? (*lists)->members() : read;
  auto brought = TakePoolSource(*view, backend_.generations.warm_pools(), newest, members, inputs_);
  if (absl::IsDataLoss(brought.status()) || (brought.ok() && brought->done < inputs_.size())) {
    return "the candidates of the generation before cannot be read";
  }
  if (!brought.ok()) return brought.status();
  const std::size_t changed = brought->changed.size();
  if (kMostChangedShare * changed > inputs_.size()) {
    return absl::StrCat(changed, " of ", inputs_.size(),
                        " members have changed since the generation before");
  }
  pools_ = std::move(brought->pools);
  changed_ = std::move(brought->changed);
  done_ = inputs_.size();
  has_reused_ = true;
  v1::Generation& generation = *record_.mutable_generation();
  generation.set_base(conversion::FormatGenerationName(alliance_, newest.name.generation));
  generation.set_judged_count(static_cast<std::int64_t>(CountJudged()));
  record_.set_turn(newest.stored.turn() + 1);
  if (members == inputs_.members) {
    record_.set_members_of(MembersOf(newest.name.generation, newest.stored));
  }
  base_ = Base{newest, std::nullopt, std::move(brought->touched)};
  if (lists.ok()) base_->lists = FormerLists{*std::move(lists), std::move(brought->positions)};
  return std::nullopt;
}

std::size_t RefreshWork::CountJudged() const {
  std::size_t judged = changed_.size();
  for (std::size_t i = 0; i < pools_.size(); ++i) {
    const bool is_short = !pools_[i].complete && pools_[i].entries.size() < needed_;
    const bool is_changed = std::binary_search(changed_.begin(), changed_.end(), i);
    if (is_short && !is_changed) ++judged;
  }
  return judged;
}

absl::Status RefreshWork::BeginGeneration() {
  const absl::Status begun = writer_.Begin(record_);
  if (!begun.ok()) return begun;
  if (record_.members_of() == 0) {
    const absl::Status members = writer_.Save(PutsOfMembers(writer_.number(), inputs_.members));
    if (!members.ok()) return members;
  }
  return writer_.Save(PutsOfExclusions(writer_.number(), inputs_.excluded));
}

void RefreshWork::TellMembers(const char* phase, std::size_t done) const {
  control_.TellWork(phase, kMembers, static_cast<std::int64_t>(done),
                    static_cast<std::int64_t>(inputs_.size()));
}

absl::Status RefreshWork::MakePools() {
  matching::PoolQuery query;
  query.policy = inputs_.policy;
  query.as_of = inputs_.as_of;
  query.pool_size = static_cast<std::size_t>(record_.pool_size());
  query.rules = inputs_.RulesOrNull();
  query.excluded = ExcludedOfEach(inputs_);
  if (has_reused_) {
    const absl::Status updated = UpdateReused(query);
    if (!updated.ok()) return updated;
  }
  if (base_) return SaveReused();
  const auto block_members = static_cast<std::size_t>(record_.block_members());
  const absl::Status saved = writer_.SavePoolsBefore(done_, pools_, block_members);
  if (!saved.ok()) return saved;
  const absl::Status made = MakePoolsFrom(done_, query);
  return made.ok() ? writer_.SavePoolsBefore(inputs_.size(), pools_, block_members) : made;
}

absl::Status RefreshWork::UpdateReused(const matching::PoolQuery& query) {
  // Those that are made later are left alone until then.
  for (std::size_t i = done_; i < pools_.size(); ++i) pools_[i].complete = true;
  const std::size_t to_judge = CountJudged();
  control_.TellWork(kJudging, kMembers, 0, static_cast<std::int64_t>(to_judge));
  const bool whole = matching::UpdatePools(
      *inputs_.snapshot->index, query, needed_, changed_, pools_, parallel_, [&](std::size_t made) {
        control_.TellWork(kJudging, kMembers, static_cast<std::int64_t>(made),
                          static_cast<std::int64_t>(to_judge));
        return !control_.Stopped();
      });
  return whole ? absl::OkStatus() : Stopped();
}

absl::Status RefreshWork::MakePoolsFrom(std::size_t done, const matching::PoolQuery& query) {
  if (done == inputs_.size()) return absl::OkStatus();
  std::vector<MemberPosition> targets(inputs_.size() - done);
  std::iota(targets.begin(), targets.end(), static_cast<MemberPosition>(done));
  TellMembers(kJudging, done);
  absl::Status saved;
  const bool whole = matching::MakePools(
      *inputs_.snapshot->index, query, targets, {}, pools_, parallel_, [&](std::size_t made) {
        saved = writer_.SavePoolsBefore(done + made, pools_,
                                        static_cast<std::size_t>(record_.block_members()));
        TellMembers(kJudging, done + made);
        return saved.ok() && !control_.Stopped();
      });
  if (!saved.ok()) return saved;
  return whole ? absl::OkStatus() : Stopped();
}

// Pools change by what is taken out of them and by what is offered to them; and only
// members that have changed are offered.
void RefreshWork::FindTouched() {
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

std::vector<MemberPosition> RefreshWork::WithTurn(const std::vector<bool>& members) const {
  std::vector<MemberPosition> positions;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i] || IsItsTurn(inputs_.members[i], record_.turn())) {
      positions.push_back(static_cast<MemberPosition>(i));
    }
  }
  return positions;
}

stored::GenerationLayer RefreshWork::OwnLayer(std::size_t count) const {
  stored::GenerationLayer layer;
  layer.set_generation(writer_.number());
  layer.set_members_of(MembersOf(writer_.number(), record_));
  layer.set_count(static_cast<std::int32_t>(count));
  return layer;
}

absl::Status RefreshWork::SaveReused() {
  FindTouched();
  const auto block_members = static_cast<std::size_t>(record_.block_members());
  const std::vector<MemberPosition> written = WithTurn(base_->touched);
  const auto layers = PoolLayers(base_->kept.name.generation, base_->kept.stored);
  if (AddLayer(layers, OwnLayer(written.size()), inputs_.size(), *record_.mutable_pool_layers())) {
    return writer_.SavePoolsOf(written, pools_, block_members);
  }
  return writer_.SavePoolsBefore(inputs_.size(), pools_, block_members);
}

matching::ListQuery RefreshWork::ListQueryOf() const {
  matching::ListQuery query;
  query.policy = inputs_.policy;
  query.as_of = inputs_.as_of;
  query.list_size = static_cast<std::size_t>(record_.generation().list_size());
  query.rules = inputs_.RulesOrNull();
  query.excluded = ExcludedOfEach(inputs_);
  return query;
}

bool RefreshWork::ListsStay(const matching::ListQuery& query) const {
  return base_ && base_->lists && base_->kept.stored.arrangement() == record_.arrangement() &&
         !matching::SharesExposure(query.policy) && CanTellSpread(query);
}

std::vector<MemberPosition> RefreshWork::ListTargets(const matching::ListQuery& query) const {
  std::vector<char> is_target(pools_.size(), 0);
  if (query.rules != nullptr) {
    // Pins may be anybody: also one who has changed and is in no pool.
    const auto members = inputs_.snapshot->index->All();
    constexpr std::size_t kTask = 1000;
    parallel_(static_cast<int>((members.size() + kTask - 1) / kTask), [&](int task) {
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

UpdatedLists RefreshWork::MakeSomeLists(const matching::ListQuery& query) {
  const std::vector<MemberPosition> targets = ListTargets(query);
  const auto made =
      matching::MakeListsOf(*inputs_.snapshot->index, pools_, targets, query, parallel_);
  UpdatedLists updated = UpdateLists(&*base_->lists, inputs_.members, targets, made, parallel_);
  matching::MadeLists spread;
  spread.before = spread.after = SpreadOfLists(updated.columns, pools_, needed_, query);
  *record_.mutable_generation()->mutable_exposure() = ExposureReportOf(spread);
  return updated;
}

UpdatedLists RefreshWork::MakeAllLists(const matching::ListQuery& query) {
  // What lists that depend on each other are made of is what a full refresh has: the
  // beginnings of pools.
  std::vector<matching::Pool> cut;
  if (matching::SharesExposure(query.policy)) cut = BeginningsOf(pools_, needed_);
  const matching::MadeLists made =
      matching::MakeLists(*inputs_.snapshot->index, cut.empty() ? pools_ : cut, query, parallel_);
  *record_.mutable_generation()->mutable_exposure() = ExposureReportOf(made);
  std::vector<MemberPosition> all(inputs_.size());
  std::iota(all.begin(), all.end(), MemberPosition{0});
  const FormerLists* former = base_ && base_->lists ? &*base_->lists : nullptr;
  return UpdateLists(former, inputs_.members, all, made.lists, parallel_);
}

absl::StatusOr<std::shared_ptr<const StoredLists>> RefreshWork::MakeLists() {
  const absl::Status stopped = Stopped();
  if (!stopped.ok()) return stopped;
  TellMembers(kMakingLists, 0);
  const matching::ListQuery query = ListQueryOf();
  UpdatedLists updated = ListsStay(query) ? MakeSomeLists(query) : MakeAllLists(query);
  v1::Generation& generation = *record_.mutable_generation();
  generation.set_entry_count(static_cast<std::int64_t>(updated.columns.entries.size()));
  generation.set_state(v1::Generation::COMPLETE);
  const auto members = static_cast<int>(inputs_.size());
  record_.set_block_count((members + record_.block_members() - 1) / record_.block_members());
  generation.set_digest(DigestOfAll(updated.digests));
  StoredLists lists({}, inputs_.members, std::move(updated.columns), std::move(updated.digests));
  const absl::Status saved = SaveLists(lists, updated.changed);
  if (!saved.ok()) return saved;
  // Not before all is written that takes long.
  *generation.mutable_complete_time() = conversion::ToTimestamp(backend_.clock());
  const KeptGeneration kept{
      {alliance_, writer_.number()}, record_, writer_.create_revision(), 0, writer_.create_time()};
  return std::make_shared<const StoredLists>(
      std::move(lists).With(MessageOf(kept, IsShadow() ? 0 : writer_.number())));
}

absl::Status RefreshWork::SaveLists(const StoredLists& lists,
                                    const std::vector<MemberPosition>& changed) {
  const auto block_members = static_cast<std::size_t>(record_.block_members());
  const auto progress = [this](std::size_t done) {
    TellMembers(kWriting, done);
    return Stopped();
  };
  bool is_layer = false;
  std::vector<MemberPosition> written;
  if (base_ && base_->lists) {
    std::vector<bool> is_changed(inputs_.size(), false);
    for (const MemberPosition member : changed) is_changed[member] = true;
    written = WithTurn(is_changed);
    is_layer = AddLayer(ListLayers(base_->kept.name.generation, base_->kept.stored),
                        OwnLayer(written.size()), inputs_.size(), *record_.mutable_list_layers());
  }
  const absl::Status saved = is_layer ? writer_.SaveListsOf(written, lists, block_members, progress)
                                      : writer_.SaveLists(lists, block_members, progress);
  if (!saved.ok()) return saved;
  const auto causes = FindCauses(*backend_.store.View(), alliance_, inputs_);
  if (!causes.ok()) return causes.status();
  return writer_.Save(PutsOfCauses(writer_.number(), *causes));
}

absl::Status RefreshWork::Finish(const std::shared_ptr<const StoredLists>& lists) {
  backend_.generations.Prepare(alliance_, writer_.create_revision(), lists);
  for (;;) {
    const auto view = backend_.store.View();
    const auto last = LastPublication(*view, alliance_);
    if (!last.ok()) return last.status();
    const auto generations = ReadGenerations(*view, alliance_);
    if (!generations.ok()) return generations.status();
    std::vector<Write> writes = {PutOf(writer_.number(), record_)};
    // What was current until now is kept too: the step to this one is told by it.
    const int current = last->has_value() ? (*last)->generation() : 0;
    for (const int number : SupersededBy(IsShadow(), *generations, current)) {
      writes.push_back(DeletionOfGeneration(number));
    }
    if (!IsShadow())
      writes.push_back(PutOf(NextPublication(*last, writer_.number(), backend_.clock())));
    const absl::Status ended = control_.Succeed(
        conversion::FormatGenerationName(alliance_, writer_.number()), std::move(writes));
    // Somebody has rolled back, or another one has let the same generations go.
    if (absl::IsAlreadyExists(ended) || absl::IsNotFound(ended)) continue;
    if (ended.ok() && !IsShadow()) {
      backend_.generations.warm_pools().Keep(alliance_, writer_.create_revision(),
                                             std::move(pools_));
    }
    return ended;
  }
}

}  // namespace counterpoint::service

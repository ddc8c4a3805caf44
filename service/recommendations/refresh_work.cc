#include "service/recommendations/refresh_work.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "service/conversion/timestamp.h"
#include "service/recommendations/generation_causes.h"
#include "service/recommendations/generation_codec.h"
#include "service/recommendations/generation_sweep.h"
#include "service/recommendations/list_step.h"

namespace counterpoint::service {
namespace {

using matching::MemberPosition;
using storage::Collection;
using storage::Write;

constexpr char kWaitingForIndex[] = "waiting for the index";
constexpr char kJudging[] = "judging";
constexpr char kMakingLists[] = "making lists";
constexpr char kWriting[] = "writing";
constexpr char kMembers[] = "members";

// For how long the moment of a generation is that of the next ones too.
constexpr absl::Duration kSameMoment = absl::Hours(24);
// Where more members have changed than one in so many, all are judged anew.
constexpr std::size_t kMostChangedShare = 4;
// Records of a commit: some megabytes.
constexpr std::size_t kCommitRecords = 8;

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
      alliance_(conversion::ParseAllianceName(request.parent()).value_or("")) {}

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
  PutFingerprints(inputs_, record_);
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
  auto brought = ReadPoolSource(*backend_.store.View(), begun, inputs_);
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
  number_ = begun.name.generation;
  create_revision_ = begun.create_revision;
  create_time_ = begun.create_time;
  saved_ = done_;
  return absl::OkStatus();
}

// Why it cannot be used; nothing where it is.
absl::StatusOr<std::optional<std::string>> RefreshWork::TakeFrom(const KeptGeneration& newest) {
  if (auto reason = WhyNotUsable(newest.stored, record_)) return reason;
  auto brought = ReadPoolSource(*backend_.store.View(), newest, inputs_);
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
  for (;;) {
    const auto last = LastGenerationNumber(*backend_.store.View(), alliance_);
    if (!last.ok()) return last.status();
    std::vector<Write> writes = {PutOf(*last + 1, record_), PutOfLastNumber(*last + 1)};
    writes.front().precondition = storage::Precondition::MustNotExist();
    const absl::Status begun = control_.Save(std::move(writes));
    // A shadow may be made at the same time.
    if (absl::IsAlreadyExists(begun)) continue;
    if (!begun.ok()) return begun;
    number_ = *last + 1;
    break;
  }
  const auto kept = ReadGeneration(*backend_.store.View(), {alliance_, number_});
  if (!kept.ok()) return kept.status();
  create_revision_ = kept->create_revision;
  create_time_ = kept->create_time;
  const absl::Status members = Save(PutsOfMembers(number_, inputs_.members));
  return members.ok() ? Save(PutsOfExclusions(number_, inputs_.excluded)) : members;
}

absl::Status RefreshWork::Save(std::vector<Write> writes) {
  for (std::size_t from = 0; from < writes.size(); from += kCommitRecords) {
    const std::size_t to = std::min(writes.size(), from + kCommitRecords);
    const auto at = [&](std::size_t i) {
      return std::make_move_iterator(writes.begin() + static_cast<std::ptrdiff_t>(i));
    };
    const absl::Status saved = control_.Save({at(from), at(to)});
    if (!saved.ok()) return saved;
  }
  return absl::OkStatus();
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
  const absl::Status saved = SavePools(done_);
  if (!saved.ok()) return saved;
  const absl::Status made = MakePoolsFrom(done_, query);
  return made.ok() ? SavePools(inputs_.size()) : made;
}

absl::Status RefreshWork::UpdateReused(const matching::PoolQuery& query) {
  // Those that are made later are left alone until then.
  for (std::size_t i = done_; i < pools_.size(); ++i) pools_[i].complete = true;
  const std::size_t to_judge = CountJudged();
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
  const bool whole = matching::MakePools(*inputs_.snapshot->index, query, targets, {}, pools_,
                                         parallel_, [&](std::size_t made) {
                                           saved = SavePools(done + made);
                                           TellMembers(kJudging, done + made);
                                           return saved.ok() && !control_.Stopped();
                                         });
  if (!saved.ok()) return saved;
  return whole ? absl::OkStatus() : Stopped();
}

absl::Status RefreshWork::SavePools(std::size_t made) {
  const auto block_members = static_cast<std::size_t>(record_.block_members());
  std::vector<Write> writes;
  while (saved_ < made) {
    const std::size_t to = std::min(saved_ + block_members, inputs_.size());
    if (to > made) break;
    writes.push_back(
        PutOfPart(number_, GenerationPart::kPools, static_cast<int>(saved_ / block_members),
                  PoolBlockOf(static_cast<std::uint32_t>(saved_),
                              absl::MakeConstSpan(pools_).subspan(saved_, to - saved_))));
    saved_ = to;
    if (writes.size() < kCommitRecords) continue;
    const absl::Status saved = Save(std::exchange(writes, {}));
    if (!saved.ok()) return saved;
  }
  return Save(std::move(writes));
}

void RefreshWork::CutToNeeded() {
  for (matching::Pool& pool : pools_) {
    if (pool.entries.size() <= needed_) continue;
    pool.entries.resize(needed_);
    pool.complete = false;
  }
}

absl::StatusOr<std::shared_ptr<const StoredLists>> RefreshWork::MakeLists() {
  const absl::Status stopped = Stopped();
  if (!stopped.ok()) return stopped;
  TellMembers(kMakingLists, 0);
  v1::Generation& generation = *record_.mutable_generation();
  matching::ListQuery query;
  query.policy = inputs_.policy;
  query.as_of = inputs_.as_of;
  query.list_size = static_cast<std::size_t>(generation.list_size());
  query.rules = inputs_.RulesOrNull();
  query.excluded = ExcludedOfEach(inputs_);
  CutToNeeded();
  const matching::MadeLists made =
      matching::MakeLists(*inputs_.snapshot->index, std::exchange(pools_, {}), query, parallel_);
  ListColumns columns = ColumnsOf(made);
  *generation.mutable_exposure() = ExposureReportOf(made);
  generation.set_entry_count(static_cast<std::int64_t>(columns.entries.size()));
  generation.set_state(v1::Generation::COMPLETE);
  const auto members = static_cast<int>(inputs_.size());
  record_.set_block_count((members + record_.block_members() - 1) / record_.block_members());
  StoredLists lists({}, inputs_.members, std::move(columns.first), std::move(columns.entries),
                    std::move(columns.rules));
  generation.set_digest(DigestOf(lists));
  const absl::Status saved = SaveLists(lists);
  if (!saved.ok()) return saved;
  // Not before all is written that takes long.
  *generation.mutable_complete_time() = conversion::ToTimestamp(backend_.clock());
  const KeptGeneration kept{{alliance_, number_}, record_, create_revision_, 0, create_time_};
  return std::make_shared<const StoredLists>(
      std::move(lists).With(MessageOf(kept, IsShadow() ? 0 : number_)));
}

absl::Status RefreshWork::SaveLists(const StoredLists& lists) {
  const auto members = static_cast<std::uint32_t>(lists.members().size());
  const auto block_members = static_cast<std::uint32_t>(record_.block_members());
  for (std::uint32_t first = 0; first < members; first += block_members) {
    const absl::Status stopped = Stopped();
    if (!stopped.ok()) return stopped;
    TellMembers(kWriting, first);
    const absl::Status saved =
        Save({PutOfPart(number_, GenerationPart::kLists, static_cast<int>(first / block_members),
                        ListBlockOf(lists, first, std::min(block_members, members - first)))});
    if (!saved.ok()) return saved;
  }
  const auto causes = FindCauses(*backend_.store.View(), alliance_, inputs_);
  if (!causes.ok()) return causes.status();
  return Save(PutsOfCauses(number_, *causes));
}

absl::Status RefreshWork::Finish(const std::shared_ptr<const StoredLists>& lists) {
  backend_.generations.Prepare(alliance_, create_revision_, lists);
  for (;;) {
    const auto view = backend_.store.View();
    const auto last = LastPublication(*view, alliance_);
    if (!last.ok()) return last.status();
    const auto generations = ReadGenerations(*view, alliance_);
    if (!generations.ok()) return generations.status();
    std::vector<Write> writes = {PutOf(number_, record_)};
    // What was current until now is kept too: the step to this one is told by it.
    const int current = last->has_value() ? (*last)->generation() : 0;
    for (const int number : SupersededBy(IsShadow(), *generations, current)) {
      writes.push_back(DeletionOfGeneration(number));
    }
    if (!IsShadow()) writes.push_back(PutOf(NextPublication(*last, number_, backend_.clock())));
    const absl::Status ended =
        control_.Succeed(conversion::FormatGenerationName(alliance_, number_), std::move(writes));
    // Somebody has rolled back, or another one has let the same generations go.
    if (!absl::IsAlreadyExists(ended) && !absl::IsNotFound(ended)) return ended;
  }
}

}  // namespace counterpoint::service

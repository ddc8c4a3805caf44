#include "service/recommendations/refresh_work.h"

#include <utility>
#include <vector>

#include "service/conversion/resource_name.h"
#include "service/conversion/timestamp.h"
#include "service/recommendations/generation_codec.h"
#include "service/recommendations/generation_sweep.h"
#include "service/recommendations/list_step.h"

namespace counterpoint::service {
namespace {

using storage::Collection;
using storage::Write;

constexpr char kWaitingForIndex[] = "waiting for the index";

// For how long the moment of a generation is that of the next ones too.
constexpr absl::Duration kSameMoment = absl::Hours(24);

absl::Time WholeSecond(absl::Time time) { return absl::FromUnixSeconds(absl::ToUnixSeconds(time)); }

absl::Time MomentOf(const KeptGeneration& kept) {
  return conversion::ToTime(kept.stored.generation().as_of_time());
}

}  // namespace

absl::Status RefreshWork::Run() {
  const absl::Status ended = MakeGeneration();
  // What is left over does no harm; the next refresh looks again.
  SweepGenerations(run_.backend.store, run_.alliance).IgnoreError();
  return ended;
}

absl::Status RefreshWork::MakeGeneration() {
  const absl::Status prepared = Prepare();
  if (!prepared.ok()) return prepared;
  const absl::Status made = pool_step_.Make();
  if (!made.ok()) return made;
  const auto lists = ListStep(run_, pool_step_.pools(), pool_step_.base()).Make();
  return lists.ok() ? Finish(*lists) : lists.status();
}

absl::StatusOr<std::optional<KeptGeneration>> RefreshWork::FindBegun() const {
  const auto view = run_.backend.store.View();
  auto generations = ReadGenerations(*view, run_.alliance);
  if (!generations.ok()) return generations.status();
  for (KeptGeneration& kept : *generations) {
    if (kept.IsComplete() || kept.stored.operation() != run_.control.Name()) continue;
    // One that has kept no block yet tells less than one before it that has.
    const auto first = view->Get(run_.alliance, Collection::kGenerationBlock,
                                 GenerationPartId(kept.name.generation, GenerationPart::kPools, 0));
    if (first.ok() && !kept.stored.generation().full_reason().empty()) return std::move(kept);
  }
  return std::nullopt;
}

absl::StatusOr<std::optional<KeptGeneration>> RefreshWork::FindNewest() const {
  auto generations = ReadGenerations(*run_.backend.store.View(), run_.alliance);
  if (!generations.ok()) return generations.status();
  for (KeptGeneration& kept : *generations) {
    if (kept.IsComplete() && !kept.stored.generation().shadow()) return std::move(kept);
  }
  return std::nullopt;
}

absl::StatusOr<absl::Time> RefreshWork::ChooseMoment(
    const std::optional<KeptGeneration>& begun, const std::optional<KeptGeneration>& newest) const {
  if (begun) return MomentOf(*begun);
  if (run_.request.has_as_of_time()) return conversion::ToTime(run_.request.as_of_time());
  const absl::Time now = WholeSecond(run_.backend.clock());
  if (!newest || run_.request.full()) return now;
  const absl::Time before = MomentOf(*newest);
  if (now < before || now - before >= kSameMoment) return now;
  const auto runs_out = RunsOutBetween(run_.backend, run_.alliance, before, now);
  if (!runs_out.ok()) return runs_out.status();
  return *runs_out ? now : before;
}

absl::Status RefreshWork::Prepare() {
  run_.control.Tell(kWaitingForIndex);
  const auto begun = FindBegun();
  if (!begun.ok()) return begun.status();
  const auto newest = FindNewest();
  if (!newest.ok()) return newest.status();
  const auto moment = ChooseMoment(*begun, *newest);
  if (!moment.ok()) return moment.status();
  const absl::Status read = run_.ReadInputs(*moment);
  if (!read.ok()) return read;

  if (begun->has_value()) {
    const absl::Status resumed = pool_step_.Resume(**begun);
    if (!absl::IsNotFound(resumed)) return resumed;
  }
  std::string reason;
  if (run_.IsShadow()) {
    reason = "shadows are made anew";
  } else if (run_.request.full()) {
    reason = "it was asked for";
  } else if (!newest->has_value()) {
    reason = "there was no generation yet";
  } else {
    const auto taken = pool_step_.TakeFrom(**newest);
    if (!taken.ok()) return taken.status();
    if (!taken->has_value()) return absl::OkStatus();
    reason = **taken;
    // There is no need to go on with a moment that has passed.
    if (!run_.request.has_as_of_time() && !begun->has_value()) {
      const absl::Status again = run_.ReadInputs(WholeSecond(run_.backend.clock()));
      if (!again.ok()) return again;
    }
  }
  return pool_step_.BeginAnew(reason);
}

absl::Status RefreshWork::Finish(const std::shared_ptr<const StoredLists>& lists) {
  run_.backend.generations.Prepare(run_.alliance, run_.writer.create_revision(), lists);
  for (;;) {
    const auto view = run_.backend.store.View();
    const auto last = LastPublication(*view, run_.alliance);
    if (!last.ok()) return last.status();
    const auto generations = ReadGenerations(*view, run_.alliance);
    if (!generations.ok()) return generations.status();
    std::vector<Write> writes = {PutOf(run_.writer.number(), run_.record)};
    // What was current until now is kept too: the step to this one is told by it.
    const int current = last->has_value() ? (*last)->generation() : 0;
    for (const int number : SupersededBy(run_.IsShadow(), *generations, current)) {
      writes.push_back(DeletionOfGeneration(number));
    }
    if (!run_.IsShadow()) {
      writes.push_back(PutOf(NextPublication(*last, run_.writer.number(), run_.backend.clock())));
    }
    const absl::Status ended = run_.control.Succeed(
        conversion::FormatGenerationName(run_.alliance, run_.writer.number()), std::move(writes));
    // Somebody has rolled back, or another one has let the same generations go.
    if (absl::IsAlreadyExists(ended) || absl::IsNotFound(ended)) continue;
    if (ended.ok() && !run_.IsShadow()) {
      run_.backend.generations.warm_pools().Keep(run_.alliance, run_.writer.create_revision(),
                                                 pool_step_.TakePools());
    }
    return ended;
  }
}

}  // namespace counterpoint::service

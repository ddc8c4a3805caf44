#include "service/rpc/recommendation_writes.h"

#include "absl/strings/str_cat.h"
#include "service/recommendations/generation_store.h"
#include "service/rpc/request_check.h"

namespace counterpoint::service {
namespace {

absl::Status CheckCanBeCurrent(const KeptGeneration& kept, const std::string& name) {
  if (kept.stored.generation().shadow()) {
    return absl::FailedPreconditionError(
        absl::StrCat(name, " is a shadow, which never becomes current"));
  }
  if (!kept.IsComplete()) {
    return absl::FailedPreconditionError(absl::StrCat(name, " is still being made"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Generation> RecommendationWrites::RollBack(
    const v1::RollBackRecommendationsRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  auto name = *conversion::ParseGenerationName(request.generation());
  absl::ReaderMutexLock lock(&backend_.locks.Of(name.alliance));
  for (;;) {
    const auto view = backend_.store.View();
    const auto alliance = FindAlliance(backend_, *view, name.alliance);
    if (!alliance.ok()) return alliance.status();
    const auto last = LastPublication(*view, name.alliance);
    if (!last.ok()) return last.status();
    if (name.generation == 0 && !last->has_value()) return GenerationNotFound(name);
    if (name.generation == 0) name.generation = (*last)->generation();
    const auto kept = ReadGeneration(*view, name);
    if (!kept.ok()) return kept.status();
    const absl::Status can =
        CheckCanBeCurrent(*kept, conversion::FormatGenerationName(name.alliance, name.generation));
    if (!can.ok()) return can;
    if (last->has_value() && (*last)->generation() == name.generation) {
      return MessageOf(*kept, name.generation);
    }
    // A complete generation that is no shadow is deleted in one commit with a new
    // step, so where this step can be taken it is still there.
    storage::CommitRequest commit;
    commit.alliance = name.alliance;
    stored::Publication step = NextPublication(*last, name.generation, backend_.clock());
    step.set_rolled_back(true);
    commit.writes = {PutOf(step)};
    const auto committed = backend_.store.Commit(std::move(commit));
    if (committed.ok()) return MessageOf(*kept, name.generation);
    if (!absl::IsAlreadyExists(committed.status())) return committed.status();
  }
}

}  // namespace counterpoint::service

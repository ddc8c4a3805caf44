#include "matching/learning/cross_fit.h"

#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "matching/features/stable_hash.h"

namespace counterpoint::matching {

std::vector<ShownPair> PairsOf(const std::vector<ShownList>& lists) {
  std::vector<ShownPair> pairs;
  for (const ShownList& list : lists) {
    pairs.insert(pairs.end(), list.pairs.begin(), list.pairs.end());
  }
  return pairs;
}

int FoldOf(absl::string_view key, int folds) {
  return static_cast<int>(StableHash(key) % static_cast<std::uint64_t>(folds));
}

absl::StatusOr<CrossFit> CrossFitAcceptance(const std::vector<ShownList>& lists, int folds,
                                            const LearningOptions& options) {
  CrossFit fit;
  std::vector<std::size_t> size(static_cast<std::size_t>(folds));
  for (const ShownList& list : lists) {
    fit.fold_of_list.push_back(FoldOf(list.key, folds));
    ++size[static_cast<std::size_t>(fit.fold_of_list.back())];
  }
  for (int fold = 0; fold < folds; ++fold) {
    fit.without_fold.emplace_back();
    if (size[static_cast<std::size_t>(fold)] == 0) continue;
    std::vector<ShownPair> others;
    for (std::size_t l = 0; l < lists.size(); ++l) {
      if (fit.fold_of_list[l] == fold) continue;
      others.insert(others.end(), lists[l].pairs.begin(), lists[l].pairs.end());
    }
    if (const absl::Status status = CanLearn(others); !status.ok()) {
      return absl::FailedPreconditionError(
          absl::StrCat("without fold ", fold + 1, " of ", folds, " there are ", status.message()));
    }
    fit.without_fold.back() = LearnAcceptance(others, options);
  }
  return fit;
}

std::vector<Prediction> HeldOutPredictions(const std::vector<ShownList>& lists,
                                           const CrossFit& fit) {
  std::vector<Prediction> predictions;
  for (std::size_t l = 0; l < lists.size(); ++l) {
    const LearntAcceptance& learnt = fit.For(l);
    for (const ShownPair& pair : lists[l].pairs) {
      predictions.push_back({learnt.opened * ExaminationAt(learnt.examination, pair.place) *
                                 AcceptanceProbability(learnt.model, pair.terms),
                             pair.outcome == ShownPair::Outcome::kAccepted});
    }
  }
  return predictions;
}

}  // namespace counterpoint::matching

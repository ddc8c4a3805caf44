// Models that judge nothing that they have learnt from.
//
// The lists are parted into folds; each fold is judged by a model learnt from all
// others. What is said of such models on their folds is said of the way of learning,
// not of how well it remembers.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "matching/learning/acceptance.h"
#include "matching/learning/calibration.h"

namespace counterpoint::matching {

// A list as it was shown. Lists of one key go together: they are in one fold, and a
// resample has all of them or none. The member that was shown the list is a good
// one, as what one member accepts once it is likely to accept again.
struct ShownList {
  std::string key;
  std::vector<ShownPair> pairs;  // Each at another place.
};

// All pairs in order.
std::vector<ShownPair> PairsOf(const std::vector<ShownList>& lists);

// From 0 to below `folds`: the same for a key on every machine, whatever other keys
// there are.
int FoldOf(absl::string_view key, int folds);

struct CrossFit {
  std::vector<int> fold_of_list;
  std::vector<LearntAcceptance> without_fold;  // Learnt from the lists of all others.

  const LearntAcceptance& For(std::size_t list) const {
    return without_fold[static_cast<std::size_t>(fold_of_list[list])];
  }
};

// FAILED_PRECONDITION where what is left without some fold CanLearn() not; folds
// without lists don't matter. REQUIRES: folds >= 2.
absl::StatusOr<CrossFit> CrossFitAcceptance(const std::vector<ShownList>& lists, int folds,
                                            const LearningOptions& options);

// For each pair in order how likely it was to be accepted where it stood, looking at
// it included, and whether it was.
std::vector<Prediction> HeldOutPredictions(const std::vector<ShownList>& lists,
                                           const CrossFit& fit);

}  // namespace counterpoint::matching

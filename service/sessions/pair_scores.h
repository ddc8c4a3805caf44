// The mutual scores of the participants of a session.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "absl/time/time.h"
#include "matching/features/member_features.h"
#include "matching/index/member_index.h"
#include "matching/parallel.h"
#include "matching/policy/policy.h"

namespace counterpoint::service {

// A symmetric table of scores, 0 where nothing else was said. Positions are those
// of participants.
class PairScores {
 public:
  explicit PairScores(std::size_t participants)
      : participants_(participants), scores_(participants * participants, 0) {}

  std::size_t participants() const { return participants_; }
  double Of(std::size_t a, std::size_t b) const { return scores_[a * participants_ + b]; }
  void Set(std::size_t a, std::size_t b, double score) {
    scores_[a * participants_ + b] = score;
    scores_[b * participants_ + a] = score;
  }

 private:
  std::size_t participants_;
  std::vector<double> scores_;
};

// The score of every two members as lists have it, but that it has no direction:
// what popularity and closeness add is the mean of what either side's list shows.
// States, capacities, past partnerships and the floor keep nobody out, hard rules
// of listings do (0). Of the index only model and partnerships count; a member may
// be null, and then has no scores. Costs about a scan of the members for each of
// them. Equal input gives equal scores on any number of threads. Once `stop` says
// so, which is asked for every member, all is left at 0.
// REQUIRES: each id once.
PairScores JudgePairs(const matching::MemberIndex& index,
                      const std::vector<std::shared_ptr<const matching::MemberFeatures>>& members,
                      const matching::Policy& policy, absl::Time as_of,
                      const matching::ParallelFor& parallel, const std::function<bool()>& stop);

}  // namespace counterpoint::service

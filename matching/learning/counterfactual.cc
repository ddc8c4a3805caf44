#include "matching/learning/counterfactual.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>

#include "absl/strings/string_view.h"
#include "matching/planning/split_mix.h"

namespace counterpoint::matching {
namespace {

// Sums over some lists.
struct Brought {
  double present = 0;
  double candidate = 0;
  double lists = 0;

  void Add(const Brought& other) {
    present += other.present;
    candidate += other.candidate;
    lists += other.lists;
  }
};

// By pair the place at which the candidate would have shown it.
std::vector<int> NewPlaces(const JudgedList& list) {
  const std::vector<ShownPair>& pairs = list.shown.pairs;
  std::vector<std::size_t> as_shown(pairs.size());
  std::iota(as_shown.begin(), as_shown.end(), std::size_t{0});
  std::stable_sort(as_shown.begin(), as_shown.end(),
                   [&](std::size_t a, std::size_t b) { return pairs[a].place < pairs[b].place; });
  std::vector<std::size_t> preferred = as_shown;
  std::stable_sort(preferred.begin(), preferred.end(), [&](std::size_t a, std::size_t b) {
    return list.preference[a] > list.preference[b];
  });
  std::vector<int> places(pairs.size());
  for (std::size_t k = 0; k < pairs.size(); ++k) places[preferred[k]] = pairs[as_shown[k]].place;
  return places;
}

Brought Judge(const JudgedList& list, double most_weight, OfflineGain& gain) {
  Brought brought{0, 0, 1};
  const std::vector<int> places = NewPlaces(list);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const ShownPair& pair = list.shown.pairs[i];
    if (pair.outcome != ShownPair::Outcome::kAccepted) continue;
    const double weight =
        ExaminationAt(list.examination, places[i]) / ExaminationAt(list.examination, pair.place);
    ++gain.accepted;
    if (weight > most_weight) ++gain.clipped;
    ++brought.present;
    brought.candidate += std::min(weight, most_weight);
  }
  return brought;
}

// The 2.5th and 97.5th percentile.
Interval Middle95(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto last = static_cast<double>(values.size() - 1);
  return {values[static_cast<std::size_t>(std::floor(0.025 * last))],
          values[static_cast<std::size_t>(std::ceil(0.975 * last))]};
}

}  // namespace

OfflineGain EstimateGain(const std::vector<JudgedList>& lists, const GainOptions& options) {
  OfflineGain gain;
  gain.lists = lists.size();
  if (lists.empty()) return gain;
  std::map<absl::string_view, Brought> by_key;
  Brought all;
  for (const JudgedList& list : lists) {
    const Brought brought = Judge(list, options.most_weight, gain);
    by_key[list.shown.key].Add(brought);
    all.Add(brought);
  }
  gain.present.value = all.present / all.lists;
  gain.candidate.value = all.candidate / all.lists;
  gain.difference.value = (all.candidate - all.present) / all.lists;

  std::vector<Brought> keys;
  for (const auto& [key, brought] : by_key) keys.push_back(brought);
  SplitMix random(options.seed);
  std::vector<double> present;
  std::vector<double> candidate;
  std::vector<double> difference;
  for (int i = 0; i < options.resamples; ++i) {
    Brought drawn;
    for (std::size_t k = 0; k < keys.size(); ++k) {
      drawn.Add(keys[static_cast<std::size_t>(random.Below(static_cast<int>(keys.size())))]);
    }
    present.push_back(drawn.present / drawn.lists);
    candidate.push_back(drawn.candidate / drawn.lists);
    difference.push_back((drawn.candidate - drawn.present) / drawn.lists);
  }
  gain.present.interval = Middle95(std::move(present));
  gain.candidate.interval = Middle95(std::move(candidate));
  gain.difference.interval = Middle95(std::move(difference));
  return gain;
}

OfflineGain EstimateGain(const std::vector<ShownList>& lists, const CrossFit& fit,
                         const GainOptions& options) {
  std::vector<JudgedList> judged;
  for (std::size_t l = 0; l < lists.size(); ++l) {
    const LearntAcceptance& learnt = fit.For(l);
    std::vector<double> preference;
    for (const ShownPair& pair : lists[l].pairs) {
      preference.push_back(AcceptanceProbability(learnt.model, pair.terms));
    }
    judged.push_back({lists[l], std::move(preference), learnt.examination});
  }
  return EstimateGain(judged, options);
}

}  // namespace counterpoint::matching

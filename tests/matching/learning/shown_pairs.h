// Lists of suggestions as members with known preferences would answer them.
#pragma once

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "matching/learning/acceptance.h"

namespace counterpoint::matching {

// What is to be learnt.
struct KnownPreferences {
  AcceptanceModel model;
  double eta = 1;    // A place k is looked at with probability 1 / k^eta.
  double trace = 0;  // Of looks without acceptance.

  double Examination(int place) const { return std::pow(place, -eta); }
};

// Two terms decide, one does not, and one is always the same.
inline KnownPreferences ThreeTerms() {
  KnownPreferences known;
  known.model.intercept = -2;
  known.model.weights[static_cast<std::size_t>(EvidenceTerm::kTopics)] = 6;
  known.model.weights[static_cast<std::size_t>(EvidenceTerm::kRegion)] = -10;
  return known;
}

class Alliance {
 public:
  Alliance(KnownPreferences known, unsigned seed) : known_(std::move(known)), random_(seed) {}

  ShownPair Pair() {
    ShownPair pair;
    const auto at = [&](EvidenceTerm term) -> double& {
      return pair.terms[static_cast<std::size_t>(term)];
    };
    at(EvidenceTerm::kTopics) = 0.5 * Uniform();
    at(EvidenceTerm::kRegion) = 0.2 * Uniform();
    at(EvidenceTerm::kBudget) = 0.1 * Uniform();
    at(EvidenceTerm::kFreshness) = 0.03;
    return pair;
  }

  // In the order in which they are to be shown.
  void Show(std::vector<ShownPair>& list) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      ShownPair& pair = list[i];
      pair.place = static_cast<int>(i) + 1;
      pair.outcome = ShownPair::Outcome::kNothing;
      if (Uniform() >= known_.Examination(pair.place)) continue;
      if (Uniform() < AcceptanceProbability(known_.model, pair.terms)) {
        pair.outcome = ShownPair::Outcome::kAccepted;
      } else if (Uniform() < known_.trace) {
        pair.outcome = Uniform() < 0.5 ? ShownPair::Outcome::kSeen : ShownPair::Outcome::kDeclined;
      }
    }
  }

  // Pairs of lists of `places`. With `by_topics` those that share most topics
  // come first, so that place and terms go together.
  std::vector<ShownPair> ShowLists(int lists, int places, bool by_topics) {
    std::vector<ShownPair> shown;
    for (int i = 0; i < lists; ++i) {
      std::vector<ShownPair> list;
      for (int k = 0; k < places; ++k) list.push_back(Pair());
      if (by_topics) {
        std::sort(list.begin(), list.end(), [](const ShownPair& a, const ShownPair& b) {
          constexpr auto kTopics = static_cast<std::size_t>(EvidenceTerm::kTopics);
          return a.terms[kTopics] > b.terms[kTopics];
        });
      }
      Show(list);
      shown.insert(shown.end(), list.begin(), list.end());
    }
    return shown;
  }

  double Uniform() { return std::uniform_real_distribution<double>()(random_); }

 private:
  const KnownPreferences known_;
  std::mt19937_64 random_;
};

}  // namespace counterpoint::matching

#include "tests/evaluation/acceptance_simulation.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <set>
#include <utility>

#include "matching/score/score_terms.h"

namespace counterpoint::evaluation {
namespace {

using matching::EvidenceTerm;
using Outcome = matching::ShownPair::Outcome;

// Of a pair whose terms are average.
constexpr double kMeanLogit = -2;

std::vector<AlliancePair> AllPairs(const SampleMembers& sample, const matching::Policy& policy) {
  const matching::Policy scaled = Scaled(policy);
  const matching::TextModel& model = *sample.index->model();
  std::vector<matching::WeighedMember> weighed;
  for (const auto& member : sample.members) weighed.emplace_back(model, *member);
  std::vector<AlliancePair> pairs;
  for (std::size_t a = 0; a < weighed.size(); ++a) {
    const matching::Connections connections(sample.index->partnerships(), sample.members[a]->id);
    const std::size_t first = pairs.size();
    for (std::size_t b = 0; b < weighed.size(); ++b) {
      const auto node = connections.graph().NodeOf(sample.members[b]->id);
      if (a == b || connections.IsPartner(node)) continue;
      AlliancePair pair{
          a, b, 0,
          matching::TermsOf(model, weighed[a], weighed[b], scaled, sample.as_of, connections)};
      pair.score = std::accumulate(pair.terms.begin(), pair.terms.end(), 0.0);
      if (pair.score > policy.floor) pairs.push_back(pair);
    }
    std::stable_sort(
        pairs.begin() + static_cast<std::ptrdiff_t>(first), pairs.end(),
        [](const AlliancePair& x, const AlliancePair& y) { return x.score > y.score; });
  }
  return pairs;
}

// Sets spreads, and the truth in the units of the terms.
void SetTruth(Simulation& simulation) {
  const auto count = static_cast<double>(simulation.pairs.size());
  simulation.spreads.resize(matching::kEvidenceTerms);
  simulation.truth.intercept = kMeanLogit;
  for (std::size_t t = 0; t < simulation.spreads.size(); ++t) {
    double mean = 0;
    double square = 0;
    for (const AlliancePair& pair : simulation.pairs) mean += pair.terms[t] / count;
    for (const AlliancePair& pair : simulation.pairs) square += std::pow(pair.terms[t] - mean, 2);
    const double spread = std::sqrt(square / count);
    simulation.spreads[t] = spread;
    if (spread <= 1e-9) continue;
    simulation.truth.weights[t] = KnownWeights()[t] / spread;
    simulation.truth.intercept -= simulation.truth.weights[t] * mean;
  }
}

// Shows lists and keeps what came of them.
class Rounds {
 public:
  Rounds(const SampleMembers& sample, const SimulationOptions& options, Simulation& simulation)
      : sample_(sample), options_(options), simulation_(simulation), random_(options.seed) {
    for (int place = 1; place <= options.places; ++place) {
      simulation.examination.push_back(std::pow(place, -options.eta));
    }
  }

  void ShowAll() {
    auto pair = simulation_.pairs.begin();
    while (pair != simulation_.pairs.end()) {
      const std::size_t member = pair->member;
      matching::ShownList list{sample_.members[member]->id, {}};
      const bool opened = Happens(options_.opened);
      for (; pair != simulation_.pairs.end() && pair->member == member; ++pair) {
        const auto two = std::minmax(pair->member, pair->partner);
        if (static_cast<int>(list.pairs.size()) == options_.places || decided_.contains(two)) {
          continue;
        }
        const int place = static_cast<int>(list.pairs.size()) + 1;
        list.pairs.push_back(
            {pair->terms, place, opened ? Answer(pair->terms, place) : Outcome::kNothing});
        const Outcome outcome = list.pairs.back().outcome;
        if (outcome == Outcome::kAccepted || outcome == Outcome::kDeclined) decided_.insert(two);
      }
      if (!list.pairs.empty()) simulation_.lists.push_back(std::move(list));
    }
  }

 private:
  Outcome Answer(const matching::PairTerms& terms, int place) {
    if (!Happens(simulation_.examination[static_cast<std::size_t>(place) - 1])) {
      return Outcome::kNothing;
    }
    if (Happens(AcceptanceProbability(simulation_.truth, terms))) return Outcome::kAccepted;
    if (!Happens(options_.trace)) return Outcome::kNothing;
    return Happens(0.5) ? Outcome::kDeclined : Outcome::kSeen;
  }

  bool Happens(double probability) {
    return static_cast<double>(random_() >> 11) * 0x1p-53 < probability;
  }

  const SampleMembers& sample_;
  const SimulationOptions& options_;
  Simulation& simulation_;
  std::mt19937_64 random_;
  std::set<std::pair<std::size_t, std::size_t>> decided_;  // The smaller first.
};

}  // namespace

const std::vector<double>& KnownWeights() {
  static const auto* weights = [] {
    auto* made = new std::vector<double>(matching::kEvidenceTerms);
    const auto set = [&](EvidenceTerm term, double weight) {
      (*made)[static_cast<std::size_t>(term)] = weight;
    };
    set(EvidenceTerm::kTopics, 0.7);
    set(EvidenceTerm::kWords, 0.4);
    set(EvidenceTerm::kCooperationMode, 0.3);
    set(EvidenceTerm::kWantedKind, 0.1);
    set(EvidenceTerm::kRegion, 0.6);
    set(EvidenceTerm::kTiming, -0.1);
    set(EvidenceTerm::kBudget, 0.5);
    set(EvidenceTerm::kPreference, 0.2);
    set(EvidenceTerm::kCredentials, 0.8);
    set(EvidenceTerm::kFreshness, -0.3);
    set(EvidenceTerm::kPopularity, -0.5);
    set(EvidenceTerm::kCloseness, 0.25);
    return made;
  }();
  return *weights;
}

Simulation Simulate(const SampleMembers& sample, const matching::Policy& policy,
                    const SimulationOptions& options) {
  Simulation simulation;
  simulation.pairs = AllPairs(sample, policy);
  SetTruth(simulation);
  Rounds rounds(sample, options, simulation);
  for (int round = 0; round < options.rounds; ++round) rounds.ShowAll();
  return simulation;
}

}  // namespace counterpoint::evaluation

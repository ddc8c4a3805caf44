// How an alliance weighs what makes a match. matching/README.md has the
// formula with the names used here.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "matching/policy/evidence_term.h"
#include "matching/profile/vocabulary.h"

namespace counterpoint::matching {

// Shares of the parts of the similarity of two texts. Scaled, for each pair of
// texts, to a sum of 1 over the parts that can be judged. Topics and words
// divide their common share by how much the two texts say in each.
struct TextWeights {
  double topics = 0.25;
  double words = 0.45;
  double latent = 0.30;
  double embedding = 0.60;
};

// Shares of what makes an offer fit a need. Scaled to a sum of 1.
struct FitWeights {
  double text = 0.60;
  double cooperation_mode = 0.12;
  double wanted_kind = 0.08;
  double region = 0.06;
  double timing = 0.04;
  double budget = 0.05;
  double preference = 0.05;
};

// Shares of what makes a member a good partner. Scaled to a sum of 1.
struct GainWeights {
  double fit = 0.75;
  double kind_affinity = 0.12;
  double credentials = 0.08;
  double freshness = 0.05;
};

// Shares of what past partnerships say in the score of a pair; their sum is
// less than 1, and the rest is the share of the profiles.
struct NetworkWeights {
  double popularity = 0.05;
  double closeness = 0.10;
};

enum class Reciprocity : std::uint8_t {
  kHarmonicMean = 1,
  kGeometricMean = 2,
  kArithmeticMean = 3,
  kMinimum = 4,
};

// [who seeks][who is found], 0 to 1.
using KindAffinities = std::array<std::array<double, kMemberKinds>, kMemberKinds>;
KindAffinities DefaultKindAffinities();

// How often a member may be shown. Counts for stored lists, which are made
// together; lists that are made for one call do not know of each other.
struct ExposurePolicy {
  // Stored lists that a member may stand in at most; 0: no limit.
  int cap = 0;
  // Whether lists are evened out below the cap too.
  bool congestion = false;
  // Share of the total score of all lists that may be given up for it.
  double max_loss = 0.05;
};

// A logistic regression on the terms of the score: the probability that both
// sides accept is 1 / (1 + exp(-(intercept + sum of weight x contribution))).
struct AcceptanceModel {
  double intercept = 0;
  std::array<double, kEvidenceTerms> weights{};  // By EvidenceTerm.
};

struct Policy {
  std::int64_t version = 0;
  TextWeights text;
  FitWeights fit;
  GainWeights gain;
  KindAffinities kind_affinities = DefaultKindAffinities();
  Reciprocity reciprocity = Reciprocity::kHarmonicMean;
  double floor = 0.05;
  double diversity = 0;
  NetworkWeights network;
  ExposurePolicy exposure;
  // Where set, lists are ordered by it: the best 200 by score, the most probable
  // first.
  std::optional<AcceptanceModel> acceptance;
};

// The policy with the weights of `fit` and `gain` scaled to a sum of 1; a
// group whose weights are all 0 gets its first weight alone.
Policy Scaled(Policy policy);

}  // namespace counterpoint::matching

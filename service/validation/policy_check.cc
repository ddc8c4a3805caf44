#include "service/validation/policy_check.h"

#include <cmath>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "matching/policy/policy.h"
#include "service/validation/enum_check.h"
#include "service/validation/list_check.h"
#include "service/validation/number_check.h"

namespace counterpoint::validation {
namespace {

constexpr int kMostExposure = 1'000'000;

void CheckTextWeights(const FieldPath& path, const v1::TextWeights& weights,
                      Violations& violations) {
  CheckWeight(path.Field("topics"), weights.topics(), violations);
  CheckWeight(path.Field("words"), weights.words(), violations);
  CheckWeight(path.Field("latent"), weights.latent(), violations);
  CheckWeight(path.Field("embedding"), weights.embedding(), violations);
}

void CheckFitWeights(const FieldPath& path, const v1::FitWeights& weights, Violations& violations) {
  CheckWeight(path.Field("text"), weights.text(), violations);
  CheckWeight(path.Field("cooperation_mode"), weights.cooperation_mode(), violations);
  CheckWeight(path.Field("wanted_kind"), weights.wanted_kind(), violations);
  CheckWeight(path.Field("region"), weights.region(), violations);
  CheckWeight(path.Field("timing"), weights.timing(), violations);
  CheckWeight(path.Field("budget"), weights.budget(), violations);
  CheckWeight(path.Field("preference"), weights.preference(), violations);
}

void CheckGainWeights(const FieldPath& path, const v1::GainWeights& weights,
                      Violations& violations) {
  CheckWeight(path.Field("fit"), weights.fit(), violations);
  CheckWeight(path.Field("kind_affinity"), weights.kind_affinity(), violations);
  CheckWeight(path.Field("credentials"), weights.credentials(), violations);
  CheckWeight(path.Field("freshness"), weights.freshness(), violations);
}

void CheckNetworkWeights(const FieldPath& path, const v1::NetworkWeights& weights,
                         Violations& violations) {
  CheckShare(path.Field("popularity"), weights.popularity(), violations);
  CheckShare(path.Field("closeness"), weights.closeness(), violations);
  const matching::NetworkWeights defaults;
  const double sum = (weights.has_popularity() ? weights.popularity() : defaults.popularity) +
                     (weights.has_closeness() ? weights.closeness() : defaults.closeness);
  if (sum >= 1) {
    violations.Add(
        path, absl::StrCat("popularity and closeness, with defaults ", defaults.popularity, " and ",
                           defaults.closeness, ", must sum to less than 1"));
  }
}

void CheckExposure(const FieldPath& path, const v1::ExposurePolicy& exposure,
                   Violations& violations) {
  if (exposure.cap() < 0 || exposure.cap() > kMostExposure) {
    violations.Add(path.Field("cap"), absl::StrCat("must be 0 to ", kMostExposure));
  }
  CheckShare(path.Field("max_loss"), exposure.max_loss(), violations);
}

void CheckFinite(const FieldPath& path, double value, Violations& violations) {
  if (!std::isfinite(value)) violations.Add(path, "must be a finite number");
}

void CheckAcceptance(const FieldPath& path, const v1::AcceptanceModel& model,
                     Violations& violations) {
  const auto& terms = *v1::Evidence::Term_descriptor();
  CheckFinite(path.Field("intercept"), model.intercept(), violations);
  if (!CheckLength(path.Field("weights"), model.weights_size(), terms.value_count(), violations)) {
    return;
  }
  absl::flat_hash_map<int, int> seen;
  for (int i = 0; i < model.weights_size(); ++i) {
    const FieldPath at = path.Item("weights", i);
    const v1::AcceptanceModel::TermWeight& weight = model.weights(i);
    CheckEnum(at.Field("term"), weight.term(), terms, Presence::kRequired, violations);
    if (weight.term() == v1::Evidence::CONFIDENTIAL) {
      violations.Add(at.Field("term"), "is CONFIDENTIAL, of which no score is made");
    }
    CheckFinite(at.Field("weight"), weight.weight(), violations);
    const auto [earlier, is_new] = seen.try_emplace(weight.term(), i);
    if (!is_new) {
      violations.Add(at, absl::StrCat("has the same term as weights[", earlier->second, "]"));
    }
  }
}

void CheckAffinities(const FieldPath& path, const v1::Policy& policy, Violations& violations) {
  const auto& kinds = *v1::MemberKind_descriptor();
  const int most = kinds.value_count() * kinds.value_count();
  if (!CheckLength(path.Field("kind_affinities"), policy.kind_affinities_size(), most,
                   violations)) {
    return;
  }
  absl::flat_hash_map<std::pair<int, int>, int> seen;
  for (int i = 0; i < policy.kind_affinities_size(); ++i) {
    const FieldPath at = path.Item("kind_affinities", i);
    const v1::KindAffinity& pair = policy.kind_affinities(i);
    CheckEnum(at.Field("kind"), pair.kind(), kinds, Presence::kRequired, violations);
    CheckEnum(at.Field("partner_kind"), pair.partner_kind(), kinds, Presence::kRequired,
              violations);
    CheckShare(at.Field("affinity"), pair.affinity(), violations);
    const auto [earlier, is_new] =
        seen.try_emplace(std::pair<int, int>(pair.kind(), pair.partner_kind()), i);
    if (!is_new) {
      violations.Add(
          at, absl::StrCat("has the same pair of kinds as kind_affinities[", earlier->second, "]"));
    }
  }
}

}  // namespace

void CheckPolicy(const FieldPath& path, const v1::Policy& policy, Violations& violations) {
  CheckTextWeights(path.Field("text"), policy.text(), violations);
  CheckFitWeights(path.Field("fit"), policy.fit(), violations);
  CheckGainWeights(path.Field("gain"), policy.gain(), violations);
  CheckNetworkWeights(path.Field("network"), policy.network(), violations);
  CheckAffinities(path, policy, violations);
  CheckEnum(path.Field("reciprocity"), policy.reciprocity(), *v1::Reciprocity_descriptor(),
            Presence::kOptional, violations);
  CheckShare(path.Field("floor"), policy.floor(), violations);
  CheckShare(path.Field("diversity"), policy.diversity(), violations);
  CheckExposure(path.Field("exposure"), policy.exposure(), violations);
  if (policy.has_acceptance()) {
    CheckAcceptance(path.Field("acceptance"), policy.acceptance(), violations);
  }
}

}  // namespace counterpoint::validation

#include "service/learning/proposal_making.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "matching/learning/calibration.h"
#include "matching/learning/counterfactual.h"
#include "matching/learning/cross_fit.h"
#include "service/conversion/policy.h"

namespace counterpoint::service {
namespace {

constexpr int kFolds = 5;
// Fewer make weights that the penalty decides: ten for each of some ten terms.
constexpr int kManyAccepted = 100;
constexpr double kMuchCalibrationError = 0.05;

absl::Status CheckEnough(const LearningData& data) {
  const std::int64_t others = data.shown - data.accepted;
  if (data.accepted >= kLeastAccepted && others >= kLeastNotAccepted) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      data.accepted, " accepted suggestions of stored lists and ", others,
      " others are recorded, and at least ", kLeastAccepted, " and ", kLeastNotAccepted,
      " are needed: record what becomes of suggestions with the attribution_token of the stored "
      "list that they came from"));
}

v1::Estimate MessageOf(const matching::Estimate& estimate) {
  v1::Estimate message;
  message.set_value(estimate.value);
  message.set_low(estimate.interval.low);
  message.set_high(estimate.interval.high);
  return message;
}

// What ordering whole lists by the model of their fold would have brought.
matching::OfflineGain GainOf(const LearningData& data, const matching::CrossFit& fit) {
  std::vector<matching::JudgedList> judged;
  for (std::size_t i = 0; i < data.lists.size(); ++i) {
    if (!data.whole[i]) continue;
    const matching::LearntAcceptance& learnt = fit.For(i);
    std::vector<double> preference;
    for (const matching::ShownPair& pair : data.lists[i].pairs) {
      preference.push_back(matching::AcceptanceProbability(learnt.model, pair.terms));
    }
    judged.push_back({data.lists[i], std::move(preference), learnt.examination});
  }
  return matching::EstimateGain(judged, {});
}

void FillCalibration(const LearningData& data, const matching::CrossFit& fit,
                     v1::PolicyProposal& proposal) {
  const matching::Calibration calibration =
      matching::Calibrate(matching::HeldOutPredictions(data.lists, fit));
  for (const matching::CalibrationBin& bin : calibration.bins) {
    v1::PolicyProposal::CalibrationBin& said = *proposal.add_calibration();
    said.set_mean_predicted(bin.predicted);
    *said.mutable_observed() = MessageOf({bin.observed, bin.interval});
    said.set_count(bin.count);
  }
  proposal.set_calibration_error(calibration.expected_error);
  proposal.set_log_loss(calibration.log_loss);
}

void FillCautions(const matching::LearntAcceptance& learnt, v1::PolicyProposal& proposal) {
  const auto caution = [&](bool holds, v1::PolicyProposal::Caution of) {
    if (holds) proposal.add_cautions(of);
  };
  const v1::Estimate& gain = proposal.gain();
  caution(proposal.accepted_count() < kManyAccepted, v1::PolicyProposal::FEW_ACCEPTED);
  caution(gain.low() <= 0 && gain.high() >= 0, v1::PolicyProposal::GAIN_UNCERTAIN);
  caution(gain.high() < 0, v1::PolicyProposal::PRESENT_ORDER_BETTER);
  caution(proposal.calibration_error() > kMuchCalibrationError,
          v1::PolicyProposal::ROUGH_PROBABILITIES);
  caution(!learnt.converged, v1::PolicyProposal::NOT_SETTLED);
}

}  // namespace

absl::StatusOr<v1::PolicyProposal> MakeProposal(const matching::Policy& present,
                                                const LearningData& data, double regularisation) {
  const absl::Status enough = CheckEnough(data);
  if (!enough.ok()) return enough;
  matching::LearningOptions options;
  options.regularisation = regularisation;
  const auto fit = matching::CrossFitAcceptance(data.lists, kFolds, options);
  if (!fit.ok()) return fit.status();
  const matching::LearntAcceptance learnt =
      matching::LearnAcceptance(matching::PairsOf(data.lists), options);

  v1::PolicyProposal proposal;
  proposal.set_state(v1::PolicyProposal::PROPOSED);
  matching::Policy policy = present;
  policy.acceptance = learnt.model;
  *proposal.mutable_policy() = conversion::MessageOf(policy);
  proposal.set_base_policy_version(present.version);
  proposal.set_shown_count(data.shown);
  proposal.set_accepted_count(data.accepted);
  proposal.set_declined_count(data.declined);
  proposal.set_list_count(static_cast<std::int64_t>(data.lists.size()));
  const matching::OfflineGain gain = GainOf(data, *fit);
  *proposal.mutable_present_value() = MessageOf(gain.present);
  *proposal.mutable_proposed_value() = MessageOf(gain.candidate);
  *proposal.mutable_gain() = MessageOf(gain.difference);
  FillCalibration(data, *fit, proposal);
  for (std::size_t place = 0; place < learnt.examination.size(); ++place) {
    v1::PolicyProposal::PlaceExamination& said = *proposal.add_examinations();
    said.set_place(static_cast<std::int32_t>(place) + 1);
    said.set_examination(learnt.examination[place]);
  }
  FillCautions(learnt, proposal);
  return proposal;
}

}  // namespace counterpoint::service

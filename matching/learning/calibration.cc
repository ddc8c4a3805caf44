#include "matching/learning/calibration.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace counterpoint::matching {
namespace {

// A probability that is off by less than doubles tell from 0 and 1 is not infinitely
// wrong.
constexpr double kLeastProbability = 1e-15;

CalibrationBin MakeBin(const Prediction* begin, const Prediction* end) {
  CalibrationBin bin;
  bin.least = begin->probability;
  bin.most = (end - 1)->probability;
  bin.count = end - begin;
  std::int64_t happened = 0;
  for (const Prediction* p = begin; p != end; ++p) {
    bin.predicted += p->probability;
    happened += p->happened ? 1 : 0;
  }
  bin.predicted /= static_cast<double>(bin.count);
  bin.observed = static_cast<double>(happened) / static_cast<double>(bin.count);
  bin.interval = ProportionInterval(happened, bin.count);
  return bin;
}

}  // namespace

Calibration Calibrate(std::vector<Prediction> predictions, int bins) {
  Calibration calibration;
  std::sort(predictions.begin(), predictions.end(), [](const Prediction& a, const Prediction& b) {
    if (a.probability != b.probability) return a.probability < b.probability;
    return a.happened < b.happened;
  });
  const std::size_t count = predictions.size();
  std::size_t begin = 0;
  for (int b = 1; b <= bins && begin < count; ++b) {
    std::size_t end = count * static_cast<std::size_t>(b) / static_cast<std::size_t>(bins);
    if (end <= begin) continue;
    while (end < count && predictions[end].probability == predictions[end - 1].probability) ++end;
    calibration.bins.push_back(MakeBin(&predictions[begin], predictions.data() + end));
    begin = end;
  }
  const auto total = static_cast<double>(count);
  for (const CalibrationBin& bin : calibration.bins) {
    calibration.expected_error +=
        static_cast<double>(bin.count) / total * std::abs(bin.predicted - bin.observed);
  }
  for (const Prediction& p : predictions) {
    const double right = p.happened ? p.probability : 1 - p.probability;
    calibration.brier += (1 - right) * (1 - right) / total;
    calibration.log_loss -= std::log(std::max(right, kLeastProbability)) / total;
  }
  return calibration;
}

}  // namespace counterpoint::matching

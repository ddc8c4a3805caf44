// Whether probabilities are what they say.
#pragma once

#include <cstdint>
#include <vector>

#include "matching/learning/proportion.h"

namespace counterpoint::matching {

struct Prediction {
  double probability = 0;  // [0, 1].
  bool happened = false;
};

// A part of the predictions, those between `least` and `most`.
struct CalibrationBin {
  double least = 0;
  double most = 0;
  double predicted = 0;  // Their mean.
  double observed = 0;   // The share that happened.
  Interval interval;     // Of `observed`, ProportionInterval.
  std::int64_t count = 0;
};

struct Calibration {
  std::vector<CalibrationBin> bins;  // In rising order of probability; none is empty.
  // Mean over all predictions of |predicted - observed| of their bin. With few in a
  // bin it is more than 0 by chance.
  double expected_error = 0;
  double brier = 0;     // Mean of (probability - happened)^2.
  double log_loss = 0;  // Mean of -ln of the probability of what happened, at most 34.5.
};

// The reliability curve in at most `bins` parts as even in number as equal
// probabilities allow, which stay together, so that the order of the predictions does
// not matter. Without predictions all is 0. REQUIRES: bins >= 1.
Calibration Calibrate(std::vector<Prediction> predictions, int bins = 10);

}  // namespace counterpoint::matching

// The reliability curve as a picture.
#pragma once

#include <string>
#include <vector>

#include "matching/learning/calibration.h"

namespace counterpoint::evaluation {

struct CalibrationCurve {
  std::string name;
  std::string colour;  // As SVG names it.
  matching::Calibration calibration;
};

// SVG: predicted probability from left to right, observed rate upwards, a point with
// its interval for each bin, and the line on which honest predictions lie.
std::string DrawCalibration(const std::vector<CalibrationCurve>& curves);

}  // namespace counterpoint::evaluation

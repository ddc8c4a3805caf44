#include "tests/evaluation/calibration_figure.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_format.h"

namespace counterpoint::evaluation {
namespace {

constexpr double kLeft = 70;
constexpr double kTop = 20;
constexpr double kSide = 380;

// From one line of the grid to the next, few enough for a picture.
double StepFor(double largest) { return largest > 0.5 ? 0.2 : largest > 0.2 ? 0.1 : 0.05; }

double LargestOf(const std::vector<CalibrationCurve>& curves) {
  double largest = 0;
  for (const CalibrationCurve& curve : curves) {
    for (const matching::CalibrationBin& bin : curve.calibration.bins) {
      largest = std::max({largest, bin.predicted, bin.interval.high});
    }
  }
  return largest;
}

}  // namespace

std::string DrawCalibration(const std::vector<CalibrationCurve>& curves) {
  const double step = StepFor(LargestOf(curves));
  const int steps = std::max(1, static_cast<int>(std::ceil(LargestOf(curves) / step)));
  const double largest = steps * step;
  const auto x = [&](double value) { return kLeft + kSide * value / largest; };
  const auto y = [&](double value) { return kTop + kSide * (1 - value / largest); };
  std::string svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 480 460\" "
      "font-family=\"sans-serif\" font-size=\"13\">\n"
      "<rect width=\"480\" height=\"460\" fill=\"white\"/>\n";
  for (int i = 0; i <= steps; ++i) {
    const double value = step * i;
    absl::StrAppendFormat(&svg,
                          "<path d=\"M%.1f %.1f V%.1f M%.1f %.1f H%.1f\" stroke=\"#ddd\"/>\n"
                          "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%.2f</text>\n"
                          "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%.2f</text>\n",
                          x(value), kTop, kTop + kSide, kLeft, y(value), kLeft + kSide, x(value),
                          kTop + kSide + 18, value, kLeft - 6, y(value) + 4, value);
  }
  absl::StrAppendFormat(&svg,
                        "<path d=\"M%.1f %.1f L%.1f %.1f\" stroke=\"#888\" "
                        "stroke-dasharray=\"4 4\"/>\n"
                        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">predicted probability "
                        "that both sides accept</text>\n"
                        "<text transform=\"translate(18 %.1f) rotate(-90)\" "
                        "text-anchor=\"middle\">share that did, with 95 %% interval</text>\n",
                        x(0), y(0), x(largest), y(largest), kLeft + kSide / 2, kTop + kSide + 40,
                        kTop + kSide / 2);
  // In the corner that honest predictions leave empty.
  double legend = kTop + kSide + 5 - 20 * static_cast<double>(curves.size());
  for (const CalibrationCurve& curve : curves) {
    absl::StrAppendFormat(&svg, "<g stroke=\"%s\" fill=\"none\" stroke-width=\"1.5\">\n<path d=\"",
                          curve.colour);
    const char* command = "M";
    for (const matching::CalibrationBin& bin : curve.calibration.bins) {
      absl::StrAppendFormat(&svg, "%s%.1f %.1f ", command, x(bin.predicted), y(bin.observed));
      command = "L";
    }
    svg += "\"/>\n";
    for (const matching::CalibrationBin& bin : curve.calibration.bins) {
      absl::StrAppendFormat(&svg,
                            "<path d=\"M%.1f %.1f V%.1f\"/><circle cx=\"%.1f\" cy=\"%.1f\" "
                            "r=\"3.5\" fill=\"%s\"/>\n",
                            x(bin.predicted), y(bin.interval.low), y(bin.interval.high),
                            x(bin.predicted), y(bin.observed), curve.colour);
    }
    absl::StrAppendFormat(&svg,
                          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/></g>\n"
                          "<text x=\"%.1f\" y=\"%.1f\">%s (expected error %.3f)</text>\n",
                          kLeft + 106, legend - 4, curve.colour, kLeft + 116, legend, curve.name,
                          curve.calibration.expected_error);
    legend += 20;
  }
  return svg + "</svg>\n";
}

}  // namespace counterpoint::evaluation

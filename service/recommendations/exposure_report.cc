#include "service/recommendations/exposure_report.h"

namespace counterpoint::service {
namespace {

v1::ExposureSpread MessageOf(const matching::Spread& spread) {
  v1::ExposureSpread message;
  message.set_gini(spread.gini);
  message.set_unlisted_share(spread.unlisted_share);
  message.set_most_lists(spread.most_lists);
  message.set_total_score(spread.total_relevance);
  return message;
}

}  // namespace

v1::ExposureReport ExposureReportOf(const matching::MadeLists& made) {
  v1::ExposureReport report;
  *report.mutable_before() = MessageOf(made.before);
  *report.mutable_after() = MessageOf(made.after);
  report.set_loss(made.loss);
  report.set_cap_met(made.met);
  return report;
}

}  // namespace counterpoint::service

// How lists that matching has made are spread, as it is told.
#pragma once

#include "counterpoint/v1/recommendation.pb.h"
#include "matching/refresh/list_making.h"

namespace counterpoint::service {

v1::ExposureReport ExposureReportOf(const matching::MadeLists& made);

}  // namespace counterpoint::service

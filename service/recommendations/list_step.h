// The lists that matching has made, as they are kept.
#pragma once

#include "counterpoint/v1/recommendation.pb.h"
#include "matching/refresh/list_making.h"
#include "service/recommendations/generation_codec.h"

namespace counterpoint::service {

ListColumns ColumnsOf(const matching::MadeLists& made);

v1::ExposureReport ExposureReportOf(const matching::MadeLists& made);

}  // namespace counterpoint::service

// What is told of load: calls under way and refused, queues, the store, single alliances.
#pragma once

#include <vector>

#include "prometheus/metric_family.h"
#include "service/metrics/metrics.h"

namespace counterpoint::service {

void AddLoad(const Metrics::Sources& sources, std::vector<prometheus::MetricFamily>& families);

}  // namespace counterpoint::service

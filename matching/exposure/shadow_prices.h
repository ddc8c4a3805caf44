// What a place in a list is worth, by whom it shows.
#pragma once

#include <Eigen/Core>

#include "matching/exposure/list_transport.h"

namespace counterpoint::matching {

// Dual prices of the columns' capacities, in [0, kHighestPrice]: 0 where a column
// has room to spare, the higher the more rows contest it. Optimal transport with
// entropic regularisation (Cuturi 2013) under inequalities, on the candidates
// alone: Dykstra's algorithm with projections in the Kullback-Leibler divergence
// (Benamou, Carlier, Cuturi, Nenna, Peyré 2015). The regularisation is halved from
// step to step, each starting with the prices of the last.
Eigen::ArrayXd ShadowPrices(const ListTransport& problem);

}  // namespace counterpoint::matching

// Makes a choice of candidates keep to the capacities of the columns, at the least
// cost: Bertsekas's auction algorithm for transportation problems (Bertsekas and
// Castañon 1989), started from prices that are nearly right.
#pragma once

#include <Eigen/Core>

#include "matching/exposure/list_transport.h"

namespace counterpoint::matching {

// Columns that are over their capacity keep the rows that have least to go to
// instead. The others bid for the places of further columns, whose prices rise,
// until no row would rather have what it has not, or an empty place is worth as
// much. Each row's candidates are then worth to it what others are, but for the
// least raise of a bid, a hundredth of RelevanceScale.
// REQUIRES: `choice` is BestByValue at `prices`.
void BidForPlaces(const ListTransport& problem, Eigen::ArrayXd& prices, ListChoice& choice);

// Columns that have a price and room offer themselves to rows for less, until they
// are full or cost nothing; rows leave what is worth least to them. With this the
// choice is the best within the capacities, but for that raise for each place,
// where an empty place costs what kEmptyPlace says.
// REQUIRES: `choice` and `prices` are as BidForPlaces leaves them.
void OfferRoom(const ListTransport& problem, Eigen::ArrayXd& prices, ListChoice& choice);

}  // namespace counterpoint::matching

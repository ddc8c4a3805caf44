#include "matching/exposure/place_auction.h"

#include <algorithm>
#include <deque>
#include <vector>

#include "matching/exposure/by_column.h"

namespace counterpoint::matching {
namespace {

// Of the scale of relevance: by how much more than it is worth a row bids, so
// that rows that are worth the same do not outbid each other for ever.
constexpr double kRaise = 1e-2;
// A bound on the effort. Where the capacities suffice, a hundredth of a bid for each
// candidate is usual; where they do not, prices would rise until rows give up,
// bid by bid, for which those that stay short gain nothing.
constexpr std::size_t kBids = 20'000;
constexpr std::size_t kCandidatesForABid = 4;

std::size_t BidsAtMost(const ListTransport& problem) {
  return kBids + problem.column.size() / kCandidatesForABid;
}

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// The auction from the side of the rows.
class PlaceAuction {
 public:
  PlaceAuction(const ListTransport& problem, Eigen::ArrayXd& prices, ListChoice& choice)
      : problem_(problem),
        prices_(prices),
        choice_(choice),
        raise_(kRaise * RelevanceScale(problem)),
        holders_(problem.columns()),
        contested_(problem.columns(), false) {}

  void Run() {
    for (std::size_t c = 0; c < problem_.column.size(); ++c) {
      if (choice_.IsListed(c)) holders_[problem_.column[c]].push_back({0, c});
    }
    for (std::size_t j = 0; j < problem_.columns(); ++j) {
      while (choice_.load(j) > problem_.capacity[j]) DropLowest(j);
    }
    for (std::size_t bids = kBids + problem_.column.size() / kCandidatesForABid;
         bids > 0 && !free_.empty(); --bids) {
      const std::uint32_t row = free_.front();
      free_.pop_front();
      Bid(row);
    }
  }

 private:
  // What a row would pay at most for a candidate of its list.
  struct Holder {
    double bid;
    std::size_t candidate;
    // The lowest bid on top of a heap; of equal ones that of the last row.
    bool operator<(const Holder& other) const {
      return bid != other.bid ? bid > other.bid : candidate < other.candidate;
    }
  };

  double Value(std::size_t candidate) const {
    return problem_.relevance[static_cast<Eigen::Index>(candidate)] -
           prices_[problem_.column[candidate]];
  }

  // The best values among the candidates of a row that are not listed.
  struct Wishes {
    std::size_t best = 0;
    double value = kEmptyPlace;
    double next = kEmptyPlace;
  };
  Wishes WishesOf(std::uint32_t row) const {
    Wishes wishes;
    for (std::size_t c = problem_.first[row]; c < problem_.first[row + 1]; ++c) {
      if (choice_.IsListed(c)) continue;
      const double value = Value(c);
      if (value > wishes.value) {
        wishes.next = wishes.value;
        wishes.value = value;
        wishes.best = c;
      } else if (value > wishes.next) {
        wishes.next = value;
      }
    }
    return wishes;
  }

  std::vector<Holder>& HoldersOf(std::size_t column) {
    std::vector<Holder>& holders = holders_[column];
    if (!contested_[column]) {
      contested_[column] = true;
      for (Holder& holder : holders) {
        holder.bid = prices_[static_cast<Eigen::Index>(column)] + Value(holder.candidate) -
                     WishesOf(problem_.row[holder.candidate]).value;
      }
      std::make_heap(holders.begin(), holders.end());
    }
    return holders;
  }

  // At this price the lowest bidder would rather have something else.
  void DropLowest(std::size_t column) {
    std::vector<Holder>& holders = HoldersOf(column);
    std::pop_heap(holders.begin(), holders.end());
    const Holder lowest = holders.back();
    holders.pop_back();
    RaisePrice(column, lowest.bid);
    choice_.Drop(lowest.candidate);
    free_.push_back(problem_.row[lowest.candidate]);
  }

  void RaisePrice(std::size_t column, double to) {
    double& price = prices_[static_cast<Eigen::Index>(column)];
    price = std::max(price, to);
  }

  // A row with a free place bids for the candidate that is worth most to it. Where
  // an empty place is worth as much, it gives up.
  void Bid(std::uint32_t row) {
    const Wishes wishes = WishesOf(row);
    if (wishes.value <= kEmptyPlace) return;
    const std::size_t column = problem_.column[wishes.best];
    const double bid =
        prices_[static_cast<Eigen::Index>(column)] + wishes.value - wishes.next + raise_;
    if (!choice_.HasRoom(column)) {
      const std::vector<Holder>& holders = HoldersOf(column);
      if (holders.empty() || bid <= holders.front().bid) {
        RaisePrice(column, holders.empty() ? kHighestPrice : bid);
        free_.push_back(row);
        return;
      }
      DropLowest(column);
    }
    choice_.List(wishes.best);
    holders_[column].push_back({bid, wishes.best});
    if (contested_[column]) std::push_heap(holders_[column].begin(), holders_[column].end());
  }

  const ListTransport& problem_;
  Eigen::ArrayXd& prices_;
  ListChoice& choice_;
  const double raise_;
  std::vector<std::vector<Holder>> holders_;  // Of each column; a heap where contested.
  std::vector<bool> contested_;
  std::deque<std::uint32_t> free_;  // Rows, once for each free place.
};

// The auction from the side of the columns.
class RoomAuction {
 public:
  RoomAuction(const ListTransport& problem, Eigen::ArrayXd& prices, ListChoice& choice)
      : problem_(problem),
        prices_(prices),
        choice_(choice),
        raise_(kRaise * RelevanceScale(problem)),
        by_column_(problem),
        outlets_(problem.rows()),
        is_known_(problem.rows(), false) {}

  void Run() {
    for (std::size_t j = 0; j < problem_.columns(); ++j) {
      if (choice_.HasRoom(j) && prices_[static_cast<Eigen::Index>(j)] > 0) offering_.push_back(j);
    }
    for (std::size_t offers = BidsAtMost(problem_); offers > 0 && !offering_.empty(); --offers) {
      const std::size_t column = offering_.front();
      offering_.pop_front();
      if (choice_.HasRoom(column)) Offer(column);
    }
  }

 private:
  double Value(std::size_t candidate) const {
    return problem_.relevance[static_cast<Eigen::Index>(candidate)] -
           prices_[problem_.column[candidate]];
  }

  // What the row would leave for a better candidate: its worst, or an empty place.
  struct Outlet {
    double value = kEmptyPlace;
    std::size_t candidate = kNone;
  };
  const Outlet& OutletOf(std::uint32_t row) {
    Outlet& outlet = outlets_[row];
    if (is_known_[row]) return outlet;
    is_known_[row] = true;
    outlet = {};
    if (choice_.HasPlace(row)) return outlet;
    for (std::size_t c = problem_.first[row]; c < problem_.first[row + 1]; ++c) {
      if (!choice_.IsListed(c)) continue;
      const double value = Value(c);
      if (outlet.candidate == kNone || value < outlet.value) outlet = {value, c};
    }
    return outlet;
  }

  // The row that would pay most takes the place, for little less than the next
  // would pay.
  void Offer(std::size_t column) {
    double most = 0;
    double next = 0;
    std::size_t best = kNone;
    Outlet left;
    for (const std::size_t c : by_column_.of(column)) {
      const std::uint32_t row = problem_.row[c];
      if (choice_.IsListed(c) || problem_.places[row] == 0) continue;
      const Outlet& outlet = OutletOf(row);
      const double worth = problem_.relevance[static_cast<Eigen::Index>(c)] - outlet.value;
      if (worth > most) {
        next = most;
        most = worth;
        best = c;
        left = outlet;
      } else {
        next = std::max(next, worth);
      }
    }
    LowerPrice(column, std::max(0.0, next - raise_));
    if (best == kNone) return;
    is_known_[problem_.row[best]] = false;
    if (left.candidate != kNone) {
      offering_.push_back(problem_.column[left.candidate]);
      choice_.Drop(left.candidate);
    }
    choice_.List(best);
    if (choice_.HasRoom(column)) offering_.push_back(column);
  }

  void LowerPrice(std::size_t column, double to) {
    double& price = prices_[static_cast<Eigen::Index>(column)];
    if (price <= to) return;
    price = to;
    for (const std::size_t c : by_column_.of(column)) {
      if (choice_.IsListed(c)) is_known_[problem_.row[c]] = false;
    }
  }

  const ListTransport& problem_;
  Eigen::ArrayXd& prices_;
  ListChoice& choice_;
  const double raise_;
  const ByColumn by_column_;
  std::vector<Outlet> outlets_;  // Of each row, as far as it is known.
  std::vector<bool> is_known_;
  std::deque<std::size_t> offering_;  // Columns; of those with room at least once.
};

}  // namespace

void BidForPlaces(const ListTransport& problem, Eigen::ArrayXd& prices, ListChoice& choice) {
  PlaceAuction(problem, prices, choice).Run();
}

void OfferRoom(const ListTransport& problem, Eigen::ArrayXd& prices, ListChoice& choice) {
  RoomAuction(problem, prices, choice).Run();
}

}  // namespace counterpoint::matching

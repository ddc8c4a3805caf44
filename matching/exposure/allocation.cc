#include "matching/exposure/allocation.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "matching/exposure/list_completion.h"
#include "matching/exposure/list_transport.h"
#include "matching/exposure/place_auction.h"
#include "matching/exposure/shadow_prices.h"
#include "matching/exposure/spread.h"

namespace counterpoint::matching {
namespace {

using Lists = std::vector<std::vector<std::size_t>>;

constexpr std::uint32_t kNoLimit = std::numeric_limits<std::uint32_t>::max();
// Halvings of the range of the strength. Those that settle anew who gives way for
// the cap cost more.
constexpr int kHalvings = 12;
constexpr int kHalvingsWithinCap = 6;
// By how much sums of the same numbers may differ.
constexpr double kRounding = 1e-9;

// Candidates of each member with what the lists ask for, as a transport problem
// of those that are not pinned.
class Allocator {
 public:
  Allocator(const CandidateRows& candidates, std::size_t list_size, double max_loss)
      : candidates_(candidates), list_size_(list_size) {
    problem_.first.push_back(0);
    for (std::size_t i = 0; i + 1 < candidates.first.size(); ++i) AddRow(i);
    problem_.relevance.resize(static_cast<Eigen::Index>(place_.size()));
    for (std::size_t c = 0; c < place_.size(); ++c) {
      problem_.relevance[static_cast<Eigen::Index>(c)] = candidates.relevance[place_[c]];
    }
    best_total_ = pinned_total_ + Best().total();
    least_total_ = (1 - std::max(max_loss, kRounding)) * best_total_;
  }

  ListChoice Best() const { return Priced(Eigen::ArrayXd::Zero(Columns())); }
  ListChoice Priced(const Eigen::ArrayXd& prices) const { return BestByValue(problem_, prices); }
  // Keeping to the present capacities.
  ListChoice Settled(const Eigen::ArrayXd& prices) const {
    ListChoice choice = Priced(prices);
    Eigen::ArrayXd raised = prices;
    BidForPlaces(problem_, raised, choice);
    CompleteLists(problem_, choice);
    return choice;
  }
  // The same for the prices of these capacities, or already what goes by the prices
  // alone where that is not affordable.
  ListChoice SettledOrPriced(const Eigen::ArrayXd& prices) const {
    ListChoice choice = Priced(prices);
    if (!IsAffordable(choice)) return choice;
    Eigen::ArrayXd settled = prices;
    BidForPlaces(problem_, settled, choice);
    OfferRoom(problem_, settled, choice);
    CompleteLists(problem_, choice);
    return choice;
  }
  // Fills what places are empty within the present capacities.
  void Fill(ListChoice& choice) const { CompleteLists(problem_, choice); }
  Eigen::ArrayXd Prices() const { return ShadowPrices(problem_); }

  // Everybody may stand in so many lists, the pinned ones included.
  void SetCapacity(std::size_t lists) {
    for (std::size_t j = 0; j < problem_.columns(); ++j) {
      problem_.capacity[j] =
          static_cast<std::uint32_t>(lists - std::min<std::size_t>(lists, pinned_[j]));
    }
  }

  // Lists that each would stand in if all stood in equally many, rounded up.
  std::size_t EvenShare() const {
    const std::size_t filled =
        std::accumulate(problem_.places.begin(), problem_.places.end(),
                        std::accumulate(pinned_.begin(), pinned_.end(), 0UL));
    const std::size_t shown =
        static_cast<std::size_t>(std::count(is_candidate_.begin(), is_candidate_.end(), true));
    return shown == 0 ? 0 : (filled + shown - 1) / shown;
  }

  bool IsAffordable(const ListChoice& choice) const {
    return pinned_total_ + choice.total() >= least_total_;
  }

  // `affordable` with as many of the rows of `wanted` as the loss allows, those that
  // lose least first.
  ListChoice Blended(ListChoice affordable, const ListChoice& wanted) const {
    std::vector<std::pair<double, std::size_t>> losses;
    for (std::size_t i = 0; i < problem_.rows(); ++i) {
      double loss = 0;
      for (std::size_t c = problem_.first[i]; c < problem_.first[i + 1]; ++c) {
        loss += (affordable.IsListed(c) - wanted.IsListed(c)) * Relevance(c);
      }
      losses.emplace_back(loss, i);
    }
    std::sort(losses.begin(), losses.end());
    double total = pinned_total_ + affordable.total();
    for (const auto& [loss, i] : losses) {
      total -= loss;
      if (total < least_total_) break;
      for (std::size_t c = problem_.first[i]; c < problem_.first[i + 1]; ++c) {
        if (affordable.IsListed(c) == wanted.IsListed(c)) continue;
        wanted.IsListed(c) ? affordable.List(c) : affordable.Drop(c);
      }
    }
    return affordable;
  }

  Lists Listed(const ListChoice& choice) const {
    Lists listed(problem_.rows());
    for (std::size_t i = 0; i < listed.size(); ++i) {
      for (std::size_t k = 0; k < Pinned(i); ++k) listed[i].push_back(candidates_.first[i] + k);
      for (std::size_t c = problem_.first[i]; c < problem_.first[i + 1]; ++c) {
        if (choice.IsListed(c)) listed[i].push_back(place_[c]);
      }
    }
    return listed;
  }

 private:
  double Relevance(std::size_t c) const { return problem_.relevance[static_cast<Eigen::Index>(c)]; }
  Eigen::Index Columns() const { return static_cast<Eigen::Index>(problem_.columns()); }
  std::size_t Pinned(std::size_t i) const {
    return candidates_.pinned.empty() ? 0 : std::min(candidates_.pinned[i], list_size_);
  }

  void AddRow(std::size_t i) {
    const std::size_t begin = candidates_.first[i];
    const std::size_t end = candidates_.first[i + 1];
    const std::size_t free = begin + Pinned(i);
    for (std::size_t c = begin; c < end; ++c) {
      const std::uint32_t partner = candidates_.partner[c];
      if (partner >= pinned_.size()) {
        problem_.capacity.resize(partner + 1, 0);
        pinned_.resize(partner + 1, 0);
        is_candidate_.resize(partner + 1, false);
      }
      is_candidate_[partner] = true;
      if (c < free) {
        ++pinned_[partner];
        pinned_total_ += candidates_.relevance[c];
        continue;
      }
      problem_.row.push_back(static_cast<std::uint32_t>(i));
      problem_.column.push_back(partner);
      place_.push_back(c);
    }
    problem_.first.push_back(place_.size());
    problem_.places.push_back(static_cast<std::uint32_t>(
        std::min(end - free, list_size_ - std::min(list_size_, Pinned(i)))));
  }

  const CandidateRows& candidates_;
  const std::size_t list_size_;
  ListTransport problem_;
  std::vector<std::size_t> place_;   // In candidates_, of the problem's.
  std::vector<std::size_t> pinned_;  // Lists that each column stands in anyway.
  std::vector<bool> is_candidate_;   // Columns, pinned or not.
  double pinned_total_ = 0;
  double best_total_ = 0;
  double least_total_ = 0;
};

struct Answer {
  ListChoice choice;
  double strength = 0;  // Share of the prices that counts.
};

// The answer of the largest strength that is affordable, by bisection from 0, which
// gives `affordable`, to 1, which gives `wanted`. `wanted` becomes that of the least
// strength that is known not to be affordable.
template <typename Make>
Answer Strongest(const Allocator& allocator, ListChoice affordable, int halvings, const Make& make,
                 ListChoice& wanted) {
  Answer answer{std::move(affordable)};
  double step = 1;
  for (int i = 0; i < halvings; ++i) {
    step /= 2;
    ListChoice choice = make(answer.strength + step);
    if (allocator.IsAffordable(choice)) {
      answer = {std::move(choice), answer.strength + step};
    } else {
      wanted = std::move(choice);
    }
  }
  return answer;
}

// Where many rows weigh candidates alike, they all change their minds at the same
// strength, and some have to go before the others.
Answer ShareOfPrices(const Allocator& allocator, const Eigen::ArrayXd& prices, ListChoice wanted) {
  const auto priced = [&](double strength) { return allocator.Priced(strength * prices); };
  Answer answer = Strongest(allocator, allocator.Best(), kHalvings, priced, wanted);
  answer.choice = allocator.Blended(std::move(answer.choice), wanted);
  return answer;
}

Answer Solve(Allocator& allocator, const ExposurePolicy& policy) {
  const std::size_t cap =
      policy.cap > 0 ? static_cast<std::size_t>(policy.cap) : std::numeric_limits<int>::max();
  const std::size_t aim = policy.congestion ? std::min(cap, allocator.EvenShare()) : cap;
  allocator.SetCapacity(aim);
  const Eigen::ArrayXd prices = allocator.Prices();
  ListChoice wanted = allocator.SettledOrPriced(prices);
  if (aim < cap) {
    // To stand in a list too many is better than an empty place.
    allocator.SetCapacity(cap);
    allocator.Fill(wanted);
  }
  if (allocator.IsAffordable(wanted)) return {std::move(wanted), 1};
  if (policy.cap <= 0 || aim == cap) return ShareOfPrices(allocator, prices, std::move(wanted));

  // Evenly within the loss is not to be had, perhaps the cap is, and then some.
  const Eigen::ArrayXd cap_prices = allocator.Prices();
  ListChoice settled = allocator.SettledOrPriced(cap_prices);
  if (!allocator.IsAffordable(settled)) {
    return ShareOfPrices(allocator, cap_prices, std::move(settled));
  }
  const auto within_cap = [&](double strength) {
    return allocator.Settled(cap_prices + strength * (prices - cap_prices));
  };
  return Strongest(allocator, std::move(settled), kHalvingsWithinCap, within_cap, wanted);
}

std::size_t Places(const Lists& lists) {
  std::size_t places = 0;
  for (const std::vector<std::size_t>& list : lists) places += list.size();
  return places;
}

}  // namespace

Allocation AllocateExposure(const CandidateRows& candidates, std::size_t list_size,
                            const ExposurePolicy& policy) {
  Allocator allocator(candidates, list_size, policy.max_loss);
  Allocation allocation;
  allocation.listed = allocator.Listed(allocator.Best());
  allocation.before = SpreadOf(candidates, allocation.listed);
  allocation.after = allocation.before;
  const std::size_t cap = static_cast<std::size_t>(std::max(policy.cap, 0));
  if (!policy.congestion && (cap == 0 || allocation.before.most_lists <= cap)) return allocation;

  const std::size_t places = Places(allocation.listed);
  const Answer answer = Solve(allocator, policy);
  allocation.listed = allocator.Listed(answer.choice);
  allocation.after = SpreadOf(candidates, allocation.listed);
  allocation.strength = answer.strength;
  allocation.left_empty = places - Places(allocation.listed);
  allocation.met = cap == 0 || allocation.after.most_lists <= cap;
  const double all = allocation.before.total_relevance;
  const double loss = all > 0 ? 1 - allocation.after.total_relevance / all : 0;
  // What is affordable is so but for the last bits of the sums.
  allocation.loss = loss < kRounding ? 0 : std::min(loss, policy.max_loss);
  return allocation;
}

}  // namespace counterpoint::matching

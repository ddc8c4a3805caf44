#include "matching/exposure/allocation.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "matching/exposure/list_completion.h"
#include "matching/exposure/list_transport.h"
#include "matching/exposure/open_places.h"
#include "matching/exposure/place_auction.h"
#include "matching/exposure/shadow_prices.h"
#include "matching/exposure/spread.h"

namespace counterpoint::matching {
namespace {

// Halvings of the range of the strength. Those that settle anew who gives way for
// the cap cost more.
constexpr int kHalvings = 12;
constexpr int kHalvingsWithinCap = 6;
// By how much sums of the same numbers may differ.
constexpr double kRounding = 1e-9;

// Makes choices under prices, and knows what they may cost.
class Allocator {
 public:
  Allocator(const CandidateRows& candidates, std::size_t list_size, double max_loss)
      : places_(candidates, list_size) {
    const double best_total = places_.pinned_total() + Best().total();
    least_total_ = (1 - std::max(max_loss, kRounding)) * best_total;
  }

  OpenPlaces& places() { return places_; }
  bool IsAffordable(const ListChoice& choice) const {
    return places_.pinned_total() + choice.total() >= least_total_;
  }

  ListChoice Best() const {
    const auto columns = static_cast<Eigen::Index>(problem().columns());
    return Priced(Eigen::ArrayXd::Zero(columns));
  }
  ListChoice Priced(const Eigen::ArrayXd& prices) const { return BestByValue(problem(), prices); }
  // Keeping to the present capacities, at whatever prices.
  ListChoice Settled(Eigen::ArrayXd prices) const {
    ListChoice choice = Priced(prices);
    BidForPlaces(problem(), prices, choice);
    CompleteLists(problem(), choice);
    return choice;
  }
  // The best that keeps to the present capacities, by their prices; already what goes
  // by the prices alone where that is not affordable.
  ListChoice SettledOrPriced(Eigen::ArrayXd prices) const {
    ListChoice choice = Priced(prices);
    if (!IsAffordable(choice)) return choice;
    BidForPlaces(problem(), prices, choice);
    OfferRoom(problem(), prices, choice);
    CompleteLists(problem(), choice);
    return choice;
  }
  void Complete(ListChoice& choice) const { CompleteLists(problem(), choice); }

  // `affordable` with as many of the rows of `wanted` as the loss allows, those that
  // lose least first. Nobody's list grows shorter.
  ListChoice Blended(ListChoice affordable, const ListChoice& wanted) const {
    std::vector<std::pair<double, std::size_t>> losses;
    for (std::size_t i = 0; i < problem().rows(); ++i) {
      if (wanted.length(i) < affordable.length(i)) continue;
      double loss = 0;
      for (std::size_t c = problem().first[i]; c < problem().first[i + 1]; ++c) {
        loss += (affordable.IsListed(c) - wanted.IsListed(c)) *
                problem().relevance[static_cast<Eigen::Index>(c)];
      }
      losses.emplace_back(loss, i);
    }
    std::sort(losses.begin(), losses.end());
    double total = places_.pinned_total() + affordable.total();
    for (const auto& [loss, i] : losses) {
      total -= loss;
      if (total < least_total_) break;
      for (std::size_t c = problem().first[i]; c < problem().first[i + 1]; ++c) {
        if (affordable.IsListed(c) == wanted.IsListed(c)) continue;
        wanted.IsListed(c) ? affordable.List(c) : affordable.Drop(c);
      }
    }
    return affordable;
  }

 private:
  const ListTransport& problem() const { return places_.problem(); }

  OpenPlaces places_;
  double least_total_ = 0;  // Of what is affordable.
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
  const std::size_t aim = policy.congestion ? std::min(cap, allocator.places().EvenShare()) : cap;
  allocator.places().SetCapacity(aim);
  const Eigen::ArrayXd prices = ShadowPrices(allocator.places().problem());
  ListChoice wanted = allocator.SettledOrPriced(prices);
  if (aim < cap) {
    // To stand in a list too many is better than an empty place.
    allocator.places().SetCapacity(cap);
    allocator.Complete(wanted);
  }
  if (allocator.IsAffordable(wanted)) return {std::move(wanted), 1};
  if (policy.cap <= 0 || aim == cap) return ShareOfPrices(allocator, prices, std::move(wanted));

  // Evenly within the loss is not to be had, perhaps the cap is, and then some.
  const Eigen::ArrayXd cap_prices = ShadowPrices(allocator.places().problem());
  ListChoice settled = allocator.SettledOrPriced(cap_prices);
  if (!allocator.IsAffordable(settled)) {
    return ShareOfPrices(allocator, cap_prices, std::move(settled));
  }
  const auto within_cap = [&](double strength) {
    return allocator.Settled(cap_prices + strength * (prices - cap_prices));
  };
  return Strongest(allocator, std::move(settled), kHalvingsWithinCap, within_cap, wanted);
}

std::size_t Places(const std::vector<std::vector<std::size_t>>& lists) {
  std::size_t places = 0;
  for (const std::vector<std::size_t>& list : lists) places += list.size();
  return places;
}

}  // namespace

Allocation AllocateExposure(const CandidateRows& candidates, std::size_t list_size,
                            const ExposurePolicy& policy) {
  Allocator allocator(candidates, list_size, policy.max_loss);
  Allocation allocation;
  allocation.listed = allocator.places().Listed(allocator.Best());
  allocation.before = SpreadOf(candidates, allocation.listed);
  allocation.after = allocation.before;
  const std::size_t cap = static_cast<std::size_t>(std::max(policy.cap, 0));
  if (!policy.congestion && (cap == 0 || allocation.before.most_lists <= cap)) return allocation;

  const std::size_t places = Places(allocation.listed);
  const Answer answer = Solve(allocator, policy);
  allocation.listed = allocator.places().Listed(answer.choice);
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

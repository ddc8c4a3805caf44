#include "matching/ranking/arrangement.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "matching/learning/acceptance_order.h"
#include "matching/ranking/diversity.h"

namespace counterpoint::matching {
namespace {

// Of how many the order is anything but that of the score.
constexpr std::size_t kPool = 200;
static_assert(kPool == kAcceptancePool);

// What diversity weighs against likeness, and what a list is in order of.
double Relevance(const ArrangeQuery& query, const RankedMatch& match) {
  if (!match.acceptance.has_value()) return match.score;
  return query.rules == nullptr ? *match.acceptance
                                : query.rules->Adjust(*match.partner, *match.acceptance);
}

// The first kPool of `matches`, all of which have a probability: rules of the
// staff move them as they move scores.
void OrderByRelevance(const ArrangeQuery& query, std::vector<RankedMatch>& matches) {
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t i = 0; i < std::min(kPool, matches.size()); ++i) {
    order.push_back({-Relevance(query, matches[i]), i});
  }
  absl::c_sort(order);
  std::vector<RankedMatch> ordered;
  for (const auto& [relevance, i] : order) ordered.push_back(std::move(matches[i]));
  std::move(ordered.begin(), ordered.end(), matches.begin());
}

// By id of a pinned partner, its place in front.
using PinPlaces = absl::flat_hash_map<absl::string_view, std::size_t>;

PinPlaces PinPlacesOf(const AskerRules* rules) {
  PinPlaces places;
  if (rules == nullptr) return places;
  for (const std::string& id : rules->pinned()) places.emplace(id, places.size());
  return places;
}

// Takes the pinned out of `matches`, in the order in which they are to be shown.
std::vector<RankedMatch> TakePinned(const PinPlaces& places, std::vector<RankedMatch>& matches) {
  std::vector<RankedMatch> taken;
  if (places.empty()) return taken;
  const auto first = std::stable_partition(
      matches.begin(), matches.end(),
      [&](const RankedMatch& match) { return !places.contains(match.partner->id); });
  taken.assign(std::make_move_iterator(first), std::make_move_iterator(matches.end()));
  matches.erase(first, matches.end());
  absl::c_sort(taken, [&](const RankedMatch& a, const RankedMatch& b) {
    return places.at(a.partner->id) < places.at(b.partner->id);
  });
  for (RankedMatch& match : taken) match.pinned = true;
  return taken;
}

}  // namespace

std::size_t ArrangementPool(const Policy& policy, std::size_t limit) {
  const bool reorders = policy.diversity > 0 || policy.acceptance.has_value();
  return reorders ? std::max(limit, kPool) : limit;
}

void Arrange(const ArrangeQuery& query, std::vector<RankedMatch>& matches) {
  if (query.policy.acceptance.has_value()) {
    OrderByAcceptance(query.model, query.policy, query.as_of, query.connections, query.member,
                      matches);
    if (query.rules != nullptr) OrderByRelevance(query, matches);
  }
  const PinPlaces places = PinPlacesOf(query.rules);
  // Whoever is in the pool is so with the pins still there: a longer list, for
  // which more candidates are known, has to begin with the same.
  std::vector<double> relevance;
  if (query.policy.diversity > 0) {
    for (std::size_t i = 0; i < std::min(kPool, matches.size()); ++i) {
      if (places.contains(matches[i].partner->id)) continue;
      relevance.push_back(Relevance(query, matches[i]));
    }
  }
  std::vector<RankedMatch> list = TakePinned(places, matches);
  if (list.size() > query.limit) list.resize(query.limit);
  Diversify(query.model, query.policy, relevance, query.limit - list.size(), matches);
  std::move(matches.begin(), matches.end(), std::back_inserter(list));
  matches = std::move(list);
}

void ArrangeByScore(const TextModel& model, const Policy& policy, std::size_t limit,
                    std::vector<RankedMatch>& matches) {
  std::vector<double> relevance;
  for (std::size_t i = 0; i < std::min(kPool, matches.size()); ++i) {
    relevance.push_back(matches[i].score);
  }
  Diversify(model, policy, relevance, limit, matches);
}

}  // namespace counterpoint::matching

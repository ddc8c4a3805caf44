#include "matching/ranking/candidate_scan.h"

#include <algorithm>
#include <utility>

namespace counterpoint::matching {
namespace {

// Long enough that starting a scan costs little, short enough that threads
// finish together.
constexpr std::size_t kStretch = 8192;

}  // namespace

bool RanksBefore(const RankedMatch& a, const RankedMatch& b) {
  return a.score != b.score ? a.score > b.score : a.partner->id < b.partner->id;
}

void Bar::Raise(double score) {
  double present = score_.load(std::memory_order_relaxed);
  while (present < score &&
         !score_.compare_exchange_weak(present, score, std::memory_order_relaxed)) {
  }
}

void BestMatches::Offer(RankedMatch match) {
  if (limit_ == 0) return;
  if (heap_.size() == limit_) {
    if (!RanksBefore(match, heap_.front())) return;
    std::pop_heap(heap_.begin(), heap_.end(), RanksBefore);
    heap_.pop_back();
  }
  heap_.push_back(std::move(match));
  std::push_heap(heap_.begin(), heap_.end(), RanksBefore);
  // The worst of a full list is a bar for everybody: whoever scores less is
  // behind `limit` others.
  if (heap_.size() == limit_) bar_.Raise(heap_.front().score);
}

Ranking ScanAll(const MemberIndex& index, double floor, std::size_t limit,
                const ParallelFor& parallel,
                const std::function<Found(const Stretch&, Bar&)>& scan) {
  std::vector<Stretch> stretches;
  for (const MemberIndex::Part& part : index.parts()) {
    for (std::size_t begin = 0; begin < part.segment->size(); begin += kStretch) {
      const std::size_t end = std::min(begin + kStretch, part.segment->size());
      stretches.push_back(
          {&part, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    }
  }
  Bar bar(floor);
  std::vector<Found> found(stretches.size());
  parallel(static_cast<int>(stretches.size()), [&](int i) {
    found[static_cast<std::size_t>(i)] = scan(stretches[static_cast<std::size_t>(i)], bar);
  });

  Ranking ranking;
  for (Found& one : found) {
    ranking.eligible += one.eligible;
    std::move(one.matches.begin(), one.matches.end(), std::back_inserter(ranking.matches));
  }
  std::sort(ranking.matches.begin(), ranking.matches.end(), RanksBefore);
  if (ranking.matches.size() > limit) ranking.matches.resize(limit);
  return ranking;
}

}  // namespace counterpoint::matching

// The pass over all members behind every list.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "matching/index/member_index.h"
#include "matching/ranking/ranking.h"

namespace counterpoint::matching {

// Order of a list: the higher score first, ties in order of id.
bool RanksBefore(const RankedMatch& a, const RankedMatch& b);

// A score that a candidate has to reach to be listed; it rises as better ones
// are found, by whichever thread finds them.
class Bar {
 public:
  explicit Bar(double floor) : score_(floor) {}
  double score() const { return score_.load(std::memory_order_relaxed); }
  void Raise(double score);

 private:
  std::atomic<double> score_;
};

// The best `limit` matches among those offered. Not thread-safe.
class BestMatches {
 public:
  BestMatches(std::size_t limit, Bar& bar) : limit_(limit), bar_(bar) {}
  // Keeps it unless there are `limit` better ones.
  void Offer(RankedMatch match);
  std::vector<RankedMatch> Take() && { return std::move(heap_); }

 private:
  std::size_t limit_;
  Bar& bar_;
  std::vector<RankedMatch> heap_;  // The worst on top.
};

// A stretch of one part's members, [begin, end).
struct Stretch {
  const MemberIndex::Part* part;
  std::uint32_t begin;
  std::uint32_t end;
};

// What one task found.
struct Found {
  std::vector<RankedMatch> matches;
  std::int64_t eligible = 0;
};

// Cuts the index into stretches, runs `scan` on each, and puts together the
// best `limit` matches at or above `floor`, in order.
Ranking ScanAll(const MemberIndex& index, double floor, std::size_t limit,
                const ParallelFor& parallel,
                const std::function<Found(const Stretch&, Bar&)>& scan);

}  // namespace counterpoint::matching

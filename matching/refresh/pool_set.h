// The pools of all members while they are filled, by several threads.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <mutex>
#include <vector>

#include "matching/refresh/pool.h"

namespace counterpoint::matching {

// Order within a pool: the higher score first, ties in order of position.
bool ComesBefore(const PoolEntry& a, const PoolEntry& b);

// Whatever the order in which entries are offered, a pool ends with the same ones.
// Thread-safe but for Open and Finish. Borrows the pools.
class PoolSet {
 public:
  // Pools are right as they are, up to their last entries where they are not
  // complete. They get at most `size` entries, none below `floor`.
  PoolSet(std::vector<Pool>& pools, std::size_t size, double floor);

  // Empties a pool, to be filled from nothing.
  void Open(MemberPosition member);
  // Keeps the entry unless the pool is full of better ones, or was not complete and
  // ends with a better one.
  void Offer(MemberPosition member, const PoolEntry& entry);
  // Whoever scores less need not be offered. Rises as the pool fills.
  double bar(MemberPosition member) const { return bars_[member].load(std::memory_order_relaxed); }
  // Puts the pool in order.
  void Finish(MemberPosition member);

 private:
  void RaiseBar(MemberPosition member);

  std::vector<Pool>& pools_;
  const std::size_t size_;
  const double floor_;
  std::vector<std::atomic<double>> bars_;
  // Of the member at a position by its remainder. The entries are heaps, the worst
  // on top.
  std::array<std::mutex, 64> mutexes_;
};

}  // namespace counterpoint::matching

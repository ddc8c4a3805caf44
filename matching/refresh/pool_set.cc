#include "matching/refresh/pool_set.h"

#include <algorithm>
#include <limits>

namespace counterpoint::matching {

bool ComesBefore(const PoolEntry& a, const PoolEntry& b) {
  return a.score != b.score ? a.score > b.score : a.partner < b.partner;
}

PoolSet::PoolSet(std::vector<Pool>& pools, std::size_t size, double floor)
    : pools_(pools), size_(size), floor_(floor), bars_(pools.size()) {
  for (std::size_t m = 0; m < pools.size(); ++m) {
    std::make_heap(pools[m].entries.begin(), pools[m].entries.end(), ComesBefore);
    RaiseBar(static_cast<MemberPosition>(m));
  }
}

void PoolSet::Open(MemberPosition member) {
  pools_[member] = {{}, true};
  RaiseBar(member);
}

void PoolSet::RaiseBar(MemberPosition member) {
  const Pool& pool = pools_[member];
  double bar = floor_;
  if (pool.entries.size() >= size_ || !pool.complete) {
    bar =
        pool.entries.empty() ? std::numeric_limits<double>::infinity() : pool.entries.front().score;
  }
  bars_[member].store(bar, std::memory_order_relaxed);
}

void PoolSet::Offer(MemberPosition member, const PoolEntry& entry) {
  const std::lock_guard<std::mutex> lock(mutexes_[member % mutexes_.size()]);
  if (entry.score < bar(member)) return;
  Pool& pool = pools_[member];
  std::vector<PoolEntry>& heap = pool.entries;
  if (heap.size() >= size_ || !pool.complete) {
    if (heap.empty() || !ComesBefore(entry, heap.front())) return;
    if (heap.size() >= size_) {
      std::pop_heap(heap.begin(), heap.end(), ComesBefore);
      heap.pop_back();
    }
  }
  heap.push_back(entry);
  std::push_heap(heap.begin(), heap.end(), ComesBefore);
  RaiseBar(member);
}

void PoolSet::Finish(MemberPosition member) {
  Pool& pool = pools_[member];
  std::sort(pool.entries.begin(), pool.entries.end(), ComesBefore);
  pool.complete = pool.complete && pool.entries.size() < size_;
}

}  // namespace counterpoint::matching

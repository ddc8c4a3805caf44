#include "matching/refresh/candidate_lists.h"

#include <algorithm>

namespace counterpoint::matching {

CandidateLists::CandidateLists(std::size_t members, std::size_t most)
    : most_(most), lists_(members) {}

bool CandidateLists::Add(MemberPosition member, Candidate candidate) {
  const std::lock_guard<std::mutex> lock(mutexes_[member % mutexes_.size()]);
  lists_[member].push_back(candidate);
  return lists_[member].size() >= most_;
}

void CandidateLists::Take(MemberPosition member, std::vector<Candidate>& taken) {
  taken.clear();
  {
    const std::lock_guard<std::mutex> lock(mutexes_[member % mutexes_.size()]);
    taken.swap(lists_[member]);
  }
  std::sort(taken.begin(), taken.end(), [](const Candidate& a, const Candidate& b) {
    return a.bound != b.bound ? a.bound > b.bound : a.partner < b.partner;
  });
}

}  // namespace counterpoint::matching

#include "matching/exposure/open_places.h"

#include <algorithm>
#include <numeric>

namespace counterpoint::matching {

OpenPlaces::OpenPlaces(const CandidateRows& candidates, std::size_t list_size)
    : candidates_(candidates), list_size_(list_size) {
  problem_.first.push_back(0);
  for (std::size_t i = 0; i + 1 < candidates.first.size(); ++i) AddRow(i);
  problem_.relevance.resize(static_cast<Eigen::Index>(place_.size()));
  for (std::size_t c = 0; c < place_.size(); ++c) {
    problem_.relevance[static_cast<Eigen::Index>(c)] = candidates.relevance[place_[c]];
  }
}

std::size_t OpenPlaces::Pinned(std::size_t row) const {
  return candidates_.pinned.empty() ? 0 : std::min(candidates_.pinned[row], list_size_);
}

void OpenPlaces::AddRow(std::size_t row) {
  const std::size_t begin = candidates_.first[row];
  const std::size_t end = candidates_.first[row + 1];
  const std::size_t free = begin + Pinned(row);
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
    problem_.row.push_back(static_cast<std::uint32_t>(row));
    problem_.column.push_back(partner);
    place_.push_back(c);
  }
  problem_.first.push_back(place_.size());
  problem_.places.push_back(static_cast<std::uint32_t>(
      std::min(end - free, list_size_ - std::min(list_size_, Pinned(row)))));
}

void OpenPlaces::SetCapacity(std::size_t lists) {
  for (std::size_t j = 0; j < problem_.columns(); ++j) {
    problem_.capacity[j] =
        static_cast<std::uint32_t>(lists - std::min<std::size_t>(lists, pinned_[j]));
  }
}

std::size_t OpenPlaces::EvenShare() const {
  const std::size_t filled = std::accumulate(problem_.places.begin(), problem_.places.end(),
                                             std::accumulate(pinned_.begin(), pinned_.end(), 0UL));
  const std::size_t shown =
      static_cast<std::size_t>(std::count(is_candidate_.begin(), is_candidate_.end(), true));
  return shown == 0 ? 0 : (filled + shown - 1) / shown;
}

std::vector<std::vector<std::size_t>> OpenPlaces::Listed(const ListChoice& choice) const {
  std::vector<std::vector<std::size_t>> listed(problem_.rows());
  for (std::size_t i = 0; i < listed.size(); ++i) {
    for (std::size_t k = 0; k < Pinned(i); ++k) listed[i].push_back(candidates_.first[i] + k);
    for (std::size_t c = problem_.first[i]; c < problem_.first[i + 1]; ++c) {
      if (choice.IsListed(c)) listed[i].push_back(place_[c]);
    }
  }
  return listed;
}

}  // namespace counterpoint::matching

// What an allocation decides: the places of lists that are not taken by pins.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/exposure/allocation.h"
#include "matching/exposure/list_transport.h"

namespace counterpoint::matching {

// The candidates that are not pinned, as a transport problem. Columns are positions
// of members. Borrows the candidates.
class OpenPlaces {
 public:
  OpenPlaces(const CandidateRows& candidates, std::size_t list_size);

  // Everybody may stand in so many lists, those that pin it included.
  void SetCapacity(std::size_t lists);
  const ListTransport& problem() const { return problem_; }
  // Of the pinned candidates.
  double pinned_total() const { return pinned_total_; }
  // Lists that each member would stand in that is somebody's candidate, if all stood
  // in equally many; rounded up.
  std::size_t EvenShare() const;
  // Places in the candidates, by row: the pinned and the chosen.
  std::vector<std::vector<std::size_t>> Listed(const ListChoice& choice) const;

 private:
  std::size_t Pinned(std::size_t row) const;
  void AddRow(std::size_t row);

  const CandidateRows& candidates_;
  const std::size_t list_size_;
  ListTransport problem_;
  std::vector<std::size_t> place_;   // In candidates_, of the problem's candidates.
  std::vector<std::size_t> pinned_;  // Lists that each column stands in anyway.
  std::vector<bool> is_candidate_;   // Of each column, pinned or not.
  double pinned_total_ = 0;
};

}  // namespace counterpoint::matching

// Whom lists show as a transport problem: places are shipped from the members that
// read the lists to the members that stand in them.
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace counterpoint::matching {

// Choose candidates so that the sum of their relevance is highest, at most
// `places` of each row and at most `capacity` of each column. Candidates
// [first[i], first[i + 1]) are those of row i, the most relevant first, no column
// twice.
struct ListTransport {
  std::vector<std::size_t> first;       // One more than there are rows.
  std::vector<std::uint32_t> row;       // Of each candidate.
  std::vector<std::uint32_t> column;    // Of each candidate.
  Eigen::ArrayXd relevance;             // Of each candidate, [0, 1].
  std::vector<std::uint32_t> places;    // Of each row; not more than its candidates.
  std::vector<std::uint32_t> capacity;  // Of each column.

  std::size_t rows() const { return places.size(); }
  std::size_t columns() const { return capacity.size(); }
};

// An empty place costs as much as the most relevant candidate brings. So prices
// lie in [0, 2]: at 2 a place is rather left empty.
inline constexpr double kEmptyPlace = -1;
inline constexpr double kHighestPrice = 2;

// What a place in the middle of a list is contested by: the mean, over the rows
// with more candidates than places, of how far the last listed candidate is behind
// the first, or what follows it is behind it, whichever is more. At least 1e-4.
double RelevanceScale(const ListTransport& problem);

// Which candidates are listed. Borrows the problem.
class ListChoice {
 public:
  explicit ListChoice(const ListTransport& problem);

  bool IsListed(std::size_t candidate) const { return listed_[candidate]; }
  std::uint32_t length(std::size_t row) const { return length_[row]; }
  std::uint32_t load(std::size_t column) const { return load_[column]; }
  bool HasPlace(std::size_t row) const { return length_[row] < problem_->places[row]; }
  bool HasRoom(std::size_t column) const { return load_[column] < problem_->capacity[column]; }
  double total() const;

  void List(std::size_t candidate);
  void Drop(std::size_t candidate);

 private:
  const ListTransport* problem_;
  std::vector<bool> listed_;
  std::vector<std::uint32_t> length_;
  std::vector<std::uint32_t> load_;
};

// Each row's best candidates by relevance - price, as many as it has places,
// whatever the capacities; ties go to the earlier candidate. With a multiple of some
// prices the total relevance falls, or stays, as the multiple rises.
ListChoice BestByValue(const ListTransport& problem, const Eigen::ArrayXd& prices);

}  // namespace counterpoint::matching

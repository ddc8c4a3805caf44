#include "matching/exposure/list_transport.h"

#include <algorithm>
#include <numeric>

namespace counterpoint::matching {

double RelevanceScale(const ListTransport& problem) {
  double sum = 0;
  std::size_t counted = 0;
  for (std::size_t i = 0; i < problem.rows(); ++i) {
    const std::size_t places = problem.places[i];
    const std::size_t candidates = problem.first[i + 1] - problem.first[i];
    if (places == 0 || candidates <= places) continue;
    const double* const relevance = problem.relevance.data() + problem.first[i];
    const double last = relevance[places - 1];
    sum += std::max(relevance[0] - last, last - relevance[std::min(2 * places, candidates) - 1]);
    ++counted;
  }
  constexpr double kLeast = 1e-4;
  return counted == 0 ? kLeast : std::max(kLeast, sum / static_cast<double>(counted));
}

ListChoice::ListChoice(const ListTransport& problem)
    : problem_(&problem),
      listed_(problem.column.size(), false),
      length_(problem.rows(), 0),
      load_(problem.columns(), 0) {}

double ListChoice::total() const {
  double sum = 0;
  for (std::size_t c = 0; c < listed_.size(); ++c) {
    if (listed_[c]) sum += problem_->relevance[static_cast<Eigen::Index>(c)];
  }
  return sum;
}

void ListChoice::List(std::size_t candidate) {
  listed_[candidate] = true;
  ++length_[problem_->row[candidate]];
  ++load_[problem_->column[candidate]];
}

void ListChoice::Drop(std::size_t candidate) {
  listed_[candidate] = false;
  --length_[problem_->row[candidate]];
  --load_[problem_->column[candidate]];
}

ListChoice BestByValue(const ListTransport& problem, const Eigen::ArrayXd& prices) {
  ListChoice choice(problem);
  std::vector<double> value;
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < problem.rows(); ++i) {
    const std::size_t first = problem.first[i];
    const std::size_t candidates = problem.first[i + 1] - first;
    const std::size_t places = problem.places[i];
    value.resize(candidates);
    order.resize(candidates);
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (places < candidates) {
      for (std::size_t k = 0; k < candidates; ++k) {
        value[k] = problem.relevance[static_cast<Eigen::Index>(first + k)] -
                   prices[static_cast<Eigen::Index>(problem.column[first + k])];
      }
      std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(places),
                       order.end(), [&](std::size_t a, std::size_t b) {
                         return value[a] != value[b] ? value[a] > value[b] : a < b;
                       });
    }
    for (std::size_t k = 0; k < places; ++k) choice.List(first + order[k]);
  }
  return choice;
}

}  // namespace counterpoint::matching

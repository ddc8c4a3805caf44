#include "matching/planning/cnf.h"

namespace counterpoint::matching {

Cnf::Cnf() : clauses_{kTrue, 0} {}

void Cnf::Add(std::span<const Literal> clause) {
  const std::size_t start = clauses_.size();
  for (const Literal literal : clause) {
    if (literal == kTrue) {
      clauses_.resize(start);
      return;
    }
    if (literal != kFalse) clauses_.push_back(literal);
  }
  clauses_.push_back(0);
}

void Cnf::AddAtMostOne(std::vector<Literal> literals) {
  constexpr std::size_t kPairwise = 5;
  constexpr std::size_t kSplit = 3;
  while (literals.size() > kPairwise) {
    // `carry` stands for the last three among the rest.
    const Literal carry = NewVariable();
    for (std::size_t i = 0; i < kSplit; ++i) {
      const Literal one = literals[literals.size() - 1 - i];
      for (std::size_t j = 0; j < i; ++j) Add({-one, -literals[literals.size() - 1 - j]});
      Add({-one, carry});
    }
    literals.resize(literals.size() - kSplit);
    literals.insert(literals.begin(), carry);
  }
  for (std::size_t i = 0; i < literals.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) Add({-literals[i], -literals[j]});
  }
}

}  // namespace counterpoint::matching

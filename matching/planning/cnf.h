// A formula in conjunctive normal form, as it is built up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

namespace counterpoint::matching {

// Variables are numbered from 1; a negative number is the negation.
using Literal = std::int32_t;

// Variable 1 is true, so that what is known beforehand needs no case of its own.
inline constexpr Literal kTrue = 1;
inline constexpr Literal kFalse = -1;

class Cnf {
 public:
  Cnf();

  Literal NewVariable() { return ++variables_; }
  // A clause that holds kTrue is left out, and kFalse is left out of a clause.
  void Add(std::span<const Literal> clause);
  void Add(std::initializer_list<Literal> clause) {
    Add(std::span<const Literal>(clause.begin(), clause.size()));
  }
  // Not both of any two of them. Up to five pair by pair, more with a new
  // variable for every third (Knuth, TAOCP 4B, 7.2.2.2, exercise 12).
  void AddAtMostOne(std::vector<Literal> literals);

  Literal variables() const { return variables_; }
  // All clauses one after the other, each followed by 0.
  const std::vector<Literal>& clauses() const { return clauses_; }

 private:
  Literal variables_ = kTrue;
  std::vector<Literal> clauses_;
};

}  // namespace counterpoint::matching

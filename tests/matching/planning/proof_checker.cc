#include "tests/matching/planning/proof_checker.h"

#include <algorithm>
#include <set>
#include <sstream>
#include <vector>

namespace counterpoint::matching {
namespace {

using Clause = std::vector<int>;

class Checker {
 public:
  void Add(Clause clause) { clauses_.insert(std::move(clause)); }

  // One of equal clauses; unit clauses are kept, as checkers do, since solvers
  // name clauses that only units satisfy.
  void Remove(const Clause& clause) {
    if (clause.size() <= 1) return;
    const auto at = clauses_.find(clause);
    if (at != clauses_.end()) clauses_.erase(at);
  }

  bool Follows(const Clause& clause, int pivot) const {
    if (Contradicts(clause)) return true;
    if (clause.empty()) return false;
    return std::all_of(clauses_.begin(), clauses_.end(), [&](const Clause& other) {
      if (!std::binary_search(other.begin(), other.end(), -pivot)) return true;
      Clause resolvent = clause;
      for (const int literal : other) {
        if (literal != -pivot) resolvent.push_back(literal);
      }
      return Contradicts(resolvent);
    });
  }

 private:
  // Whether unit propagation finds a conflict where all literals are false.
  bool Contradicts(const Clause& clause) const {
    std::set<int> falsified;
    for (const int literal : clause) {
      if (falsified.count(-literal) > 0) return true;
      falsified.insert(literal);
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (const Clause& each : clauses_) {
        int open = 0;
        int count = 0;
        bool satisfied = false;
        for (const int literal : each) {
          satisfied = satisfied || falsified.count(-literal) > 0;
          if (falsified.count(literal) > 0) continue;
          open = literal;
          ++count;
        }
        if (satisfied || count > 1) continue;
        if (count == 0) return true;
        falsified.insert(-open);
        changed = true;
      }
    }
    return false;
  }

  std::multiset<Clause> clauses_;  // Literals in order.
};

// The literals up to a 0.
Clause Read(std::istream& line) {
  Clause clause;
  for (int literal = 0; line >> literal && literal != 0;) clause.push_back(literal);
  return clause;
}

Clause Sorted(Clause clause) {
  std::sort(clause.begin(), clause.end());
  return clause;
}

}  // namespace

bool Refutes(const std::string& formula, const std::string& proof) {
  Checker checker;
  std::istringstream formula_lines(formula);
  for (std::string line; std::getline(formula_lines, line);) {
    if (line.empty() || line[0] == 'c' || line[0] == 'p') continue;
    std::istringstream words(line);
    checker.Add(Sorted(Read(words)));
  }
  std::istringstream proof_lines(proof);
  for (std::string line; std::getline(proof_lines, line);) {
    if (line.empty()) continue;
    const bool is_deletion = line[0] == 'd';
    std::istringstream words(is_deletion ? line.substr(1) : line);
    const Clause clause = Read(words);
    if (is_deletion) {
      checker.Remove(Sorted(clause));
      continue;
    }
    if (!checker.Follows(clause, clause.empty() ? 0 : clause.front())) return false;
    if (clause.empty()) return true;
    checker.Add(Sorted(clause));
  }
  return false;
}

}  // namespace counterpoint::matching

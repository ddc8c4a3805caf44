// Lists and pools as a refresh would make them, at random.
#pragma once

#include <cmath>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "matching/refresh/pool.h"
#include "service/recommendations/stored_lists.h"

namespace counterpoint::service {

inline std::vector<std::string> ExampleMembers(int count) {
  std::vector<std::string> members;
  for (int i = 0; i < count; ++i) members.push_back(absl::StrFormat("m%05d", i));
  return members;
}

inline std::vector<matching::Pool> ExamplePools(int members, int largest, std::mt19937& random) {
  std::vector<matching::Pool> pools(static_cast<std::size_t>(members));
  for (matching::Pool& pool : pools) {
    pool.complete = random() % 2 == 0;
    pool.entries.resize(random() % static_cast<unsigned>(largest + 1));
    for (matching::PoolEntry& entry : pool.entries) {
      entry.partner = static_cast<matching::MemberPosition>(random() % pools.size());
      entry.score = static_cast<double>(random()) / 7e9;
      entry.gain = entry.score / 3;
      entry.partner_gain = 1 - entry.score;
    }
  }
  return pools;
}

// Of `members`, with and without pins, rules and acceptance.
inline StoredLists ExampleLists(int members, std::mt19937& random, v1::Generation generation = {}) {
  ListColumns columns;
  columns.rules = {"veto-a", "boost-b", "pin-c"};
  for (int member = 0; member < members; ++member) {
    for (unsigned i = random() % 6; i > 0; --i) {
      StoredEntry& entry = columns.entries.emplace_back();
      entry.partner = static_cast<std::uint32_t>(random() % static_cast<unsigned>(members));
      entry.score = static_cast<double>(random()) / 5e9;
      entry.gain = entry.score / 2;
      entry.partner_gain = entry.score / 4;
      if (random() % 2 == 0) entry.acceptance = entry.score / 8;
      entry.rule = static_cast<std::uint32_t>(random() % 4);
      entry.pinned = entry.rule == 3;
    }
    columns.first.push_back(columns.entries.size());
  }
  return StoredLists(std::move(generation), ExampleMembers(members), std::move(columns));
}

}  // namespace counterpoint::service

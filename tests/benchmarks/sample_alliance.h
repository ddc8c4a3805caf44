// Alliances of any size for the benchmarks: members from the generator with a
// fixed seed, so that every run measures the same.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "counterpoint/v1/member.pb.h"
#include "matching/index/member_index.h"
#include "matching/text/analyzer.h"

namespace counterpoint::benchmarks {

inline constexpr std::uint64_t kSeed = 20260101;

// Members m-000000, m-000001, ... of alliance "benchmark".
std::vector<v1::Member> GenerateMembers(std::int64_t count);

// One for the whole program.
const matching::Analyzer& SharedAnalyzer();

std::shared_ptr<const matching::MemberFeatures> FeaturesOf(const v1::Member& member);
// On all threads of the machine.
matching::MemberIndex::Members FeaturesOf(const std::vector<v1::Member>& members);

// Features and index of the first `count` members; made once for each count.
struct IndexedAlliance {
  matching::MemberIndex::Members members;
  std::shared_ptr<const matching::MemberIndex> index;
};
const IndexedAlliance& AllianceOf(std::int64_t count);

// Ten for each member: a few members have thousands of partners, most have a
// dozen.
std::vector<matching::Partnership> PartnershipsOf(const matching::MemberIndex::Members& members);

}  // namespace counterpoint::benchmarks

// An alliance made of a public set: the same steps that the service takes from
// profiles to an index.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "matching/index/member_index.h"
#include "matching/ranking/ranking.h"

namespace counterpoint::evaluation {

const matching::Analyzer& SharedAnalyzer();

matching::ListingProfile MakeListing(const std::string& id, const std::string& title,
                                     const std::string& text);

std::shared_ptr<const matching::MemberIndex> BuildIndex(
    const std::vector<matching::MemberProfile>& profiles);

// With nothing kept out: floor and diversity are 0.
matching::RankingQuery MakeQuery(const matching::Policy& policy, std::size_t limit);

}  // namespace counterpoint::evaluation

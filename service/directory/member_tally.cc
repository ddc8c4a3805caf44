#include "service/directory/member_tally.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace counterpoint::service {
namespace {

constexpr std::size_t kMostRegions = 1000;

bool ShowsConfidences(const Viewer& viewer, const DirectoryRow& row) {
  return viewer.See(row.features->id, v1::BROKER) != Sight::kNothing;
}

// The most first, then in order of value.
template <typename Value>
std::vector<std::pair<Value, int>> Ordered(const std::map<Value, int>& counts) {
  std::vector<std::pair<Value, int>> ordered(counts.begin(), counts.end());
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return ordered;
}

void CountKinds(const std::vector<FoundMember>& found, v1::MemberCounts& counts) {
  std::map<matching::MemberKind, int> kinds;
  for (const FoundMember& one : found) ++kinds[one.block->row(one.row).features->kind];
  for (const auto& [kind, members] : Ordered(kinds)) {
    auto& count = *counts.add_kinds();
    count.set_kind(static_cast<v1::MemberKind>(kind));
    count.set_members(members);
  }
}

void CountStates(const std::vector<FoundMember>& found, v1::MemberCounts& counts) {
  std::map<matching::MemberState, int> states;
  for (const FoundMember& one : found) ++states[one.block->row(one.row).features->state];
  for (const auto& [state, members] : Ordered(states)) {
    auto& count = *counts.add_states();
    count.set_state(static_cast<v1::MemberState>(state));
    count.set_members(members);
  }
}

void CountRegions(const std::vector<FoundMember>& found, v1::MemberCounts& counts) {
  std::map<std::string, int> regions;
  std::vector<int> in_block;  // By number of the region in `block`.
  const MemberDirectory::Block* block = nullptr;
  const auto add_block = [&] {
    for (std::size_t i = 0; i < in_block.size(); ++i) {
      if (in_block[i] > 0) regions[block->regions()[i]] += in_block[i];
    }
  };
  for (const FoundMember& one : found) {
    if (one.block != block) {
      add_block();
      block = one.block;
      in_block.assign(block->regions().size(), 0);
    }
    ++in_block[block->region(one.row)];
  }
  add_block();
  for (const auto& [region, members] : Ordered(regions)) {
    if (static_cast<std::size_t>(counts.regions_size()) == kMostRegions) break;
    auto& count = *counts.add_regions();
    count.set_region(region);
    count.set_members(members);
  }
}

void CountTopics(const std::vector<FoundMember>& found, const Viewer& viewer,
                 const matching::Thesaurus& thesaurus, v1::MemberCounts& counts) {
  struct Count {
    matching::TopicIndex topic = 0;
    int needing = 0;
    int offering = 0;
  };
  std::vector<Count> all(thesaurus.size());
  for (const FoundMember& one : found) {
    const DirectoryRow& row = one.block->row(one.row);
    const bool all_sides = ShowsConfidences(viewer, row);
    const int needed = kNeeded | (all_sides ? kNeededInConfidence : 0);
    const int offered = kOffered | (all_sides ? kOfferedInConfidence : 0);
    for (const TopicUse& use : row.topics) {
      Count& count = all[static_cast<std::size_t>(use.topic)];
      count.needing += (use.sides & needed) != 0 ? 1 : 0;
      count.offering += (use.sides & offered) != 0 ? 1 : 0;
    }
  }
  for (std::size_t i = 0; i < all.size(); ++i) all[i].topic = static_cast<int>(i);
  all.erase(std::remove_if(all.begin(), all.end(),
                           [](const Count& c) { return c.needing + c.offering == 0; }),
            all.end());
  // Topics are numbered in order of id.
  std::stable_sort(all.begin(), all.end(), [](const Count& a, const Count& b) {
    return a.needing + a.offering > b.needing + b.offering;
  });
  for (const Count& one : all) {
    auto& count = *counts.add_topics();
    count.set_topic(thesaurus.topic(one.topic).id);
    count.set_needing_members(one.needing);
    count.set_offering_members(one.offering);
  }
}

void CountListings(const std::vector<FoundMember>& found, const Viewer& viewer,
                   v1::MemberCounts& counts) {
  std::int64_t needs = 0;
  std::int64_t offers = 0;
  for (const FoundMember& one : found) {
    const DirectoryRow& row = one.block->row(one.row);
    needs += row.needs.shown;
    offers += row.offers.shown;
    if (row.needs.in_confidence + row.offers.in_confidence == 0) continue;
    if (!ShowsConfidences(viewer, row)) continue;
    needs += row.needs.in_confidence;
    offers += row.offers.in_confidence;
  }
  counts.set_need_count(needs);
  counts.set_offer_count(offers);
}

}  // namespace

v1::MemberCounts CountMembers(const std::vector<FoundMember>& found,
                              const google::protobuf::RepeatedField<int>& facets,
                              const Viewer& viewer, const matching::Thesaurus& thesaurus) {
  v1::MemberCounts counts;
  for (const int facet : facets) {
    switch (facet) {
      case v1::SearchMembersRequest::KINDS:
        CountKinds(found, counts);
        break;
      case v1::SearchMembersRequest::REGIONS:
        CountRegions(found, counts);
        break;
      case v1::SearchMembersRequest::STATES:
        CountStates(found, counts);
        break;
      case v1::SearchMembersRequest::TOPICS:
        CountTopics(found, viewer, thesaurus, counts);
        break;
      case v1::SearchMembersRequest::LISTINGS:
        CountListings(found, viewer, counts);
        break;
      default:
        break;
    }
  }
  return counts;
}

}  // namespace counterpoint::service

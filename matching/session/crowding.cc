#include "matching/session/crowding.h"

#include <lemon/preflow.h>
#include <lemon/smart_graph.h>

#include <numeric>
#include <utility>

#include "matching/planning/slot_matching.h"

namespace counterpoint::matching {
namespace {

// The meetings on the source's side of a minimum cut: they have fewer places
// between them than they are, by as many as no flow can place.
Crowd CrowdOfSlots(const RepairProblem& problem, const std::vector<std::size_t>& meetings,
                   const std::vector<int>& most) {
  using Graph = lemon::SmartDigraph;
  Graph graph;
  Graph::ArcMap<int> capacity(graph);
  const Graph::Node source = graph.addNode();
  const Graph::Node sink = graph.addNode();
  const auto connect = [&](Graph::Node from, Graph::Node to, int most_flow) {
    capacity[graph.addArc(from, to)] = most_flow;
  };
  std::vector<Graph::Node> slots;
  for (const int places : most) {
    slots.push_back(graph.addNode());
    connect(slots.back(), sink, places);
  }
  std::vector<Graph::Node> nodes;
  for (const std::size_t m : meetings) {
    nodes.push_back(graph.addNode());
    connect(source, nodes.back(), 1);
    for (const int slot : problem.domains[m]) {
      connect(nodes.back(), slots[static_cast<std::size_t>(slot)], 1);
    }
  }
  lemon::Preflow<Graph, Graph::ArcMap<int>> flow(graph, capacity, source, sink);
  flow.runMinCut();
  Crowd crowd{.meetings = {}, .excess = static_cast<int>(meetings.size()) - flow.flowValue()};
  for (std::size_t i = 0; i < meetings.size(); ++i) {
    if (flow.minCut(nodes[i])) crowd.meetings.push_back(meetings[i]);
  }
  return crowd;
}

Crowd CrowdOfParticipant(const RepairProblem& problem, const std::vector<std::size_t>& meetings) {
  std::vector<SlotSet> domains;
  SlotSet open;
  for (const std::size_t m : meetings) {
    domains.push_back(problem.domains[m]);
    open |= problem.domains[m];
  }
  SlotMatching matching(std::move(domains));
  for (const int slot : open) matching.Offer(slot);
  Crowd crowd{.meetings = {}, .excess = static_cast<int>(meetings.size()) - matching.size()};
  for (const std::size_t i : matching.Crowded()) crowd.meetings.push_back(meetings[i]);
  return crowd;
}

}  // namespace

std::vector<Crowd> FindCrowds(const RepairProblem& problem, const std::vector<bool>& counted) {
  std::vector<Crowd> crowds;
  const auto only_counted = [&](const std::vector<std::size_t>& meetings) {
    std::vector<std::size_t> only;
    for (const std::size_t m : meetings) {
      if (counted[m]) only.push_back(m);
    }
    return only;
  };
  const auto add = [&](Crowd crowd) {
    if (crowd.excess > 0) crowds.push_back(std::move(crowd));
  };
  std::vector<std::size_t> all;
  for (std::size_t m = 0; m < counted.size(); ++m) {
    if (counted[m]) all.push_back(m);
  }
  add(CrowdOfSlots(problem, all, problem.meetings.tables));
  for (const MeetingLimit& limit : problem.meetings.limits) {
    add(CrowdOfSlots(problem, only_counted(limit.meetings), limit.most));
  }
  for (const std::vector<std::size_t>& meetings : MeetingsOfParticipants(problem.meetings)) {
    add(CrowdOfParticipant(problem, only_counted(meetings)));
  }
  return crowds;
}

std::vector<Crowd> FindPublishedCrowds(const RepairProblem& problem) {
  std::vector<Crowd> crowds;
  std::vector<std::vector<std::size_t>> in_slot(problem.meetings.tables.size());
  const auto add = [&](const std::vector<std::size_t>& meetings, const std::vector<int>& most) {
    for (std::vector<std::size_t>& here : in_slot) here.clear();
    for (const std::size_t m : meetings) {
      const int slot = problem.published[m];
      if (slot != kUnplaced && problem.domains[m].contains(slot)) {
        in_slot[static_cast<std::size_t>(slot)].push_back(m);
      }
    }
    for (std::size_t slot = 0; slot < most.size(); ++slot) {
      const int excess = static_cast<int>(in_slot[slot].size()) - most[slot];
      if (excess > 0) crowds.push_back({.meetings = in_slot[slot], .excess = excess});
    }
  };
  std::vector<std::size_t> all(problem.domains.size());
  std::iota(all.begin(), all.end(), 0);
  add(all, problem.meetings.tables);
  for (const MeetingLimit& limit : problem.meetings.limits) add(limit.meetings, limit.most);
  return crowds;
}

}  // namespace counterpoint::matching

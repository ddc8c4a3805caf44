#include "matching/index/member_index.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"

namespace counterpoint::matching {
namespace {

// Past this many members a block is no longer merged into for tidiness: the
// merge would take longer than a change may take to be seen.
constexpr std::size_t kLargePart = 4096;
// Blocks of at most kLargePart members grow by factors of this.
constexpr std::size_t kGrowth = 4;

bool HasSmallerId(const std::shared_ptr<const MemberFeatures>& a,
                  const std::shared_ptr<const MemberFeatures>& b) {
  return a->id < b->id;
}

void SortById(MemberIndex::Members& members) { absl::c_sort(members, HasSmallerId); }

std::shared_ptr<const std::vector<PartnerGraph::Node>> NodesOf(const Segment& segment,
                                                               const PartnerGraph& graph) {
  if (graph.empty()) return nullptr;
  std::vector<PartnerGraph::Node> nodes;
  nodes.reserve(segment.size());
  for (const auto& member : segment.members()) nodes.push_back(graph.NodeOf(member->id));
  return std::make_shared<const std::vector<PartnerGraph::Node>>(std::move(nodes));
}

}  // namespace

std::shared_ptr<const MemberIndex> MemberIndex::Build(std::shared_ptr<const TextModel> model,
                                                      Members members, std::int64_t revision,
                                                      const ParallelFor& parallel) {
  auto index = std::shared_ptr<MemberIndex>(new MemberIndex);
  index->model_ = std::move(model);
  index->revision_ = revision;
  index->size_ = members.size();
  if (!members.empty()) index->parts_.push_back(index->MakePart(std::move(members), parallel));
  return index;
}

MemberIndex::Part MemberIndex::MakePart(Members members, const ParallelFor& parallel) const {
  SortById(members);
  Part part;
  part.live = members.size();
  part.segment = std::make_shared<Segment>(*model_, std::move(members), parallel);
  part.nodes = NodesOf(*part.segment, *partnerships_);
  return part;
}

std::shared_ptr<const MemberIndex> MemberIndex::With(Members put,
                                                     const std::vector<std::string>& removed,
                                                     std::int64_t revision) const {
  auto index = std::shared_ptr<MemberIndex>(new MemberIndex(*this));
  index->revision_ = revision;
  for (const std::string& id : removed) index->Bury(id);
  for (const auto& member : put) index->Bury(member->id);
  index->size_ += put.size();
  if (!put.empty()) index->parts_.push_back(index->MakePart(std::move(put)));
  index->MergeSmallParts();
  return index;
}

void MemberIndex::Bury(absl::string_view id) {
  for (Part& part : parts_) {
    const auto at = part.segment->Find(id);
    if (!at || part.IsDead(*at)) continue;
    auto dead = part.dead == nullptr ? std::make_shared<std::vector<bool>>(part.segment->size())
                                     : std::make_shared<std::vector<bool>>(*part.dead);
    (*dead)[*at] = true;
    part.dead = std::move(dead);
    --part.live;
    --size_;
    return;
  }
}

std::shared_ptr<const MemberIndex> MemberIndex::WithPartnerships(
    std::shared_ptr<const PartnerGraph> graph, std::int64_t revision) const {
  std::shared_ptr<MemberIndex> index(new MemberIndex(*this));
  index->partnerships_ = std::move(graph);
  index->revision_ = revision;
  for (Part& part : index->parts_) part.nodes = NodesOf(*part.segment, *index->partnerships_);
  return index;
}

void MemberIndex::MergeSmallParts() {
  parts_.erase(
      std::remove_if(parts_.begin(), parts_.end(), [](const Part& part) { return part.live == 0; }),
      parts_.end());
  absl::c_stable_sort(parts_, [](const Part& a, const Part& b) { return a.live > b.live; });
  // The smaller ones of similar size become one, as in a log-structured merge
  // tree: each member is then rewritten a logarithmic number of times.
  while (parts_.size() >= 2) {
    const Part& last = parts_[parts_.size() - 1];
    const Part& before = parts_[parts_.size() - 2];
    const bool similar = before.live <= kGrowth * last.live;
    const bool small = before.live + last.live <= kLargePart || before.live <= 2 * last.live;
    if (!similar || !small) break;
    Members members;
    for (const Part* part : {&before, &last}) {
      for (std::size_t i = 0; i < part->segment->size(); ++i) {
        if (!part->IsDead(i)) members.push_back(part->segment->member(i));
      }
    }
    parts_.pop_back();
    parts_.back() = MakePart(std::move(members));
  }
}

std::shared_ptr<const MemberFeatures> MemberIndex::Find(absl::string_view id) const {
  for (const Part& part : parts_) {
    const auto at = part.segment->Find(id);
    if (at && !part.IsDead(*at)) return part.segment->member(*at);
  }
  return nullptr;
}

MemberIndex::Members MemberIndex::All() const {
  Members members;
  members.reserve(size_);
  // Each part is in order, and those behind are smaller.
  for (auto part = parts_.rbegin(); part != parts_.rend(); ++part) {
    const auto merged = static_cast<std::ptrdiff_t>(members.size());
    for (std::size_t i = 0; i < part->segment->size(); ++i) {
      if (!part->IsDead(i)) members.push_back(part->segment->member(i));
    }
    std::inplace_merge(members.begin(), members.begin() + merged, members.end(), HasSmallerId);
  }
  return members;
}

}  // namespace counterpoint::matching

#include "matching/index/member_index.h"

#include <algorithm>
#include <iterator>
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

// Of parts with so many live members, the largest first, those from this one on
// are to become one: the smaller ones of similar size, as in a log-structured
// merge tree, so that each member is rewritten a logarithmic number of times.
std::size_t FirstToMerge(const std::vector<std::size_t>& sizes) {
  if (sizes.empty()) return 0;
  std::size_t first = sizes.size() - 1;
  for (std::size_t merged = sizes[first]; first > 0; --first) {
    const std::size_t before = sizes[first - 1];
    const bool similar = before <= kGrowth * merged;
    const bool small = before + merged <= kLargePart || before <= 2 * merged;
    if (!similar || !small) break;
    merged += before;
  }
  return first;
}

std::shared_ptr<const std::vector<PartnerGraph::Node>> NodesOf(const Segment& segment,
                                                               const PartnerGraph& graph) {
  if (graph.empty()) return nullptr;
  std::vector<PartnerGraph::Node> nodes;
  nodes.reserve(segment.size());
  for (const auto& member : segment.members()) nodes.push_back(graph.NodeOf(member->id));
  return std::make_shared<const std::vector<PartnerGraph::Node>>(std::move(nodes));
}

// In order of id; none of a part without a segment.
void AppendLive(const MemberIndex::Part& part, MemberIndex::Members& members) {
  const std::size_t size = part.segment == nullptr ? 0 : part.segment->size();
  for (std::size_t i = 0; i < size; ++i) {
    if (!part.IsDead(i)) members.push_back(part.segment->member(i));
  }
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
                                                     std::int64_t revision,
                                                     const ParallelFor& parallel) const {
  auto index = std::shared_ptr<MemberIndex>(new MemberIndex(*this));
  index->revision_ = revision;
  for (const std::string& id : removed) index->Bury(id);
  for (const auto& member : put) index->Bury(member->id);
  index->size_ += put.size();
  index->AddMerged(std::move(put), parallel);
  return index;
}

std::shared_ptr<const MemberIndex> MemberIndex::Supposing(Members put) const {
  auto index = std::shared_ptr<MemberIndex>(new MemberIndex(*this));
  for (const auto& member : put) index->Bury(member->id);
  index->size_ += put.size();
  if (!put.empty()) index->parts_.push_back(index->MakePart(std::move(put)));
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

void MemberIndex::AddMerged(Members put, const ParallelFor& parallel) {
  parts_.erase(
      std::remove_if(parts_.begin(), parts_.end(), [](const Part& part) { return part.live == 0; }),
      parts_.end());
  // Without a segment until it is known what else comes into it.
  if (!put.empty()) parts_.emplace_back().live = put.size();
  absl::c_stable_sort(parts_, [](const Part& a, const Part& b) { return a.live > b.live; });
  std::vector<std::size_t> sizes;
  for (const Part& part : parts_) sizes.push_back(part.live);
  const std::size_t first = FirstToMerge(sizes);
  if (parts_.size() - first > 1) {
    Members merged;
    for (std::size_t i = first; i < parts_.size(); ++i) {
      if (parts_[i].segment == nullptr) absl::c_move(put, std::back_inserter(merged));
      AppendLive(parts_[i], merged);
    }
    parts_.resize(first);
    parts_.push_back(MakePart(std::move(merged), parallel));
  }
  for (Part& part : parts_) {
    if (part.segment == nullptr) part = MakePart(std::move(put), parallel);
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
    AppendLive(*part, members);
    std::inplace_merge(members.begin(), members.begin() + merged, members.end(), HasSmallerId);
  }
  return members;
}

}  // namespace counterpoint::matching

// All members of an alliance at one revision, ready to be queried.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "matching/features/member_features.h"
#include "matching/features/text_model.h"
#include "matching/index/segment.h"
#include "matching/network/partner_graph.h"

namespace counterpoint::matching {

// An immutable snapshot; thread-safe, cheap to keep: snapshots share their
// segments. Answers depend on the members and the model alone, not on how the
// members are spread over segments.
class MemberIndex {
 public:
  using Members = std::vector<std::shared_ptr<const MemberFeatures>>;

  // REQUIRES: each id once.
  static std::shared_ptr<const MemberIndex> Build(std::shared_ptr<const TextModel> model,
                                                  Members members, std::int64_t revision,
                                                  const ParallelFor& parallel = RunInTurn);

  // The index after some members were put (new or instead of what they were)
  // and some removed; unknown ids to remove are ignored. Costs time in
  // proportion to the change, plus now and then a merge of small segments.
  std::shared_ptr<const MemberIndex> With(Members put, const std::vector<std::string>& removed,
                                          std::int64_t revision,
                                          const ParallelFor& parallel = RunInTurn) const;

  // The same with some members put, to ask what would be: nothing is merged, so
  // it costs time in proportion to the change alone, and is not to be built upon.
  std::shared_ptr<const MemberIndex> Supposing(Members put) const;

  // The same members with other partnerships; those of With() are kept. Costs a
  // look-up for each member.
  std::shared_ptr<const MemberIndex> WithPartnerships(std::shared_ptr<const PartnerGraph> graph,
                                                      std::int64_t revision) const;
  // Never null.
  const std::shared_ptr<const PartnerGraph>& partnerships() const { return partnerships_; }

  // nullptr where there is no such member.
  std::shared_ptr<const MemberFeatures> Find(absl::string_view id) const;
  // In order of id.
  Members All() const;

  std::size_t size() const { return size_; }
  std::int64_t revision() const { return revision_; }
  const std::shared_ptr<const TextModel>& model() const { return model_; }

  // A segment with those of its members that still count.
  struct Part {
    std::shared_ptr<const Segment> segment;
    std::shared_ptr<const std::vector<bool>> dead;  // By member; null: none.
    std::size_t live = 0;
    // In partnerships(), by member; null where that is empty.
    std::shared_ptr<const std::vector<PartnerGraph::Node>> nodes;

    bool IsDead(std::size_t member) const { return dead != nullptr && (*dead)[member]; }
  };
  const std::vector<Part>& parts() const { return parts_; }

 private:
  MemberIndex() = default;
  // A part of these members, all live.
  Part MakePart(Members members, const ParallelFor& parallel = RunInTurn) const;
  void Bury(absl::string_view id);
  // A part of these, with the smaller parts of similar size in it.
  void AddMerged(Members put, const ParallelFor& parallel);

  std::shared_ptr<const TextModel> model_;
  std::vector<Part> parts_;  // The largest first; an id is live in one at most.
  std::shared_ptr<const PartnerGraph> partnerships_ = PartnerGraph::Build({});
  std::size_t size_ = 0;
  std::int64_t revision_ = 0;
};

}  // namespace counterpoint::matching

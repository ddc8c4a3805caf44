// The members of a generation as the live index has them now.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/call_once.h"
#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "matching/features/member_features.h"
#include "matching/network/partner_graph.h"
#include "service/live_index/member_catalog.h"
#include "service/live_index/snapshot.h"
#include "service/recommendations/stored_lists.h"

namespace counterpoint::service {

// With beside the features what most lists need of them, so that they need not be touched.
struct PresentMember {
  std::shared_ptr<const matching::MemberFeatures> features;  // Null: it is no member any more.
  absl::string_view summary;                                 // Of its entry in the catalog.
  bool changed = false;                                      // Since the generation was made.
  bool recommendable = false;                                // IsRecommendable().
};

// Of one generation and one catalog. Looks a member up when it is first asked for,
// so that a list costs a read of an array for each entry; what changes is a new
// catalog, and with it a new object of this class. Thread-safe. Keeps neither the
// lists nor the catalog, of which it gives views.
class PresentMembers {
 public:
  PresentMembers(const std::shared_ptr<const StoredLists>& lists, const IndexSnapshot& snapshot);
  ~PresentMembers();
  PresentMembers(const PresentMembers&) = delete;
  PresentMembers& operator=(const PresentMembers&) = delete;

  // Whether it is of these lists and of the snapshot's catalog.
  bool IsOf(const std::shared_ptr<const StoredLists>& lists, const IndexSnapshot& snapshot) const;

  // REQUIRES, as below: IsOf(lists, snapshot); position < lists.members().size().
  const PresentMember& At(std::uint32_t position, const StoredLists& lists,
                          const IndexSnapshot& snapshot) const;

  // PartnershipsFingerprint() of the snapshot's index, made anew where the graph is
  // another one.
  std::uint64_t Partnerships(const IndexSnapshot& snapshot) const ABSL_LOCKS_EXCLUDED(mutex_);

  // Ids of the members that have come or changed since, in order. The first call
  // costs a pass over all members.
  const std::vector<std::string>& Changed(const StoredLists& lists,
                                          const IndexSnapshot& snapshot) const;

 private:
  const std::weak_ptr<const StoredLists> lists_;
  const std::weak_ptr<const MemberCatalog> catalog_;
  mutable std::vector<std::atomic<const PresentMember*>> members_;  // Null: not looked up yet.
  mutable absl::Mutex mutex_;
  mutable std::weak_ptr<const matching::PartnerGraph> graph_ ABSL_GUARDED_BY(mutex_);
  mutable std::uint64_t partnerships_ ABSL_GUARDED_BY(mutex_) = 0;
  mutable absl::once_flag changed_once_;
  mutable std::vector<std::string> changed_;
};

}  // namespace counterpoint::service

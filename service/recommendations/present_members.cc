#include "service/recommendations/present_members.h"

#include <algorithm>

#include "service/recommendations/refresh_inputs.h"

namespace counterpoint::service {

PresentMembers::PresentMembers(const std::shared_ptr<const StoredLists>& lists,
                               const IndexSnapshot& snapshot)
    : lists_(lists), catalog_(snapshot.catalog), members_(lists->members().size()) {}

PresentMembers::~PresentMembers() {
  for (const auto& member : members_) delete member.load(std::memory_order_relaxed);
}

bool PresentMembers::IsOf(const std::shared_ptr<const StoredLists>& lists,
                          const IndexSnapshot& snapshot) const {
  return lists_.lock() == lists && catalog_.lock() == snapshot.catalog;
}

const PresentMember& PresentMembers::At(std::uint32_t position, const StoredLists& lists,
                                        const IndexSnapshot& snapshot) const {
  std::atomic<const PresentMember*>& slot = members_[position];
  const PresentMember* known = slot.load(std::memory_order_acquire);
  if (known != nullptr) return *known;

  const std::string& id = lists.members()[position];
  auto found = std::make_unique<PresentMember>();
  if (const MemberCatalog::Entry* entry = snapshot.catalog->Find(id)) {
    found->features = snapshot.index->Find(id);
    found->summary = entry->summary;
    found->changed = entry->revision > lists.generation().revision();
    found->recommendable =
        found->features != nullptr && matching::IsRecommendable(*found->features);
  }
  // Another thread may have been quicker, and found the same.
  if (slot.compare_exchange_strong(known, found.get(), std::memory_order_acq_rel)) {
    return *found.release();
  }
  return *known;
}

std::uint64_t PresentMembers::Partnerships(const IndexSnapshot& snapshot) const {
  absl::MutexLock lock(&mutex_);
  if (graph_.lock() != snapshot.index->partnerships()) {
    graph_ = snapshot.index->partnerships();
    partnerships_ = PartnershipsFingerprint(*snapshot.index->partnerships());
  }
  return partnerships_;
}

const std::vector<std::string>& PresentMembers::Changed(const StoredLists& lists,
                                                        const IndexSnapshot& snapshot) const {
  absl::call_once(changed_once_, [&] {
    const std::int64_t revision = lists.generation().revision();
    snapshot.catalog->ForEach([&](const std::string& id, const MemberCatalog::Entry& entry) {
      if (entry.revision > revision) changed_.push_back(id);
    });
    std::sort(changed_.begin(), changed_.end());
  });
  return changed_;
}

}  // namespace counterpoint::service

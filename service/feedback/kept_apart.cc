#include "service/feedback/kept_apart.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/tokens/fingerprint.h"

namespace counterpoint::service {
namespace {

struct ByPartner {
  bool operator()(const KeptApart::Pair& pair, absl::string_view partner) const {
    return pair.partner < partner;
  }
};

// Puts what is between a member and a partner in its place, or takes it away.
void Put(absl::string_view partner, const KeptApart::Bond& bond,
         std::vector<KeptApart::Pair>& pairs) {
  const auto at = std::lower_bound(pairs.begin(), pairs.end(), partner, ByPartner());
  const bool is_there = at != pairs.end() && at->partner == partner;
  if (bond.kind == v1::INTERACTION_KIND_UNSPECIFIED) {
    if (is_there) pairs.erase(at);
  } else if (is_there) {
    static_cast<KeptApart::Bond&>(*at) = bond;
  } else {
    pairs.insert(at, KeptApart::Pair{bond, std::string(partner)});
  }
}

}  // namespace

bool KeptApart::Bond::Counts(absl::Time now, bool include_partners) const {
  const bool are_partners = kind == v1::PARTNERSHIP || kind == v1::AGREEMENT_SIGNED;
  return now < (are_partners && include_partners ? declined_until : until);
}

// The same on every machine, so that what is copied is too.
std::size_t KeptApart::ShardOf(absl::string_view member) {
  return service::Fingerprint(member) % kShards;
}

const std::vector<KeptApart::Pair>& KeptApart::Of(absl::string_view member) const {
  static const auto& none = *new Pairs();
  const Shard* shard = shards_[ShardOf(member)].get();
  if (shard == nullptr) return none;
  const auto found = shard->find(member);
  return found == shard->end() ? none : *found->second;
}

const KeptApart::Pair* KeptApart::Between(absl::string_view member, absl::string_view partner,
                                          absl::Time now) const {
  const Pairs& pairs = Of(member);
  const auto at = std::lower_bound(pairs.begin(), pairs.end(), partner, ByPartner());
  if (at == pairs.end() || at->partner != partner || !at->Counts(now)) return nullptr;
  return &*at;
}

std::uint64_t KeptApart::Fingerprint(absl::Time now) const {
  std::uint64_t sum = 0;  // Of no order.
  for (const auto& shard : shards_) {
    if (shard == nullptr) continue;
    for (const auto& [member, pairs] : *shard) {
      for (const Pair& pair : *pairs) {
        if (!pair.Counts(now)) continue;
        sum += service::Fingerprint(
            absl::StrCat(member, "/", pair.partner, "/", static_cast<int>(pair.kind)));
      }
    }
  }
  return sum;
}

KeptApart KeptApart::With(const std::vector<Change>& changes, std::int64_t revision) const {
  KeptApart next = *this;
  next.revision_ = revision;
  struct Half {  // A change as one of its members sees it.
    std::size_t shard;
    absl::string_view member;
    absl::string_view partner;
    const Bond* bond;
  };
  std::vector<Half> halves;
  for (const Change& change : changes) {
    halves.push_back({ShardOf(change.member), change.member, change.partner, &change.bond});
    halves.push_back({ShardOf(change.partner), change.partner, change.member, &change.bond});
  }
  std::sort(halves.begin(), halves.end(), [](const Half& a, const Half& b) {
    return std::tie(a.shard, a.member, a.partner) < std::tie(b.shard, b.member, b.partner);
  });
  for (auto half = halves.begin(); half != halves.end();) {
    const std::size_t number = half->shard;
    const auto& before = shards_[number];
    auto shard = before == nullptr ? std::make_shared<Shard>() : std::make_shared<Shard>(*before);
    next.members_ -= shard->size();
    while (half != halves.end() && half->shard == number) {
      const absl::string_view member = half->member;
      auto pairs = std::make_shared<Pairs>(Of(member));
      for (; half != halves.end() && half->member == member; ++half) {
        Put(half->partner, *half->bond, *pairs);
      }
      if (pairs->empty()) {
        shard->erase(member);
      } else {
        (*shard)[member] = std::move(pairs);
      }
    }
    next.members_ += shard->size();
    next.shards_[number] = std::move(shard);
  }
  return next;
}

}  // namespace counterpoint::service

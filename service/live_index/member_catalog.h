// What an index snapshot knows of its members beside their features.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace counterpoint::service {

struct ConfidentialListings;  // See service/confidentiality/confidential_listings.h.

// By member id the revision of the member's record and the summary that lists
// show. Immutable and thread-safe; a catalog shares with its successor all
// that has not changed.
class MemberCatalog {
 public:
  struct Entry {
    std::int64_t revision = 0;
    std::string summary;         // A serialised v1::MemberSummary.
    int missing_embeddings = 0;  // Texts that should have one, see Embedder.
    // Null where all listings are public.
    std::shared_ptr<const ConfidentialListings> confidential = nullptr;
  };
  using Entries = std::vector<std::pair<std::string, Entry>>;

  MemberCatalog() = default;

  // The catalog after some entries were put and some removed. Costs time in
  // proportion to the change, times a thousandth of the catalog's size.
  MemberCatalog With(Entries put, const std::vector<std::string>& removed) const;

  // nullptr where there is no such member.
  const Entry* Find(absl::string_view id) const;

  template <typename Visit>  // void(const std::string& id, const Entry&), in any order.
  void ForEach(Visit visit) const {
    for (const auto& shard : shards_) {
      if (shard == nullptr) continue;
      for (const auto& [id, entry] : *shard) visit(id, entry);
    }
  }

 private:
  using Shard = absl::flat_hash_map<std::string, Entry>;
  static std::size_t ShardOf(absl::string_view id);

  std::array<std::shared_ptr<const Shard>, 1024> shards_;  // Null: empty.
};

}  // namespace counterpoint::service

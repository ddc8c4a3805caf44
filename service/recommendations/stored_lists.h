// The lists of one generation, ready to be read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "counterpoint/v1/recommendation.pb.h"
#include "service/recommendations/list_digest.h"

namespace counterpoint::service {

struct StoredEntry {
  std::uint32_t partner = 0;  // Position in StoredLists::members().
  double score = 0;
  double gain = 0;
  double partner_gain = 0;
  double acceptance = std::numeric_limits<double>::quiet_NaN();  // NaN: none.
  std::uint32_t rule = 0;  // Number of a staff rule, see StoredLists::rule(); 0: none.
  bool pinned = false;
};

// Lists one behind the other: that of member i is entries [first[i], first[i + 1]).
struct ListColumns {
  std::vector<std::size_t> first = {0};  // One place more than there are members.
  std::vector<StoredEntry> entries;
  std::vector<std::string> rules;  // Ids.
};

// Immutable and thread-safe. Some 50 bytes an entry and 30 a member.
class StoredLists {
 public:
  // `members` are ids in order. `digests` are those of all lists, or empty.
  StoredLists(v1::Generation generation, std::vector<std::string> members, ListColumns columns,
              std::vector<ListDigest> digests = {});

  StoredLists(StoredLists&&) = default;
  StoredLists(const StoredLists&) = delete;  // What finds members points into them.

  // The same lists of another generation.
  StoredLists With(v1::Generation generation) &&;

  // Complete; `current` is as it was when it was loaded, so ask Generations.
  const v1::Generation& generation() const { return generation_; }
  const std::string& alliance() const { return alliance_; }  // Id.
  int number() const { return number_; }
  // A serialised v1::StoredProvenance, but for `stale`, which changes.
  const std::string& provenance() const { return provenance_; }
  const std::vector<std::string>& members() const { return members_; }
  std::size_t entry_count() const { return columns_.entries.size(); }
  const std::vector<std::string>& rules() const { return columns_.rules; }
  std::optional<std::uint32_t> Find(absl::string_view member) const;
  const ListColumns& columns() const { return columns_; }
  // The best first. REQUIRES: member < members().size().
  absl::Span<const StoredEntry> Of(std::uint32_t member) const;
  // REQUIRES: 1 <= number <= how many there are.
  const std::string& rule(std::uint32_t number) const { return columns_.rules[number - 1]; }
  // Of each list, DigestOfList(). Those that the constructor did not get are made by
  // the first call, which costs a pass over all entries.
  const std::vector<ListDigest>& digests() const;

 private:
  v1::Generation generation_;
  std::string alliance_;
  int number_ = 0;
  std::string provenance_;
  std::vector<std::string> members_;
  absl::flat_hash_map<absl::string_view, std::uint32_t> positions_;  // Of `members_`.
  ListColumns columns_;
  struct Digests;
  std::shared_ptr<Digests> digests_;
};

}  // namespace counterpoint::service

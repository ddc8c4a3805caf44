// The lists of one generation, ready to be read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "counterpoint/v1/recommendation.pb.h"

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

// Immutable and thread-safe. Some 50 bytes an entry.
class StoredLists {
 public:
  // `first` has one place more than there are members: the list of member i is
  // entries [first[i], first[i + 1]). `members` are ids in order. Rules are ids.
  StoredLists(v1::Generation generation, std::vector<std::string> members,
              std::vector<std::size_t> first, std::vector<StoredEntry> entries,
              std::vector<std::string> rules);

  // The same lists of another generation.
  StoredLists With(v1::Generation generation) &&;

  // Complete; `current` is as it was when it was loaded, so ask Generations.
  const v1::Generation& generation() const { return generation_; }
  int number() const { return number_; }
  const std::vector<std::string>& members() const { return members_; }
  std::size_t entry_count() const { return entries_.size(); }
  const std::vector<std::string>& rules() const { return rules_; }
  std::optional<std::uint32_t> Find(absl::string_view member) const;
  // The best first. REQUIRES: member < members().size().
  absl::Span<const StoredEntry> Of(std::uint32_t member) const;
  // REQUIRES: 1 <= number <= how many there are.
  const std::string& rule(std::uint32_t number) const { return rules_[number - 1]; }

 private:
  v1::Generation generation_;
  int number_ = 0;
  std::vector<std::string> members_;
  std::vector<std::size_t> first_;
  std::vector<StoredEntry> entries_;
  std::vector<std::string> rules_;
};

}  // namespace counterpoint::service

// InteractionFacts in memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "service/feedback/interaction_facts.h"

namespace counterpoint::service {

// Texts by numbers that count from 0 in the order in which they were first seen.
class Numbering {
 public:
  std::uint32_t NumberOf(absl::string_view text);
  // Nothing where it has not been seen.
  std::optional<std::uint32_t> Find(absl::string_view text) const;
  const std::string& operator[](std::uint32_t number) const { return texts_[number]; }
  std::size_t size() const { return texts_.size(); }

 private:
  absl::flat_hash_map<std::string, std::uint32_t> numbers_;
  std::vector<std::string> texts_;
};

// A fact takes 24 bytes in columns and 24 to 48 for its id, which is only kept as
// half of its SHA-256: that keeps any two apart. A million are 48 to 72 MB; ids of
// members and what lists they came from are beside that. Rows of removed facts are
// used again. May be copied. Not thread-safe but for reading.
class FactColumns final : public InteractionFacts {
 public:
  std::uint32_t MemberNumber(absl::string_view id) { return members_.NumberOf(id); }
  // Nothing where no fact has named it.
  std::optional<std::uint32_t> FindMember(absl::string_view id) const { return members_.Find(id); }
  // 0 for the empty id.
  std::uint32_t RuleNumber(absl::string_view id);

  // The fact of that interaction from now on. Returns what it was before, if
  // anything. REQUIRES: the numbers are of this object.
  std::optional<InteractionFact> Put(absl::string_view interaction, const InteractionFact& fact);
  // As Put(); an unknown interaction is ignored.
  std::optional<InteractionFact> Remove(absl::string_view interaction);
  void set_revision(std::int64_t revision) { revision_ = revision; }

  std::int64_t revision() const override { return revision_; }
  std::size_t size() const override { return rows_.size(); }
  const std::string& member(std::uint32_t number) const override { return members_[number]; }
  std::uint32_t members() const override { return static_cast<std::uint32_t>(members_.size()); }
  const std::string& staff_rule(std::uint32_t number) const override { return rules_[number - 1]; }
  void ForEach(absl::FunctionRef<void(const InteractionFact&)> visit) const override;

 private:
  using Key = std::array<std::uint32_t, 4>;  // Of an id.
  // What interactions from lists have in common, so that they need it once.
  struct Origin {
    std::int64_t policy_version = 0;
    std::int32_t generation = 0;
    std::uint32_t staff_rule = 0;

    friend bool operator==(const Origin& a, const Origin& b) {
      return a.policy_version == b.policy_version && a.generation == b.generation &&
             a.staff_rule == b.staff_rule;
    }
    template <typename H>
    friend H AbslHashValue(H h, const Origin& origin) {
      return H::combine(std::move(h), origin.policy_version, origin.generation, origin.staff_rule);
    }
  };

  static Key KeyOf(absl::string_view interaction);
  std::uint32_t OriginOf(const InteractionFact& fact);
  std::uint32_t NewRow();
  InteractionFact At(std::uint32_t row) const;
  void Set(std::uint32_t row, const InteractionFact& fact);

  std::int64_t revision_ = 0;
  Numbering members_;
  Numbering rules_;
  absl::flat_hash_map<Origin, std::uint32_t> origin_numbers_;
  std::vector<Origin> origins_;
  absl::flat_hash_map<Key, std::uint32_t> rows_;
  std::vector<std::uint32_t> free_;  // Rows of removed facts.

  // By row.
  std::vector<std::int64_t> occurred_;
  std::vector<std::uint32_t> member_;
  std::vector<std::uint32_t> partner_;
  std::vector<std::uint32_t> origin_;
  std::vector<std::uint16_t> place_;
  std::vector<std::uint8_t> kind_;  // 0: the row is free; else kMemberAsked may be set.
  std::vector<std::uint8_t> detail_;
};

}  // namespace counterpoint::service

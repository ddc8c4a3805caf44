#include "service/feedback/fact_columns.h"

#include <cstring>
#include <utility>

#include "storage/digest.h"

namespace counterpoint::service {
namespace {

// Beside a kind, of which there are few.
constexpr std::uint8_t kMemberAsked = 0x80;

}  // namespace

std::uint32_t Numbering::NumberOf(absl::string_view text) {
  const auto found = numbers_.find(text);
  if (found != numbers_.end()) return found->second;
  const auto number = static_cast<std::uint32_t>(texts_.size());
  texts_.emplace_back(text);
  numbers_.emplace(text, number);
  return number;
}

std::optional<std::uint32_t> Numbering::Find(absl::string_view text) const {
  const auto found = numbers_.find(text);
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

std::uint32_t FactColumns::RuleNumber(absl::string_view id) {
  return id.empty() ? 0 : rules_.NumberOf(id) + 1;
}

std::optional<InteractionFact> FactColumns::Put(absl::string_view interaction,
                                                const InteractionFact& fact) {
  const auto [at, is_new] = rows_.try_emplace(KeyOf(interaction), 0);
  std::optional<InteractionFact> before;
  if (is_new) {
    at->second = NewRow();
  } else {
    before = At(at->second);
  }
  Set(at->second, fact);
  return before;
}

std::optional<InteractionFact> FactColumns::Remove(absl::string_view interaction) {
  const auto found = rows_.find(KeyOf(interaction));
  if (found == rows_.end()) return std::nullopt;
  const std::uint32_t row = found->second;
  rows_.erase(found);
  const InteractionFact before = At(row);
  kind_[row] = 0;
  free_.push_back(row);
  return before;
}

void FactColumns::ForEach(absl::FunctionRef<void(const InteractionFact&)> visit) const {
  for (std::uint32_t row = 0; row < kind_.size(); ++row) {
    if (kind_[row] != 0) visit(At(row));
  }
}

FactColumns::Key FactColumns::KeyOf(absl::string_view interaction) {
  const std::string digest = storage::DigestOf(interaction);
  Key key;
  std::memcpy(key.data(), digest.data(), sizeof(key));
  return key;
}

std::uint32_t FactColumns::OriginOf(const InteractionFact& fact) {
  const Origin origin{fact.policy_version, fact.generation, fact.staff_rule};
  const auto [at, is_new] =
      origin_numbers_.try_emplace(origin, static_cast<std::uint32_t>(origins_.size()));
  if (is_new) origins_.push_back(origin);
  return at->second;
}

std::uint32_t FactColumns::NewRow() {
  if (!free_.empty()) {
    const std::uint32_t row = free_.back();
    free_.pop_back();
    return row;
  }
  const std::size_t row = kind_.size();
  occurred_.resize(row + 1);
  member_.resize(row + 1);
  partner_.resize(row + 1);
  origin_.resize(row + 1);
  place_.resize(row + 1);
  kind_.resize(row + 1);
  detail_.resize(row + 1);
  return static_cast<std::uint32_t>(row);
}

InteractionFact FactColumns::At(std::uint32_t row) const {
  const Origin& origin = origins_[origin_[row]];
  InteractionFact fact;
  fact.occurred = occurred_[row];
  fact.member = member_[row];
  fact.partner = partner_[row];
  fact.generation = origin.generation;
  fact.policy_version = origin.policy_version;
  fact.staff_rule = origin.staff_rule;
  fact.place = place_[row];
  fact.kind = kind_[row] & ~kMemberAsked;
  fact.detail = detail_[row];
  fact.member_asked = (kind_[row] & kMemberAsked) != 0;
  return fact;
}

void FactColumns::Set(std::uint32_t row, const InteractionFact& fact) {
  occurred_[row] = fact.occurred;
  member_[row] = fact.member;
  partner_[row] = fact.partner;
  origin_[row] = OriginOf(fact);
  place_[row] = fact.place;
  kind_[row] = static_cast<std::uint8_t>(fact.kind | (fact.member_asked ? kMemberAsked : 0));
  detail_[row] = fact.detail;
}

}  // namespace counterpoint::service

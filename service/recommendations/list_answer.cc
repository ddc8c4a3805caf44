#include "service/recommendations/list_answer.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "service/conversion/resource_name.h"
#include "service/conversion/timestamp.h"
#include "service/recommendations/list_gate.h"
#include "service/recommendations/recommendation_bytes.h"
#include "service/tokens/attribution_token.h"

namespace counterpoint::service {
namespace {

// As most summaries are, with the numbers; a list then grows without moving.
constexpr std::size_t kEntryBytes = 256;

constexpr std::size_t kCacheLine = 64;

std::string TokenOf(const ListBasis& basis, const ListOwner& owner) {
  const v1::Generation& generation = basis.lists->generation();
  return EncodeAttributionToken(StoredListToken(
      basis.snapshot->alliance->id, owner.id, basis.lists->number(), generation.policy_version(),
      generation.revision(), conversion::ToTime(generation.as_of_time())));
}

// Partners lie all over the memory: their summaries come while others are looked up.
void Prefetch(const ListBasis& basis, absl::Span<const StoredEntry> entries) {
  for (const StoredEntry& entry : entries) {
    const absl::string_view summary = basis.At(entry.partner).summary;
    for (std::size_t i = 0; i < summary.size(); i += kCacheLine) {
      __builtin_prefetch(summary.data() + i);
    }
  }
}

// Puts an answer together. `visit(i, append)` calls `append(partner, recommendable, fields)` for
// the entry at place i, unless its partner is no member any more.
template <typename Visit>
ListAnswer Answer(const ListBasis& basis, const ListOwner& owner, const ListQuery& query,
                  std::size_t entries, const Visit& visit) {
  const ListGate gate(basis, owner, query.filter, query.min_score);
  ListAnswer answer;
  answer.list.reserve((std::min(entries, query.most) + 1) * kEntryBytes);
  AppendMember(conversion::FormatMemberName(basis.snapshot->alliance->id, owner.id), answer.list);
  std::size_t shown = 0;
  for (std::size_t i = query.begin; i < entries && answer.next == 0; ++i) {
    visit(i, [&](const matching::MemberFeatures& partner, bool recommendable,
                 const RecommendationFields& fields) {
      if (!gate.Shows(partner, recommendable, fields.score)) return;
      if (shown++ == query.most) {
        answer.next = i;
      } else {
        AppendRecommendation(fields, answer.list);
      }
    });
  }
  AppendMemberChanged(owner.changed, answer.list);
  AppendAttributionToken(TokenOf(basis, owner), answer.list);
  return answer;
}

}  // namespace

ListAnswer AnswerStored(const ListBasis& basis, const ListOwner& owner, const ListQuery& query) {
  const StoredLists& lists = *basis.lists;
  const std::string& alliance = basis.snapshot->alliance->id;
  const std::optional<std::uint32_t> position = lists.Find(owner.id);
  const auto entries = position ? lists.Of(*position) : absl::Span<const StoredEntry>();
  Prefetch(basis, entries.subspan(std::min(query.begin, entries.size()), query.most));
  return Answer(basis, owner, query, entries.size(), [&](std::size_t i, const auto& append) {
    const StoredEntry& entry = entries[i];
    const PresentMember& partner = basis.At(entry.partner);
    if (partner.features == nullptr) return;
    RecommendationFields fields;
    fields.partner = partner.summary;
    fields.place = static_cast<int>(i) + 1;
    fields.score = entry.score;
    fields.gain = entry.gain;
    fields.partner_gain = entry.partner_gain;
    fields.acceptance = entry.acceptance;
    fields.pinned = entry.pinned;
    if (entry.rule != 0) {
      fields.staff_rule = conversion::FormatStaffRuleName(alliance, lists.rule(entry.rule));
    }
    fields.partner_changed = partner.changed;
    append(*partner.features, partner.recommendable, fields);
  });
}

ListAnswer AnswerPatched(const ListBasis& basis, const ListOwner& owner,
                         absl::Span<const PatchedEntry> entries, const ListQuery& query) {
  const std::string& alliance = basis.snapshot->alliance->id;
  const std::int64_t revision = basis.lists->generation().revision();
  return Answer(basis, owner, query, entries.size(), [&](std::size_t i, const auto& append) {
    const PatchedEntry& entry = entries[i];
    const MemberCatalog::Entry* partner = basis.snapshot->catalog->Find(entry.match.partner->id);
    RecommendationFields fields;
    fields.partner = partner->summary;
    fields.place = static_cast<int>(i) + 1;
    fields.score = entry.match.score;
    fields.gain = entry.match.gain;
    fields.partner_gain = entry.match.partner_gain;
    if (entry.match.acceptance.has_value()) fields.acceptance = *entry.match.acceptance;
    fields.pinned = entry.match.pinned;
    if (!entry.rule.empty()) {
      fields.staff_rule = conversion::FormatStaffRuleName(alliance, entry.rule);
    }
    fields.partner_changed = partner->revision > revision;
    append(*entry.match.partner, matching::IsRecommendable(*entry.match.partner), fields);
  });
}

}  // namespace counterpoint::service

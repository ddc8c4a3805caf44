#include "matching/features/condition.h"

#include <algorithm>
#include <utility>

#include "matching/features/member_features.h"
#include "matching/profile/region.h"

namespace counterpoint::matching {
namespace {

bool Overlaps(const std::vector<TopicIndex>& a, const std::vector<TopicIndex>& b) {
  auto x = a.begin();
  auto y = b.begin();
  while (x != a.end() && y != b.end()) {
    if (*x == *y) return true;
    if (*x < *y) {
      ++x;
    } else {
      ++y;
    }
  }
  return false;
}

bool Within(const std::optional<std::int32_t>& value, const std::optional<NumberRange>& range) {
  return !range || (value && *value >= range->min && *value <= range->max);
}

bool AnyOf(const std::vector<std::string>& wanted, const std::vector<std::string>& sorted) {
  return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), [&](const std::string& w) {
           return std::binary_search(sorted.begin(), sorted.end(), w);
         });
}

bool Has(VocabularySet wanted, VocabularySet present) {
  return wanted == 0 || (wanted & present) != 0;
}

}  // namespace

Condition::Condition(const Thesaurus& thesaurus, MemberCondition condition)
    : condition_(std::move(condition)),
      topics_(Covered(thesaurus, condition_.topics)),
      sectors_(Covered(thesaurus, condition_.sectors)) {
  const MemberCondition& c = condition_;
  empty_ = c.kinds == 0 && c.states == 0 && c.modes == 0 && c.credentials == 0 &&
           c.regions.empty() && c.topics.empty() && c.sectors.empty() && c.labels.empty() &&
           c.members.empty() && !c.employees && !c.founded;
}

std::vector<TopicIndex> Condition::Covered(const Thesaurus& thesaurus,
                                           const std::vector<std::string>& ids) {
  std::vector<TopicIndex> broad;
  for (const std::string& id : ids) {
    if (const auto topic = thesaurus.Find(id)) broad.push_back(*topic);
  }
  std::vector<TopicIndex> covered;
  if (broad.empty()) return covered;
  for (TopicIndex topic = 0; topic < static_cast<TopicIndex>(thesaurus.size()); ++topic) {
    if (std::any_of(broad.begin(), broad.end(),
                    [&](TopicIndex b) { return thesaurus.Covers(b, topic); })) {
      covered.push_back(topic);
    }
  }
  return covered;
}

bool Condition::HoldsFor(const MemberFeatures& member) const {
  if (empty_) return true;
  const MemberCondition& c = condition_;
  if (!Has(c.kinds, SetOf(member.kind)) || !Has(c.states, SetOf(member.state)) ||
      !Has(c.modes, member.modes) || !Has(c.credentials, member.credential_kinds)) {
    return false;
  }
  if (!c.regions.empty() &&
      std::none_of(c.regions.begin(), c.regions.end(),
                   [&](const std::string& r) { return RegionCovers(r, member.region); })) {
    return false;
  }
  if (!c.topics.empty() && !Overlaps(topics_, member.topics)) return false;
  if (!c.sectors.empty() && !Overlaps(sectors_, member.sectors)) return false;
  if (!AnyOf(c.labels, member.labels)) return false;
  if (!c.members.empty() &&
      std::find(c.members.begin(), c.members.end(), member.id) == c.members.end()) {
    return false;
  }
  return Within(member.employees, c.employees) && Within(member.founded, c.founded);
}

}  // namespace counterpoint::matching

#include "service/feedback/pair_consents.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace counterpoint::service {

bool PairConsents::Matters(std::uint8_t kind) {
  return kind == v1::ACCEPTED || kind == v1::DECLINED || kind == v1::AGREEMENT_SIGNED ||
         kind == v1::CONFLICT;
}

void PairConsents::Add(const InteractionFact& fact) {
  const NumberedPair pair = NumberedPair::Of(fact);
  words_[pair].push_back({fact.occurred, fact.kind, fact.member == pair.first});
  Judge(pair);
}

void PairConsents::Remove(const InteractionFact& fact) {
  const NumberedPair pair = NumberedPair::Of(fact);
  const auto found = words_.find(pair);
  // Of equal ones any.
  const auto same = std::find_if(found->second.begin(), found->second.end(), [&](const Word& word) {
    return word.occurred == fact.occurred && word.kind == fact.kind &&
           word.of_first == (fact.member == pair.first);
  });
  found->second.erase(same);
  if (found->second.empty()) words_.erase(found);
  Judge(pair);
}

std::vector<std::uint32_t> PairConsents::Of(std::uint32_t member) const {
  const auto found = consents_.find(member);
  if (found == consents_.end()) return {};
  return {found->second.begin(), found->second.end()};
}

bool PairConsents::Consent(const Words& words) {
  const auto any = [&](std::uint8_t kind) {
    return std::any_of(words.begin(), words.end(), [&](const Word& w) { return w.kind == kind; });
  };
  if (any(v1::CONFLICT)) return false;
  if (any(v1::AGREEMENT_SIGNED)) return true;
  const auto has_accepted = [&](bool first) {
    const Word* last = nullptr;
    for (const Word& word : words) {
      if (word.of_first != first) continue;
      const auto later = [](const Word& w) {
        return std::make_tuple(w.occurred, w.kind == v1::DECLINED);
      };
      if (last == nullptr || later(word) > later(*last)) last = &word;
    }
    return last != nullptr && last->kind == v1::ACCEPTED;
  };
  return has_accepted(true) && has_accepted(false);
}

void PairConsents::Judge(const NumberedPair& pair) {
  const auto found = words_.find(pair);
  if (found != words_.end() && Consent(found->second)) {
    consents_[pair.first].insert(pair.second);
    consents_[pair.second].insert(pair.first);
    return;
  }
  for (const auto& [one, other] :
       {std::make_pair(pair.first, pair.second), std::make_pair(pair.second, pair.first)}) {
    const auto of = consents_.find(one);
    if (of == consents_.end()) continue;
    of->second.erase(other);
    if (of->second.empty()) consents_.erase(of);
  }
}

}  // namespace counterpoint::service

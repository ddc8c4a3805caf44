#include "matching/text/label_index.h"

#include <algorithm>

namespace counterpoint::matching {
namespace {

bool IsAcronym(const TokenizedText& label) {
  return label.tokens.size() == 1 &&
         std::all_of(label.characters.begin(), label.characters.end(),
                     [](const FoldedCharacter& character) { return character.capital; });
}

}  // namespace

LabelIndex::LabelIndex(const Thesaurus& thesaurus) {
  const auto size = static_cast<TopicIndex>(thesaurus.size());
  for (TopicIndex topic = 0; topic < size; ++topic) {
    for (const std::string& label : thesaurus.topic(topic).zh) Add(label, topic);
    for (const std::string& label : thesaurus.topic(topic).en) Add(label, topic);
  }
}

void LabelIndex::Add(const std::string& label, TopicIndex topic) {
  const TokenizedText text = Tokenize(label);
  Node node = 0;
  for (const Token& token : text.tokens) {
    const auto next = static_cast<Unit>(units_.size());
    const Unit unit = units_.try_emplace(LabelForm(text, token), next).first->second;
    const auto [child, added] = children_.try_emplace({node, unit}, nodes_);
    if (added) ++nodes_;
    node = child->second;
  }
  End& end = ends_.try_emplace(node, End{topic, true}).first->second;
  end.acronym = end.acronym && IsAcronym(text);
}

std::vector<LabelIndex::Unit> LabelIndex::Units(const TokenizedText& text) const {
  std::vector<Unit> units;
  units.reserve(text.tokens.size());
  for (const Token& token : text.tokens) {
    const auto found = units_.find(LabelForm(text, token));
    units.push_back(found == units_.end() ? kInNoLabel : found->second);
  }
  return units;
}

void LabelIndex::Find(const std::vector<Unit>& units, std::size_t at,
                      std::vector<Match>& matches) const {
  matches.clear();
  Node node = 0;
  for (std::size_t next = at; next < units.size() && units[next] != kInNoLabel; ++next) {
    const auto child = children_.find({node, units[next]});
    if (child == children_.end()) return;
    node = child->second;
    const auto end = ends_.find(node);
    if (end != ends_.end()) {
      matches.push_back({next + 1 - at, end->second.topic, end->second.acronym});
    }
  }
}

}  // namespace counterpoint::matching

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
    for (const std::string& label : thesaurus.topic(topic).zh) EndOf(label).topic = topic;
    for (const std::string& label : thesaurus.topic(topic).en) EndOf(label).topic = topic;
  }
  // Usual meanings are known by now.
  for (TopicIndex topic = 0; topic < size; ++topic) {
    for (const AmbiguousLabel& label : thesaurus.topic(topic).ambiguous) {
      AddAmbiguous(thesaurus, label, topic);
    }
  }
}

void LabelIndex::AddAmbiguous(const Thesaurus& thesaurus, const AmbiguousLabel& label,
                              TopicIndex topic) {
  End& end = EndOf(label.label);
  if (end.topic == topic) return;  // It has that meaning anyway.
  if (end.senses == kOneSense) {
    end.senses = static_cast<std::uint32_t>(senses_.size());
    senses_.push_back({end.topic, {}});
  }
  std::vector<Sense>& others = senses_[end.senses].others;
  if (others.empty() || others.back().topic != topic) others.push_back({topic, {}});
  for (const std::string& cue : label.cues) {
    if (const auto found = thesaurus.Find(cue)) others.back().cues.push_back(*found);
  }
}

LabelIndex::End& LabelIndex::EndOf(const std::string& label) {
  const TokenizedText text = Tokenize(label);
  Node node = 0;
  for (const Token& token : text.tokens) {
    const auto next = static_cast<Unit>(units_.size());
    const Unit unit = units_.try_emplace(LabelForm(text, token), next).first->second;
    const auto [child, added] = children_.try_emplace({node, unit}, nodes_);
    if (added) ++nodes_;
    node = child->second;
  }
  End& end = ends_.try_emplace(node, End{-1, true, kOneSense}).first->second;
  end.acronym = end.acronym && IsAcronym(text);
  return end;
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
      const End& found = end->second;
      matches.push_back({next + 1 - at, found.topic, found.acronym,
                         found.senses == kOneSense ? nullptr : &senses_[found.senses]});
    }
  }
}

}  // namespace counterpoint::matching

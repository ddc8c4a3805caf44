#include "matching/text/sense_choice.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace counterpoint::matching {
namespace {

// The part of the context that has to support a meaning.
constexpr std::size_t kLeastPart = 4;

}  // namespace

SenseChoice::SenseChoice(const Thesaurus& thesaurus, std::vector<TopicIndex> context)
    : thesaurus_(thesaurus), context_(std::move(context)) {
  std::sort(context_.begin(), context_.end());
  context_.erase(std::unique(context_.begin(), context_.end()), context_.end());
}

TopicIndex SenseChoice::Choose(const Senses& senses) const {
  TopicIndex chosen = senses.usual;
  double most = senses.usual < 0 ? 0 : SupportOf({senses.usual, {}}).weight;
  for (const Sense& sense : senses.others) {
    const Support support = SupportOf(sense);
    if (support.weight == most) {
      chosen = senses.usual;  // Neither of two equals.
    } else if (support.weight > most) {
      most = support.weight;
      chosen = kLeastPart * support.topics >= context_.size() ? sense.topic : senses.usual;
    }
  }
  return chosen;
}

SenseChoice::Support SenseChoice::SupportOf(const Sense& sense) const {
  Support support;
  for (const TopicIndex topic : context_) {
    double weight = Nearness(sense.topic, topic);
    for (const TopicIndex cue : sense.cues) {
      if (thesaurus_.Covers(cue, topic)) weight = std::max(weight, Nearness(cue, topic) / 2);
    }
    support.weight += weight;
    if (weight > 0) ++support.topics;
  }
  return support;
}

double SenseChoice::Nearness(TopicIndex a, TopicIndex b) const {
  int up = 0;
  for (TopicIndex shared = a; shared >= 0; shared = thesaurus_.broader(shared), ++up) {
    int down = 0;
    for (TopicIndex at = b; at >= 0; at = thesaurus_.broader(at), ++down) {
      if (at == shared) return std::ldexp(1.0, -(up + down));
    }
  }
  return 0;
}

}  // namespace counterpoint::matching

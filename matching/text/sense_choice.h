// What an ambiguous label means in a text.
#pragma once

#include <vector>

#include "matching/thesaurus/thesaurus.h"

namespace counterpoint::matching {

// A meaning that a label has where the text speaks of it.
struct Sense {
  TopicIndex topic;
  std::vector<TopicIndex> cues;  // See AmbiguousLabel.
};

// All meanings of one label.
struct Senses {
  TopicIndex usual = -1;      // What it means unless the text speaks for another; -1: nothing.
  std::vector<Sense> others;  // In order of topic, each topic once.
};

// Chooses by the company that a label keeps, as Lesk (1986) did by the words of
// dictionary entries: a meaning is supported by the other topics of the text
// that lie near it in the thesaurus. A label has one meaning throughout a text
// (Gale, Church, Yarowsky 1992). Immutable and thread-safe; borrows the
// thesaurus.
class SenseChoice {
 public:
  // `context`: the topics of the text that are beyond doubt, in any order.
  SenseChoice(const Thesaurus& thesaurus, std::vector<TopicIndex> context);

  // The meaning with the most support, or -1 for none. Each topic of the
  // context supports a meaning of its own field (all topics below one root) by
  // half for each step between the two, up to the broader topic that they share
  // and down again; a cue, and what lies below it, supports it by half for each
  // step to the cue and one more. A meaning other than the usual one needs more
  // support than any other, from a quarter of the context or more: a lone topic
  // among many is chance. Cost is in proportion to the context.
  TopicIndex Choose(const Senses& senses) const;

 private:
  struct Support {
    double weight = 0;
    std::size_t topics = 0;  // Of the context.
  };
  Support SupportOf(const Sense& sense) const;
  double Nearness(TopicIndex a, TopicIndex b) const;

  const Thesaurus& thesaurus_;
  std::vector<TopicIndex> context_;  // Ascending, each once.
};

}  // namespace counterpoint::matching

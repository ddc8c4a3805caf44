// The topics that two texts share, and what each of them brings.
#pragma once

#include <vector>

#include "matching/features/text_features.h"
#include "matching/features/text_model.h"
#include "matching/thesaurus/thesaurus.h"

namespace counterpoint::matching {

struct SharedTopic {
  TopicIndex topic = 0;
  double contribution = 0;
};

// A text as it is kept, and as a model weighs it. Borrows both.
struct ComparedText {
  const TextFeatures& features;
  const WeightedText& weighted;
};

// Divides `contribution`, what the shared topics of two texts bring together,
// over those worth telling, the largest part first, ties in order of topic; the
// parts add up to it.
//
// A topic's own part is its product of weights in the cosine. A broader topic
// is told by itself only where no narrower one is shared, or where both texts
// name it. Else it is shared because a narrower one implies it, and its part is
// added to the narrower topic told that has the largest part of its own, the
// first of them by a tie.
std::vector<SharedTopic> ShareTopics(const Thesaurus& thesaurus, const ComparedText& a,
                                     const ComparedText& b, double contribution);

}  // namespace counterpoint::matching

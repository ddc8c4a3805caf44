// Lists of values of a closed vocabulary as matching's sets.
#pragma once

#include "google/protobuf/repeated_field.h"
#include "matching/profile/vocabulary.h"

namespace counterpoint::conversion {

// REQUIRES: every value is known.
inline matching::VocabularySet SetOfAll(const google::protobuf::RepeatedField<int>& values) {
  matching::VocabularySet set = 0;
  for (const int value : values) set |= matching::SetOf(value);
  return set;
}

}  // namespace counterpoint::conversion

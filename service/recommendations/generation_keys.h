// Ids of the records that generations are kept in.
//
// Collection kGeneration has "000000007" for generation 7, and "000000000" for the
// last number that was given. kGenerationBlock has the parts of all generations,
// "000000007/p/000012": what is in the part is said by the letter. kPublication has
// the steps of what is current, the last one first.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace counterpoint::service {

// The letters are on disk.
enum class GenerationPart : char {
  kCauses = 'c',      // stored::GenerationCauses
  kLists = 'l',       // stored::GenerationLists
  kMembers = 'm',     // stored::GenerationMembers
  kPools = 'p',       // stored::GenerationBlock
  kExclusions = 'x',  // stored::GenerationExclusions
};

std::string GenerationRecordId(int number);
// Nothing where it is no such id.
std::optional<int> GenerationNumberOf(absl::string_view record_id);

// Blocks count from 0.
std::string GenerationPartId(int number, GenerationPart part, int block);
// Of which part a block is; nothing where it is no such id. The part may be one that
// is not known.
struct GenerationPartKey {
  int number = 0;
  GenerationPart part = GenerationPart::kCauses;
};
std::optional<GenerationPartKey> ParseGenerationPartId(absl::string_view id);
// What the ids of a generation's blocks begin with, of all parts or one; they follow
// each other in order of id.
std::string GenerationPartPrefix(int number);
std::string GenerationPartPrefix(int number, GenerationPart part);

// The higher the sequence, the earlier in order of id.
std::string PublicationRecordId(std::int64_t sequence);

}  // namespace counterpoint::service

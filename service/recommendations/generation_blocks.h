// The blocks of one part of a generation, one after another.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "service/conversion/resource_name.h"
#include "service/recommendations/generation_keys.h"
#include "storage/read_view.h"

namespace counterpoint::service {

// DATA_LOSS with the generation's name.
absl::Status CannotBeRead(const conversion::GenerationName& name);

// Calls `take` with each block of a part in order; one that is missing or does not
// parse, or that `take` refuses, is DATA_LOSS. Returns how many there are.
template <typename Block>
absl::StatusOr<int> ReadBlocks(const storage::ReadView& view,
                               const conversion::GenerationName& name, GenerationPart part,
                               absl::FunctionRef<absl::Status(const Block&)> take) {
  const std::string prefix = GenerationPartPrefix(name.generation, part);
  const auto cursor = view.Scan(name.alliance, storage::Collection::kGenerationBlock, prefix);
  storage::Record record;
  Block block;
  for (int blocks = 0;; ++blocks) {
    const auto more = cursor->Next(record);
    if (!more.ok()) return more.status();
    if (!*more || !absl::StartsWith(record.id, prefix)) return blocks;
    if (record.id != GenerationPartId(name.generation, part, blocks) ||
        !block.ParseFromString(record.payload) || !take(block).ok()) {
      return CannotBeRead(name);
    }
  }
}

}  // namespace counterpoint::service

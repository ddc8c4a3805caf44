// Interactions out of a file.
#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "counterpoint/v1/interaction.pb.h"

namespace counterpoint::cli {

// One item of a file.
struct InteractionItem {
  // Where it begins, from 1.
  int64_t line = 0;
  // With names in full. An error where the item makes no interaction: it is
  // rejected, and the rest goes on.
  absl::StatusOr<v1::Interaction> interaction;
};

// Reads a file item by item. An item has the fields `member` and `partner`, by
// id or name, and may have `id` (InteractionId() without it), `kind` (partnership
// without it), `time` (see ParseMoment), `rating`, `reason`, `agreement`, `value`,
// `token` and `place`. The alliance of names is replaced by the one that is read for.
// For one thread.
class InteractionSource {
 public:
  virtual ~InteractionSource() = default;

  // The next item; nullopt at the end. An error where the file cannot be read
  // on.
  virtual absl::StatusOr<std::optional<InteractionItem>> Next() = 0;
};

// Objects in JSON, one a line, also as `interaction list -o jsonl` writes them.
// Empty lines are skipped. Borrows `in`; `alliance` is a full name.
std::unique_ptr<InteractionSource> InteractionJsonLines(std::istream* in, std::string alliance);

// Rows of CSV below a header with the names of the fields. INVALID_ARGUMENT
// where the header has others, or not those that are needed. Borrows `in`.
absl::StatusOr<std::unique_ptr<InteractionSource>> InteractionCsv(std::istream* in,
                                                                  std::string alliance);

}  // namespace counterpoint::cli

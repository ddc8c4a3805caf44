// Which methods leave an entry in the audit trail even where they change nothing.
#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace counterpoint::service {

enum class AuditKind {
  kRead,      // None unless it is refused: looking at what there is.
  kBulkRead,  // At its end, or where it goes on by itself at its beginning.
  kWatch,
  kChange,  // Also one that fails.
};

// Of a method by its full name. What is not listed as a read is taken for a change, so
// that a new method is not forgotten.
AuditKind AuditKindOf(absl::string_view method);

struct ReadMethod {
  absl::string_view method;
  AuditKind kind;
};
// All that are not changes, in order of name.
absl::Span<const ReadMethod> ReadMethods();

}  // namespace counterpoint::service

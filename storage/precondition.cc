#include "storage/precondition.h"

#include "absl/strings/str_cat.h"
#include "storage/record_name.h"

namespace counterpoint::storage {

absl::Status CheckPrecondition(absl::string_view alliance, const Write& write,
                               const std::optional<Record>& present) {
  const auto name = [&] { return RecordName(alliance, write.collection, write.id); };
  const Precondition& wanted = write.precondition;
  if (!present.has_value()) {
    const bool needed = write.kind == Write::Kind::kDelete ||
                        wanted.kind == Precondition::Kind::kMustExist ||
                        wanted.kind == Precondition::Kind::kRevision;
    if (!needed) return absl::OkStatus();
    return absl::NotFoundError(absl::StrCat(name(), " does not exist"));
  }
  if (wanted.kind == Precondition::Kind::kMustNotExist) {
    return absl::AlreadyExistsError(absl::StrCat(name(), " already exists"));
  }
  if (wanted.kind == Precondition::Kind::kRevision && wanted.revision != present->revision) {
    return absl::AbortedError(
        absl::StrCat(name(), " is at revision ", present->revision, ", not ", wanted.revision));
  }
  return absl::OkStatus();
}

}  // namespace counterpoint::storage

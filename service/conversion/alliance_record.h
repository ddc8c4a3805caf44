// Alliances between the API and the store.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "counterpoint/v1/alliance.pb.h"
#include "storage/record.h"

namespace counterpoint::conversion {

// The bytes to store: the alliance without its name and output-only fields but
// with `policy.version`, serialised so that equal alliances give equal bytes.
std::string PayloadOf(v1::Alliance alliance);

// The alliance as it was stored, without name and output-only fields but with
// `policy.version`; the policy has the fields alone that were set, so that the
// result can be changed and stored again. Errors: DATA_LOSS.
absl::StatusOr<v1::Alliance> StoredAllianceOf(absl::string_view alliance,
                                              const storage::Record& record);

// The alliance as the API shows it: name, etag, times, revision, and a policy
// with every default filled in. `revision` is that of the alliance's last
// commit. Errors: DATA_LOSS naming the alliance.
absl::StatusOr<v1::Alliance> AllianceOf(absl::string_view alliance, const storage::Record& record,
                                        std::int64_t revision);

}  // namespace counterpoint::conversion

// What `counterpointd check` knows of the contents of records and derived data.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "matching/text/analyzer.h"
#include "service/alliances/known_alliance.h"
#include "storage/store_check.h"

namespace counterpoint::service {

// Each record is read as the server reads it, and has to be of the key that it stands
// under and to name only what has to be there. Derived data that the server would use is
// made anew from its record and compared; what it would not use, as it is of an earlier
// revision, another analyser or other topics, is counted. Not thread-safe.
class RecordCheck final : public storage::ContentCheck {
 public:
  absl::Status CheckRecord(const storage::ReadView& view, absl::string_view alliance,
                           storage::Collection collection, const storage::Record& record) override;
  absl::Status CheckDerived(const storage::ReadView& view, absl::string_view alliance,
                            std::uint8_t kind, absl::string_view id,
                            absl::string_view payload) override;

  std::int64_t made_anew() const { return made_anew_; }
  std::int64_t unused() const { return unused_; }

 private:
  struct Opened {
    std::shared_ptr<const KnownAlliance> alliance;
    std::shared_ptr<const matching::Analyzer> analyzer;
  };
  // The alliance ready for use; those of the last one are kept.
  absl::StatusOr<Opened> Open(const storage::ReadView& view, absl::string_view alliance);
  absl::Status CheckTexts(const storage::ReadView& view, const Opened& opened,
                          absl::string_view member, absl::string_view payload);

  AllianceReader alliances_;
  Opened opened_;
  std::int64_t made_anew_ = 0;
  std::int64_t unused_ = 0;
};

}  // namespace counterpoint::service

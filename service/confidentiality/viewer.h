// Who looks at an answer, and what of a listing it may see: the one place where that
// is decided. What the tiers mean stands in proto/counterpoint/v1/listing.proto.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "counterpoint/v1/listing.pb.h"

namespace counterpoint::service {

// How much of a listing.
enum class Sight {
  kNothing,  // Not even that it is there.
  kTopics,   // Id, topics and tier.
  kWhole,
};

// For one answer, or one message of a stream: what two members have consented to is
// asked for once, when it first matters. Not thread-safe.
class Viewer {
 public:
  // The ids of the members that a member and which have accepted each other.
  using ReadConsents = std::function<absl::flat_hash_set<std::string>()>;

  // Staff.
  static Viewer Everything() { return Viewer(true, "", nullptr); }
  // Whoever sees what anybody may.
  static Viewer Nobody() { return Viewer(false, "", nullptr); }
  // What the member of that id may see, which need not exist.
  static Viewer Of(std::string member, ReadConsents read_consents) {
    return Viewer(false, std::move(member), std::move(read_consents));
  }

  bool sees_everything() const { return sees_everything_; }

  // Of a listing of the member `owner`. A tier that is not known counts as the
  // strictest.
  Sight See(absl::string_view owner, v1::Confidentiality tier) const;

 private:
  Viewer(bool sees_everything, std::string member, ReadConsents read_consents)
      : sees_everything_(sees_everything),
        member_(std::move(member)),
        read_consents_(std::move(read_consents)) {}

  bool HasConsent(absl::string_view owner) const;

  bool sees_everything_;
  std::string member_;  // Empty: nobody in particular.
  ReadConsents read_consents_;
  mutable std::optional<absl::flat_hash_set<std::string>> consents_;
};

}  // namespace counterpoint::service

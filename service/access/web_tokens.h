// JSON Web Tokens of an identity provider (RFC 7519), checked against its key set on
// disk.
#pragma once

#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "service/access/access_options.h"
#include "service/access/caller.h"
#include "service/access/key_set.h"

namespace counterpoint::service {

// Thread-safe. A signature takes some 100 microseconds to check, so tokens that were
// found good are remembered by their hash until they expire or the keys change.
class WebTokens {
 public:
  explicit WebTokens(WebTokenOptions options) : options_(std::move(options)) {}

  // Reads the key set, anew where there is one. Errors, which leave the one before:
  // what the file system says, and those of KeySet::Parse() with the file's name.
  absl::Status ReadKeys() ABSL_LOCKS_EXCLUDED(mutex_);

  // Whoever bears the token. Nothing unless it is signed by a key of the set, and at
  // `now` its claims are good: iss and aud as in the options, sub a text, exp to come,
  // nbf past where it is there, a role's name, and an alliance's id or "*".
  std::optional<Caller> Find(absl::string_view token, absl::Time now) const
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Known {
    Caller caller;
    absl::Time begins;
    absl::Time ends;
  };
  // What the claims say, whenever that is.
  std::optional<Known> Read(const std::string& claims) const;

  const WebTokenOptions options_;
  mutable absl::Mutex mutex_;
  std::optional<KeySet> keys_ ABSL_GUARDED_BY(mutex_);
  mutable absl::flat_hash_map<std::string, Known> known_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace counterpoint::service

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
// found good are remembered by their hash until the keys change. Their bearers do not wait
// while other tokens are checked, however many of those anybody sends.
class WebTokens {
 public:
  explicit WebTokens(WebTokenOptions options) : options_(std::move(options)) {}

  // Reads the key set, anew where there is one. Errors, which leave the one before:
  // what the file system says, and those of KeySet::Parse() with the file's name.
  absl::Status ReadKeys() ABSL_LOCKS_EXCLUDED(keys_mutex_, known_mutex_);

  // Whoever bears the token. Nothing unless it is signed by a key of the set, and at
  // `now` its claims are good: iss and aud as in the options, sub a text, exp to come,
  // nbf past where it is there, a role's name, and an alliance's id or "*".
  std::optional<Caller> Find(absl::string_view token, absl::Time now) const
      ABSL_LOCKS_EXCLUDED(keys_mutex_, known_mutex_);

 private:
  struct Known {
    Caller caller;
    absl::Time begins;
    absl::Time ends;
  };
  std::optional<Known> Remembered(const std::string& hash) const ABSL_LOCKS_EXCLUDED(known_mutex_);
  // Checks the signature, and remembers what is good.
  std::optional<Known> Verified(absl::string_view token, const std::string& hash) const
      ABSL_LOCKS_EXCLUDED(keys_mutex_, known_mutex_);
  // What the claims say, whenever that is.
  std::optional<Known> Read(const std::string& claims) const;

  const WebTokenOptions options_;
  mutable absl::Mutex keys_mutex_;
  std::optional<KeySet> keys_ ABSL_GUARDED_BY(keys_mutex_);
  // By hash of the token. Written with `keys_mutex_` held too, so that nothing is remembered
  // of keys that are gone.
  mutable absl::Mutex known_mutex_ ABSL_ACQUIRED_AFTER(keys_mutex_);
  mutable absl::flat_hash_map<std::string, Known> known_ ABSL_GUARDED_BY(known_mutex_);
};

}  // namespace counterpoint::service

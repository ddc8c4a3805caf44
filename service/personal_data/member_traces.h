// What names a member in messages of others.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace counterpoint::service {

// Immutable, so thread-safe.
class MemberTraces {
 public:
  // `display_names` are the member's own, as others may have written them down; those
  // of less than six bytes are words as well, and are not looked for.
  MemberTraces(std::string id, std::vector<std::string> display_names);

  const std::string& id() const { return id_; }

  // Whether the bytes of a message may name it: false is sure, and cheap.
  bool MayBeIn(absl::string_view bytes) const;
  // Whether a text has "members/ID" or "participants/ID" in it, or one of its names.
  bool IsIn(absl::string_view text) const;
  // Whether a string anywhere in the message does.
  bool IsIn(const google::protobuf::Message& message) const;

  // Puts another id in the place of its own in all strings of the message, and nothing in
  // that of its names. The display names of a Member are that one's own, even if they are
  // the same. Whether anything was found.
  bool Replace(absl::string_view other_id, google::protobuf::Message& message) const;

 private:
  bool ReplaceText(absl::string_view other_id, std::string& text) const;

  std::string id_;
  std::vector<std::string> display_names_;
};

}  // namespace counterpoint::service

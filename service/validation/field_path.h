// Where a field stands in a request: "member.needs[2].title["zh"]".
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace counterpoint::validation {

// A step of a path, which borrows its parent and its names: all have to
// outlive it. Costs nothing until it is written out. Thread-safe.
class FieldPath {
 public:
  // The request itself.
  FieldPath() = default;
  // A field of the request.
  explicit FieldPath(absl::string_view name) : name_(name) {}

  // A field of the message at this path, an element of a repeated field of it,
  // and an entry of a map field.
  FieldPath Field(absl::string_view name) const& { return FieldPath(this, name); }
  FieldPath Item(absl::string_view name, int index) const&;
  FieldPath Entry(absl::string_view name, absl::string_view key) const&;

  // A step must not outlive its parent.
  FieldPath Field(absl::string_view name) const&& = delete;
  FieldPath Item(absl::string_view name, int index) const&& = delete;
  FieldPath Entry(absl::string_view name, absl::string_view key) const&& = delete;

  // Always valid UTF-8 whatever the keys; a key longer than 64 bytes is cut.
  std::string ToString() const;

 private:
  FieldPath(const FieldPath* parent, absl::string_view name) : parent_(parent), name_(name) {}
  void AppendTo(std::string& text) const;

  const FieldPath* parent_ = nullptr;
  absl::string_view name_;
  int index_ = -1;  // -1: not an element.
  bool has_key_ = false;
  absl::string_view key_;
};

// The text between quotation marks, fit to be shown: bytes that are not
// printable UTF-8 are escaped, and what is longer than 64 bytes is cut.
std::string Quoted(absl::string_view text);

// A name as a caller gave it, to tell it back: what is longer than 160 bytes, as no
// name of a resource of one alliance is, is cut before a character and ends in "...".
std::string Echoed(absl::string_view name);

}  // namespace counterpoint::validation

// What is wrong with a request: every field, and why.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "service/validation/field_path.h"

namespace counterpoint::validation {

// Type URL of the payload of Violations::ToStatus().
inline constexpr char kBadRequestUrl[] = "type.googleapis.com/google.rpc.BadRequest";

// gRPC clients refuse trailers of more than 8 KiB unless told otherwise; the
// message and the base64 form of the details have to fit.
inline constexpr std::size_t kDetailBytesOfTrailer = 3500;

// Collects in the order of Add(). Keeps the first 1,000 and counts the rest, so
// that a hostile request costs no more memory than its own size. Not
// thread-safe.
class Violations {
 public:
  // `text` continues a sentence that begins with the field: "must not be empty".
  void Add(const FieldPath& field, absl::string_view text);

  bool empty() const { return size_ == 0; }
  // How many there are, those included that are counted only.
  std::size_t size() const { return size_; }

  // OK where empty, else INVALID_ARGUMENT. The message has the first few
  // violations and the number of the rest. The payload under kBadRequestUrl is
  // a serialised google.rpc.BadRequest with as many of them as fit into
  // `detail_bytes`, and at least one; the message tells where some did not.
  absl::Status ToStatus(std::size_t detail_bytes = kDetailBytesOfTrailer) const;

  struct Violation {
    std::string field;
    std::string text;
  };
  // The first 1,000.
  const std::vector<Violation>& kept() const { return violations_; }

 private:
  std::string Message(std::size_t detailed) const;

  std::vector<Violation> violations_;
  std::size_t size_ = 0;
};

}  // namespace counterpoint::validation

#pragma once

#include <google/protobuf/util/type_resolver.h>

#include <memory>
#include <ostream>

#include "absl/status/status.h"
#include "counterpoint/v1/member.pb.h"

namespace counterpoint::sample {

// Writes members as JSON lines, in the form that ReadMembers reads. Equal members
// give equal bytes: languages are in alphabetical order. Not safe for use by
// several threads at once; borrows the stream.
class MemberWriter {
 public:
  explicit MemberWriter(std::ostream& out);

  // DATA_LOSS once the stream fails, which a buffered stream may notice late:
  // check it after a flush. INVALID_ARGUMENT for texts that are not UTF-8.
  absl::Status Write(const v1::Member& member);

 private:
  std::ostream& out_;
  std::unique_ptr<google::protobuf::util::TypeResolver> types_;
};

}  // namespace counterpoint::sample

// Messages between the forms that clients send and the one that gRPC carries.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace counterpoint::service::gateway {

// In front of the name of a type in google.protobuf.Any.
inline constexpr char kTypePrefix[] = "type.googleapis.com/";

enum class Codec { kJson, kBinary };

// "json" or "proto", as in content types.
absl::string_view NameOf(Codec codec);

// What gRPC carries, of a message as a client wrote it. Unknown fields of JSON are left
// out, as newer clients may send them; nothing at all is an empty message. Errors:
// INVALID_ARGUMENT that says what is wrong with the JSON. What is no binary message is
// for the service to find out.
absl::StatusOr<std::string> ToWire(const google::protobuf::Descriptor& type, Codec codec,
                                   std::string message);
// The reverse, of a message of the service's. Errors: INTERNAL.
absl::StatusOr<std::string> FromWire(const google::protobuf::Descriptor& type, Codec codec,
                                     std::string message);

// The JSON of a binary message. Errors: INVALID_ARGUMENT, where the type is not known
// or the bytes are none of it.
absl::StatusOr<std::string> JsonOf(const std::string& type, absl::string_view message);

}  // namespace counterpoint::service::gateway

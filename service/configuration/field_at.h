// Fields of a message by their path.
#pragma once

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace counterpoint::service {

// A field, and the message that has it.
struct PlacedField {
  google::protobuf::Message* message;
  const google::protobuf::FieldDescriptor* field;

  const google::protobuf::Reflection& reflection() const { return *message->GetReflection(); }
};

// Makes the messages on the way. The field is null where there is none of that path.
PlacedField FieldAt(google::protobuf::Message& message, absl::string_view path);

// Without making anything: false where it or a message on the way is not set.
bool HasField(const google::protobuf::Message& message, absl::string_view path);

}  // namespace counterpoint::service

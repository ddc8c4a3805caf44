// Random damage to a message, field by field, whatever its type.
#pragma once

#include <random>
#include <string>

#include "google/protobuf/message.h"

namespace counterpoint::validation {

// Equal seeds give equal damage.
class RandomEdits {
 public:
  explicit RandomEdits(unsigned seed) : random_(seed) {}

  // Changes one field of the message or of a message in it: to a plausible
  // value, an edge, or junk (bad UTF-8, not a number, unknown enum numbers).
  void Apply(google::protobuf::Message& message);

 private:
  using Field = google::protobuf::FieldDescriptor;

  std::size_t Below(std::size_t count) { return random_() % count; }
  template <typename Value, std::size_t count>
  Value OneOf(const Value (&values)[count]) {
    return values[Below(count)];
  }
  std::string Text();
  void SetSingular(google::protobuf::Message& message, const Field* field);
  void ChangeRepeated(google::protobuf::Message& message, const Field* field);
  void Append(google::protobuf::Message& message, const Field* field);

  std::mt19937 random_;
};

}  // namespace counterpoint::validation

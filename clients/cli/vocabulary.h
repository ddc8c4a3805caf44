// Values of the closed vocabularies, as they are typed and shown.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "counterpoint/v1/vocabulary.pb.h"
#include "google/protobuf/descriptor.h"

namespace counterpoint::cli {

// The names of an enumeration as they are typed, e.g. "scene-unit"; without the
// unspecified value.
std::vector<std::string> TypedNames(const google::protobuf::EnumDescriptor& vocabulary);

// Case and the choice of "-" or "_" do not matter. INVALID_ARGUMENT lists what
// there is.
absl::StatusOr<int> ParseName(const google::protobuf::EnumDescriptor& vocabulary,
                              const std::string& name);

// A value for people: in Chinese where there is a word for it, else as typed;
// empty for the unspecified value.
std::string ShownName(const google::protobuf::EnumDescriptor& vocabulary, int number,
                      const std::string& language);

std::string ShownKind(v1::MemberKind kind, const std::string& language);

}  // namespace counterpoint::cli

// Fields of a message by path, as in `--set needs[0].title.zh=...`.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace counterpoint::cli {

// Sets one field from "path=value". A path is made of field names, `[index]`
// for one item of a list (the index after the last appends), and the key of a
// map entry: "region", "labels[1]", "display_name.zh", "needs[0].text.en". An
// empty value clears. A value is a number, a text, the name of an enumeration's
// value, or JSON for messages; a list of plain values is set as a whole with
// commas. INVALID_ARGUMENT names the part of the path that does not fit.
absl::Status SetField(const std::string& assignment, google::protobuf::Message* message);

// The first field of the path of an assignment: "needs" for "needs[0].title.zh=...".
std::string TopField(const std::string& assignment);

}  // namespace counterpoint::cli

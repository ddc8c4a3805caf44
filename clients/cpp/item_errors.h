// Errors of a batch that is taken as a whole or not at all, by item.
#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"

namespace counterpoint::client {

// What is wrong with each of the `size` items of the request's field `list`, by
// index: the code of the error, with the item's violations, whose fields begin at
// the item ("member" for "interactions[3].member"). Empty where the error is about
// the request as a whole.
std::map<int, absl::Status> ItemErrors(const absl::Status& error, const std::string& list,
                                       int size);

}  // namespace counterpoint::client

// Where the server may listen, by what it asks of callers.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "service/access/access_options.h"

namespace counterpoint::service {

// Whether an address, "HOST:PORT", can be reached from this machine alone.
bool IsLoopback(const std::string& listen);

// INVALID_ARGUMENT that says what to do where it would open the data to the network:
// at an address of other machines without asking who calls, or without TLS. `setting` is
// what names the address.
absl::Status CheckListening(const std::string& listen, const AccessOptions& options,
                            absl::string_view setting = "--listen");

}  // namespace counterpoint::service

// The message types of this program, as protobuf's JSON functions ask for them.
#pragma once

#include "google/protobuf/util/type_resolver.h"

namespace counterpoint::service::gateway {

// Each type is described once: protobuf's own resolver makes the description anew with
// each conversion, which takes longer than to convert a small message. Lives as long as
// the program. Thread-safe.
google::protobuf::util::TypeResolver* KnownTypes();

}  // namespace counterpoint::service::gateway

// What an operation is begun for.
#pragma once

#include <string>

namespace counterpoint::service {

// What work is to be done.
struct OperationRequest {
  std::string alliance;  // Id.
  // Name of a method that is registered.
  std::string method;
  // What it works on; of each method and target one operation is under way at a
  // time.
  std::string target;
  // What the work is given, now and when it begins anew.
  std::string request;
  // Optional. See storage::CommitRequest.
  std::string request_id;
  // Where one is under way for method and target, take that for the answer. The
  // request id is then not remembered.
  bool join = false;
};

}  // namespace counterpoint::service

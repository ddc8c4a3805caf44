// Operations as people read them.
#pragma once

#include <string>

#include "clients/cli/table.h"
#include "counterpoint/v1/operation.pb.h"

namespace counterpoint::cli {

// The columns of a list of operations.
Table OperationList(const std::string& language);
void AddOperationRow(const v1::Operation& operation, const std::string& language, Table* table);

// One operation, a field a line.
Table OperationDetail(const v1::Operation& operation, const std::string& language);

}  // namespace counterpoint::cli

// Sessions as people read them.
#pragma once

#include <string>

#include "clients/cli/table.h"
#include "counterpoint/v1/session.pb.h"

namespace counterpoint::cli {

// The columns of a list of sessions.
Table SessionList(const std::string& language);
void AddSessionRow(const v1::Session& session, const std::string& language, Table* table);

// One session, a field a line.
Table SessionDetail(const v1::Session& session, const std::string& language);

}  // namespace counterpoint::cli

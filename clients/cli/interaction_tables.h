// Interactions as people read them.
#pragma once

#include <string>

#include "clients/cli/table.h"
#include "counterpoint/v1/interaction.pb.h"

namespace counterpoint::cli {

// The columns of a list of interactions.
Table InteractionList(const std::string& language);
void AddInteractionRow(const v1::Interaction& interaction, const std::string& language,
                       Table* table);

// One interaction, a field a line.
Table InteractionDetail(const v1::Interaction& interaction, const std::string& language);

}  // namespace counterpoint::cli

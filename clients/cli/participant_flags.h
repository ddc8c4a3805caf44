// What a member says of itself for a session.
#pragma once

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "counterpoint/v1/session.pb.h"

namespace counterpoint::cli {

// Fields of a participant as they are typed; what is empty is not said.
struct ParticipantFields {
  std::vector<std::string> away;       // See SlotsOf().
  std::vector<std::string> delegates;  // "NAME" or "NAME/ROLE".
  int least = -1;                      // -1: not said.
  int most = -1;
  std::vector<int> prefers;  // Numbers of DayPart; the last one counts.
  std::vector<std::string> languages;
  std::vector<std::string> needs;  // Features of tables.
  // Members, by id or full name.
  std::vector<std::string> must;
  std::vector<std::string> wants;
  std::vector<std::string> wont;

  // Declares an option for each.
  void Declare(CLI::App* command);

  // Whether `away` is said, for which the session has to be known.
  bool need_session() const { return !away.empty(); }

  // Sets the fields that are said. Wishes are added to those of the participant,
  // each in the place of an older one about the same partner. `alliance` is a
  // full name. INVALID_ARGUMENT names what cannot be read.
  absl::Status Fill(const v1::Session& session, const std::string& alliance,
                    v1::Participant* participant) const;
};

}  // namespace counterpoint::cli

#include "clients/cli/participant_list.h"

#include "clients/cli/resource_names.h"
#include "clients/cpp/sessions.h"

namespace counterpoint::cli {

absl::StatusOr<std::map<std::string, v1::Participant>> AllParticipants(const client::Client& client,
                                                                       const std::string& session) {
  v1::ListParticipantsRequest request;
  request.set_parent(session);
  request.set_page_size(1000);
  std::map<std::string, v1::Participant> all;
  auto participants = client.sessions().ListParticipants(request);
  for (const v1::Participant& participant : participants) {
    all.emplace(IdOf(participant.name()), participant);
  }
  if (!participants.status().ok()) return participants.status();
  return all;
}

}  // namespace counterpoint::cli

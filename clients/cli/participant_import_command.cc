#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/input_file.h"
#include "clients/cli/participant_list.h"
#include "clients/cli/participant_source.h"
#include "clients/cli/progress_bar.h"
#include "clients/cli/rejected_items.h"
#include "clients/cli/resource_names.h"
#include "clients/cpp/sessions.h"
#include "nlohmann/json.hpp"

namespace counterpoint::cli {
namespace {

constexpr size_t kBatch = 100;

struct ImportFlags {
  std::string session;
  std::string file;
  std::string rejects;
  bool ignore_deadline = false;
};

// A row that is about to be sent.
struct Pending {
  int64_t line = 0;
  v1::CreateParticipantRequest request;
};

// Sends rows, and counts what becomes of them. For one thread.
class ParticipantImport {
 public:
  ParticipantImport(Session& session, v1::Session into,
                    std::map<std::string, v1::Participant> present, const ImportFlags& flags)
      : client_(session.client()),
        into_(std::move(into)),
        alliance_(AllianceOf(into_.name())),
        present_(std::move(present)),
        ignore_deadline_(flags.ignore_deadline),
        rejected_(flags.rejects, "participant") {}

  // Errors are those after which nothing can be sent any more.
  absl::Status Add(const ParticipantItem& item) {
    if (!item.row.ok()) {
      rejected_.Add(item.line, "", nullptr, item.row.status());
      return absl::OkStatus();
    }
    const std::string id = IdOf(item.row->member);
    const auto known = present_.find(id);
    if (known != present_.end()) return Change(item, known->second);
    Pending pending;
    pending.line = item.line;
    pending.request.set_parent(into_.name());
    pending.request.set_participant_id(id);
    pending.request.set_ignore_deadline(ignore_deadline_);
    if (!Fill(item, pending.request.mutable_participant())) return absl::OkStatus();
    for (const Pending& other : pending_) {
      if (other.request.participant_id() != id) continue;
      rejected_.Add(
          item.line, id, &pending.request.participant(),
          absl::InvalidArgumentError(absl::StrCat("member: is the same as on line ", other.line)));
      return absl::OkStatus();
    }
    pending_.push_back(std::move(pending));
    return pending_.size() < kBatch ? absl::OkStatus() : Flush();
  }

  // Sends what waits: together, and where that is refused, one by one.
  absl::Status Flush() {
    if (pending_.empty()) return absl::OkStatus();
    v1::BatchCreateParticipantsRequest batch;
    batch.set_parent(into_.name());
    for (const Pending& pending : pending_) *batch.add_requests() = pending.request;
    const auto response = client_.sessions().BatchCreateParticipants(batch);
    absl::Status status = response.status();
    if (status.ok()) {
      for (const auto& participant : response->participants()) Joined(participant);
    } else if (IsOfItems(status)) {
      status = FlushSingly();
    }
    pending_.clear();
    return status;
  }

  int64_t joined() const { return joined_; }
  int64_t changed() const { return changed_; }
  int64_t items() const { return joined_ + changed_ + rejected_.count(); }
  RejectedItems& rejected() { return rejected_; }

 private:
  // Whether an error is about what was sent, rather than about the way there.
  static bool IsOfItems(const absl::Status& status) {
    return absl::IsInvalidArgument(status) || absl::IsNotFound(status) ||
           absl::IsAlreadyExists(status) || absl::IsFailedPrecondition(status);
  }

  bool Fill(const ParticipantItem& item, v1::Participant* participant) {
    const absl::Status filled = item.row->fields.Fill(into_, alliance_, participant);
    if (!filled.ok()) rejected_.Add(item.line, IdOf(item.row->member), nullptr, filled);
    return filled.ok();
  }

  void Joined(const v1::Participant& participant) {
    ++joined_;
    present_.insert_or_assign(IdOf(participant.name()), participant);
  }

  absl::Status FlushSingly() {
    for (const Pending& pending : pending_) {
      const auto response = client_.sessions().CreateParticipant(pending.request);
      if (response.ok()) {
        Joined(*response);
      } else if (IsOfItems(response.status())) {
        rejected_.Add(pending.line, pending.request.participant_id(),
                      &pending.request.participant(), response.status());
      } else {
        return response.status();
      }
    }
    return absl::OkStatus();
  }

  // Somebody that takes part already: the fields of the row are taken over.
  absl::Status Change(const ParticipantItem& item, v1::Participant& present) {
    v1::UpdateParticipantRequest request;
    *request.mutable_participant() = present;
    if (!Fill(item, request.mutable_participant())) return absl::OkStatus();
    request.mutable_update_mask()->add_paths("*");
    const auto response = client_.sessions().UpdateParticipant(request);
    if (response.ok()) {
      ++changed_;
      present = *response;
      return absl::OkStatus();
    }
    if (!IsOfItems(response.status()) && !absl::IsAborted(response.status())) {
      return response.status();
    }
    rejected_.Add(item.line, IdOf(present.name()), &request.participant(), response.status());
    return absl::OkStatus();
  }

  const client::Client& client_;
  const v1::Session into_;
  const std::string alliance_;
  std::map<std::string, v1::Participant> present_;  // By id of the member.
  const bool ignore_deadline_;
  RejectedItems rejected_;
  std::vector<Pending> pending_;
  int64_t joined_ = 0;
  int64_t changed_ = 0;
};

absl::Status SendAll(Session& session, ParticipantSource* source, const InputFile& input,
                     ParticipantImport* import) {
  ProgressBar progress(session.terminal().err, session.terminal().width, input.size, "participants",
                       session.terminal().err_is_terminal && !session.options().quiet);
  absl::Status status;
  while (status.ok()) {
    const auto item = source->Next();
    // What was read before an error is taken nevertheless.
    if (!item.ok() || !item->has_value()) {
      status = import->Flush();
      if (!item.ok()) status = item.status();
      break;
    }
    status = import->Add(**item);
    progress.Update(input.stream->tellg(), import->items(), import->rejected().count());
  }
  progress.Clear();
  return status;
}

std::string Summary(ParticipantImport& import) {
  return absl::StrCat(import.items(), " items: ", import.joined(), " joined, ", import.changed(),
                      " changed, ", import.rejected().count(), " rejected.",
                      import.rejected().Summary());
}

absl::Status Import(Session& session, const ImportFlags& flags) {
  const auto name = session.MatchmakingSession(flags.session);
  if (!name.ok()) return name.status();
  InputFile input;
  const absl::Status opened = OpenInput(session, flags.file, &input);
  if (!opened.ok()) return opened;
  auto source = ParticipantSource::Open(input.stream);
  if (!source.ok()) return UsageError(absl::StrCat(flags.file, ": ", source.status().message()));
  v1::GetSessionRequest get;
  get.set_name(*name);
  auto into = session.client().sessions().Get(get);
  if (!into.ok()) return into.status();
  auto present = AllParticipants(session.client(), *name);
  if (!present.ok()) return present.status();

  ParticipantImport import(session, *std::move(into), *std::move(present), flags);
  const absl::Status sent = SendAll(session, &*source, input, &import);
  if (!sent.ok()) {
    session.Note(absl::StrCat("Import cut short. ", Summary(import)));
    (void)import.rejected().Commit();
    return sent;
  }
  if (session.options().output == Output::kTable) {
    session.Note(Summary(import));
  } else {
    session.out() << nlohmann::ordered_json{{"joined", import.joined()},
                                            {"changed", import.changed()},
                                            {"rejected", import.rejected().count()}}
                         .dump()
                  << "\n";
  }
  if (import.rejected().count() > 0) session.set_exit_code(ExitCode::kRejected);
  return import.rejected().Commit();
}

}  // namespace

void AddParticipantImportCommand(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<ImportFlags>();
  CLI::App* import = AddCommand(
      group, "import",
      "Participants of a session from CSV. The header names the columns: member, and if wanted "
      "away, delegates, least, most, prefers, languages, needs, must, wants, wont; several values "
      "of a cell stand between semicolons. Those that take part already are changed. Each row is "
      "taken or rejected on its own; exit code 4 tells that some were rejected.",
      {"counterpoint session import spring participants.csv -a music",
       "printf 'member,away,must\\nstudio-one,09:00-10:00,conservatory\\n' | counterpoint session "
       "import spring - -a music"});
  import->add_option("session", flags->session, "Id or full name of the session")->required();
  import->add_option("file", flags->file, "CSV file; - for standard input")->required();
  import->add_option("--rejects", flags->rejects, "Write rejected rows with reasons to this file")
      ->type_name("FILE");
  import->add_flag("--ignore-deadline", flags->ignore_deadline, "Also after the deadline");
  OnChosen(import, chosen, flags, &Import);
}

}  // namespace counterpoint::cli

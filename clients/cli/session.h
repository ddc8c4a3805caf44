// What all commands work with.
#pragma once

#include <istream>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/diagnostics.h"
#include "clients/cli/identity.h"
#include "clients/cli/table.h"
#include "clients/cpp/client.h"
#include "google/protobuf/message.h"

namespace counterpoint::cli {

enum class Output { kTable, kJson, kJsonLines };

struct GlobalOptions {
  std::string server = "127.0.0.1:7411";
  // How this program and the service know each other.
  Identity identity;
  std::string alliance;
  Output output = Output::kTable;
  // Of every call; unset, those of client::ConnectionOptions.
  std::optional<double> timeout_seconds;
  bool no_color = false;
  bool quiet = false;
  // "zh" or "en".
  std::string language = "en";
};

// The three streams, and what is at the other end of them.
struct Terminal {
  std::istream* in;
  std::ostream* out;
  std::ostream* err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  // Cells in a line.
  int width = 80;
};

// One run of the command line. For one thread.
class Session {
 public:
  Session(GlobalOptions options, const Terminal& terminal)
      : options_(std::move(options)), terminal_(terminal) {}

  const GlobalOptions& options() const { return options_; }
  const Terminal& terminal() const { return terminal_; }
  std::ostream& out() { return *terminal_.out; }

  // Connects with the first call.
  const client::Client& client();

  // Full name of the alliance that --alliance names; a usage error without it.
  absl::StatusOr<std::string> Alliance() const;
  // Full name of a member of it. A full name needs no --alliance.
  absl::StatusOr<std::string> Member(const std::string& typed) const;

  // As Member, of a resource whose full name `name_of` makes of that of the alliance
  // and an id: OperationName, say.
  using NameOf = std::string (*)(const std::string& alliance, const std::string& id);
  absl::StatusOr<std::string> Named(const std::string& typed, NameOf name_of) const;

  // As Member, of an interaction.
  absl::StatusOr<std::string> Interaction(const std::string& typed) const;

  // As Member, of a matchmaking session.
  absl::StatusOr<std::string> MatchmakingSession(const std::string& typed) const;

  // A remark to the person, on stderr; nothing with --quiet.
  void Note(const std::string& text);

  // Shows an answer: `whole` as JSON, `items` as lines of JSON, or the table.
  // An empty table is replaced by the remark `if_empty`.
  void Show(const google::protobuf::Message& whole,
            const std::vector<const google::protobuf::Message*>& items, const Table& table,
            const std::string& if_empty);
  // Shows one message.
  void Show(const google::protobuf::Message& message, const Table& table);

  TableStyle table_style() const;
  bool colored() const { return terminal_.out_is_terminal && !options_.no_color; }

  // For a command that did its work and still has to tell of something.
  void set_exit_code(ExitCode code) { exit_code_ = code; }
  ExitCode exit_code() const { return exit_code_; }

 private:
  const GlobalOptions options_;
  const Terminal terminal_;
  std::unique_ptr<client::Client> client_;
  ExitCode exit_code_ = ExitCode::kOk;
};

// Pointers to the items of a repeated field, as Session::Show takes them.
template <typename Items>
std::vector<const google::protobuf::Message*> Pointers(const Items& items) {
  std::vector<const google::protobuf::Message*> pointers;
  for (const auto& item : items) pointers.push_back(&item);
  return pointers;
}

}  // namespace counterpoint::cli

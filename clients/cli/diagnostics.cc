#include "clients/cli/diagnostics.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/resource_names.h"
#include "clients/cpp/error.h"

namespace counterpoint::cli {
namespace {

constexpr char kUsagePayload[] = "counterpoint/usage";

bool IsUsageError(const absl::Status& status) {
  return status.GetPayload(kUsagePayload).has_value();
}

std::string NotFoundAdvice(const absl::Status& status, const Destination& destination) {
  const std::string resource = client::ResourceName(status);
  if (resource.find("/members/") != std::string::npos) {
    return absl::StrCat("See which members there are: counterpoint member list -a ",
                        IdOf(destination.alliance));
  }
  if (resource.find("/interactions/") != std::string::npos) {
    return absl::StrCat("See which interactions there are: counterpoint interaction list -a ",
                        IdOf(destination.alliance));
  }
  if (resource.find("/operations/") != std::string::npos) {
    return absl::StrCat("See which operations there are: counterpoint operation list -a ",
                        IdOf(destination.alliance));
  }
  if (resource.find("/plans/") != std::string::npos) {
    return absl::StrCat("See which plans there are: counterpoint session plans SESSION -a ",
                        IdOf(destination.alliance));
  }
  return absl::StrCat("See which alliances there are: counterpoint alliance list\n",
                      "or create one: counterpoint alliance create ID --name NAME");
}

std::string Advice(const absl::Status& status, const Destination& destination) {
  if (IsUsageError(status)) return "";
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return absl::StrCat("Is counterpointd running at ", destination.server,
                          "? Start it with: counterpointd serve --data DIR --listen ",
                          destination.server,
                          "\nor name another server with --server. A server "
                          "with TLS takes --tls or --tls-ca FILE.");
    case absl::StatusCode::kDeadlineExceeded:
      return "Allow more time with --timeout SECONDS.";
    case absl::StatusCode::kNotFound:
      return NotFoundAdvice(status, destination);
    case absl::StatusCode::kAborted:
      if (client::ResourceName(status).find("/operations/") != std::string::npos) {
        return absl::StrCat("Follow it: counterpoint operation wait ",
                            client::ResourceName(status));
      }
      return "It has changed since it was read. Read it again and repeat the change.";
    case absl::StatusCode::kAlreadyExists:
      return client::ResourceName(status).find("/interactions/") != std::string::npos
                 ? "What is recorded stays as it is; choose another id with --id."
                 : "Change the one that exists with `update`, or choose another id.";
    case absl::StatusCode::kUnauthenticated:
      return "Name the file of a token with --token-file FILE, or put the token in the variable "
             "COUNTERPOINT_TOKEN.";
    case absl::StatusCode::kOutOfRange:
      return "Export the members, then watch from the revision of the export.";
    case absl::StatusCode::kUnimplemented:
      return "The server is older than this program; see `counterpoint version`.";
    default:
      return "";
  }
}

}  // namespace

absl::Status UsageError(const std::string& message) {
  absl::Status status = absl::InvalidArgumentError(message);
  status.SetPayload(kUsagePayload, absl::Cord());
  return status;
}

ExitCode ExitCodeOf(const absl::Status& status) {
  if (status.ok()) return ExitCode::kOk;
  if (IsUsageError(status)) return ExitCode::kUsage;
  switch (status.code()) {
    case absl::StatusCode::kNotFound:
      return ExitCode::kNotFound;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return ExitCode::kUnavailable;
    case absl::StatusCode::kCancelled:
      return ExitCode::kCancelled;
    default:
      return ExitCode::kError;
  }
}

std::string ViolationLines(const absl::Status& status, const std::string& indent) {
  std::string lines;
  for (const client::FieldViolation& violation : client::FieldViolations(status)) {
    const std::string line = absl::StrCat(violation.field, ": ", violation.description);
    if (status.message() != line) absl::StrAppend(&lines, indent, line, "\n");
  }
  return lines;
}

void PrintError(const absl::Status& status, const Destination& destination, std::ostream& out) {
  out << "counterpoint: " << std::string(status.message());
  if (!IsUsageError(status)) out << " (" << absl::StatusCodeToString(status.code()) << ")";
  out << "\n";
  out << ViolationLines(status, "  ");
  const std::string advice = Advice(status, destination);
  if (!advice.empty()) out << advice << "\n";
}

}  // namespace counterpoint::cli

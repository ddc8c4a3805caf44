#include "absl/strings/str_cat.h"
#include "clients/cli/await_operation.h"
#include "clients/cli/commands.h"
#include "clients/cli/operation_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cpp/operations.h"

namespace counterpoint::cli {
namespace {

struct NamedFlags {
  std::string operation;
};

struct ListFlags {
  int limit = 100;
};

void Show(Session& session, const v1::Operation& operation) {
  session.Show(operation, OperationDetail(operation, session.options().language));
}

absl::Status List(Session& session, const ListFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  v1::ListOperationsRequest request;
  request.set_parent(*alliance);
  const std::string& language = session.options().language;
  Table table = OperationList(language);
  v1::ListOperationsResponse shown;
  auto operations = session.client().operations().List(request);
  for (const v1::Operation& operation : operations) {
    if (flags.limit > 0 && shown.operations_size() == flags.limit) {
      session.Note(absl::StrCat("There are more than ", flags.limit, "; raise --limit."));
      break;
    }
    *shown.add_operations() = operation;
    AddOperationRow(operation, language, &table);
  }
  if (!operations.status().ok()) return operations.status();
  session.Show(
      shown, Pointers(shown.operations()), table,
      "No operations in the last week. Begin one: counterpoint refresh, or counterpoint session "
      "plan SESSION");
  return absl::OkStatus();
}

absl::Status Get(Session& session, const NamedFlags& flags) {
  const auto name = session.Named(flags.operation, &OperationName);
  if (!name.ok()) return name.status();
  v1::GetOperationRequest request;
  request.set_name(*name);
  const auto operation = session.client().operations().Get(request);
  if (!operation.ok()) return operation.status();
  Show(session, *operation);
  return absl::OkStatus();
}

absl::Status Wait(Session& session, const NamedFlags& flags) {
  const auto name = session.Named(flags.operation, &OperationName);
  if (!name.ok()) return name.status();
  const auto operation = AwaitOperation(session, *name, nullptr);
  if (!operation.ok()) return operation.status();
  Show(session, *operation);
  return OutcomeOf(*operation);
}

absl::Status Cancel(Session& session, const NamedFlags& flags) {
  const auto name = session.Named(flags.operation, &OperationName);
  if (!name.ok()) return name.status();
  v1::CancelOperationRequest request;
  request.set_name(*name);
  const auto operation = session.client().operations().Cancel(request);
  if (!operation.ok()) return operation.status();
  Show(session, *operation);
  if (operation->state() != v1::Operation::CANCELLED) {
    session.Note("It had ended already and stays as it is.");
  }
  return absl::OkStatus();
}

void AddNamed(CLI::App& group, Action* chosen, const std::string& name,
              const std::string& description, absl::Status (*run)(Session&, const NamedFlags&)) {
  auto flags = std::make_shared<NamedFlags>();
  CLI::App* command =
      AddCommand(group, name, description,
                 {absl::StrCat("counterpoint operation ", name, " 999999999987 -a music")});
  command->add_option("operation", flags->operation, "Id or full name of the operation")
      ->required();
  OnChosen(command, chosen, flags, run);
}

}  // namespace

void AddOperationCommands(CLI::App& app, Action* chosen) {
  CLI::App* group = AddGroup(app, "operation", "Work that goes on on the server");
  auto list_flags = std::make_shared<ListFlags>();
  CLI::App* list = AddCommand(*group, "list",
                              "List operations that are under way, and those that have ended in "
                              "the last week; the newest first.",
                              {"counterpoint operation list -a music"});
  list->add_option("--limit", list_flags->limit, "At most so many; 0 for all")
      ->capture_default_str();
  OnChosen(list, chosen, list_flags, &List);
  AddNamed(*group, chosen, "get", "Show an operation as it is now.", &Get);
  AddNamed(*group, chosen, "wait",
           "Wait until an operation has ended and show its progress meanwhile. Exits with 0 where "
           "it has succeeded.",
           &Wait);
  AddNamed(*group, chosen, "cancel", "End an operation without a result.", &Cancel);
}

}  // namespace counterpoint::cli

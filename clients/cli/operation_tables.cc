#include "clients/cli/operation_tables.h"

#include "clients/cli/member_tables.h"
#include "clients/cli/plan_progress.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/vocabulary.h"
#include "clients/cli/wording.h"

namespace counterpoint::cli {
namespace {

std::string ShownState(const v1::Operation& operation, const std::string& language) {
  return ShownName(*v1::Operation::State_descriptor(), operation.state(), language);
}

// What has come of it, or how far it is.
std::string ShownOutcome(const v1::Operation& operation, const std::string& language) {
  if (operation.state() == v1::Operation::RUNNING) return ProgressText(operation, language);
  return operation.has_error() ? operation.error().message() : operation.result();
}

}  // namespace

Table OperationList(const std::string& language) {
  const auto heading = [&](const char* text) { return Wording(text, language); };
  return Table({{heading("ID")},
                {heading("METHOD")},
                {heading("TARGET")},
                {heading("STATE")},
                {heading("TIME")},
                {heading("RESULT")}});
}

void AddOperationRow(const v1::Operation& operation, const std::string& language, Table* table) {
  table->AddRow({IdOf(operation.name()), operation.method(), IdOf(operation.target()),
                 ShownState(operation, language), ShownTime(operation.create_time()),
                 ShownOutcome(operation, language)});
}

Table OperationDetail(const v1::Operation& operation, const std::string& language) {
  Table table({{""}, {""}});
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) table.AddRow({Wording(name, language), value});
  };
  add("ID", IdOf(operation.name()));
  add("Method", operation.method());
  add("Target", operation.target());
  add("State", ShownState(operation, language));
  if (operation.state() == v1::Operation::RUNNING) {
    add("Progress", ProgressText(operation, language));
  }
  add("Result", operation.result());
  add("Error", operation.error().message());
  add("Begun", ShownTime(operation.create_time()));
  add("Ended", ShownTime(operation.end_time()));
  return table;
}

}  // namespace counterpoint::cli

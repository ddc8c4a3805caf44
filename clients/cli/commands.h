// The groups of subcommands; a source file each.
#pragma once

#include "clients/cli/command.h"

namespace counterpoint::cli {

// Each declares its subcommands. The one that the line names sets `*chosen`,
// which has to outlive `app`.
void AddAllianceCommands(CLI::App& app, Action* chosen);
void AddAuditCommands(CLI::App& app, Action* chosen);
void AddBackupCommands(CLI::App& app, Action* chosen);
void AddTopicCommands(CLI::App& app, Action* chosen);
void AddMemberCommands(CLI::App& app, Action* chosen);
void AddMemberDataCommands(CLI::App& group, Action* chosen);
void AddMemberSearchCommand(CLI::App& group, Action* chosen);
void AddMemberUpdateCommand(CLI::App& group, Action* chosen);
void AddInteractionCommands(CLI::App& app, Action* chosen);
void AddInteractionImportCommand(CLI::App& group, Action* chosen);
void AddRuleCommands(CLI::App& app, Action* chosen);
void AddLedgerCommand(CLI::App& app, Action* chosen);
void AddOperationCommands(CLI::App& app, Action* chosen);
void AddRefreshCommand(CLI::App& app, Action* chosen);
void AddRecommendationCommands(CLI::App& app, Action* chosen);
void AddRecommendationChangeCommands(CLI::App& group, Action* chosen);
void AddGenerationCommands(CLI::App& app, Action* chosen);
void AddLearnCommand(CLI::App& app, Action* chosen);
void AddProposalCommands(CLI::App& app, Action* chosen);
void AddSessionCommands(CLI::App& app, Action* chosen);
void AddSessionPlanCommands(CLI::App& group, Action* chosen);
void AddPlanRepairCommand(CLI::App& group, Action* chosen);
void AddPlanEditCommand(CLI::App& group, Action* chosen);
void AddWhatIfCommand(CLI::App& group, Action* chosen);
void AddSessionDayCommands(CLI::App& group, Action* chosen);
void AddSessionAgendaCommand(CLI::App& group, Action* chosen);
void AddSessionOutcomeCommands(CLI::App& group, Action* chosen);
void AddSessionReportCommand(CLI::App& group, Action* chosen);
void AddSessionCreateCommand(CLI::App& group, Action* chosen);
void AddSessionUpdateCommand(CLI::App& group, Action* chosen);
void AddSessionStateCommands(CLI::App& group, Action* chosen);
void AddSessionPairCommands(CLI::App& group, Action* chosen);
void AddParticipantCommands(CLI::App& group, Action* chosen);
void AddJoinCommand(CLI::App& group, Action* chosen);
void AddParticipantImportCommand(CLI::App& group, Action* chosen);
void AddImportCommand(CLI::App& app, Action* chosen);
void AddExportCommand(CLI::App& app, Action* chosen);
void AddRecommendCommand(CLI::App& app, Action* chosen);
void AddMatchCommand(CLI::App& app, Action* chosen);
void AddSimilarCommand(CLI::App& app, Action* chosen);
void AddExplainCommand(CLI::App& app, Action* chosen);
void AddWhyNotCommand(CLI::App& app, Action* chosen);
void AddWatchCommand(CLI::App& app, Action* chosen);
void AddCompletionCommand(CLI::App& app, Action* chosen);
void AddVersionCommand(CLI::App& app, Action* chosen);

}  // namespace counterpoint::cli

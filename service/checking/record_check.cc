#include "service/checking/record_check.h"

#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "counterpoint/stored/generation_record.pb.h"
#include "service/conversion/alliance_record.h"
#include "service/conversion/interaction_record.h"
#include "service/conversion/member_profile.h"
#include "service/conversion/member_record.h"
#include "service/conversion/operation_record.h"
#include "service/conversion/policy_proposal_record.h"
#include "service/conversion/resource_name.h"
#include "service/conversion/session_record.h"
#include "service/conversion/staff_rule_record.h"
#include "service/live_index/kept_features.h"
#include "service/live_index/member_loader.h"
#include "service/recommendations/generation_keys.h"
#include "service/rpc/alliance_writes.h"

namespace counterpoint::service {
namespace {

using storage::Collection;
using storage::ReadView;
using storage::Record;

constexpr std::size_t kTextDigestBytes = 32;  // SHA-256.
constexpr std::size_t kFloatBytes = 4;

absl::Status CheckThere(const ReadView& view, absl::string_view alliance, Collection collection,
                        absl::string_view id, absl::string_view what) {
  const absl::Status found = view.Get(alliance, collection, id).status();
  if (absl::IsNotFound(found)) {
    return absl::DataLossError(absl::StrCat("it belongs to ", what, ", which is not there"));
  }
  return found;
}

absl::Status CheckId(const Record& record) {
  if (conversion::IsResourceId(record.id)) return absl::OkStatus();
  return absl::DataLossError("its key is no id");
}

// Records within a session are kept under "session/rest".
absl::Status CheckSessionOf(const ReadView& view, absl::string_view alliance,
                            const Record& record) {
  const absl::string_view session = absl::string_view(record.id).substr(0, record.id.find('/'));
  if (session.size() == record.id.size()) return absl::DataLossError("its key names no session");
  return CheckThere(view, alliance, Collection::kSession, session,
                    absl::StrCat("session ", session));
}

absl::Status CheckNumber(const Record& record) {
  std::int64_t number = 0;
  if (absl::SimpleAtoi(record.payload, &number)) return absl::OkStatus();
  return absl::DataLossError("the last number that was given cannot be read");
}

absl::Status CheckPlan(const ReadView& view, absl::string_view alliance, const Record& record) {
  const absl::Status session = CheckSessionOf(view, alliance, record);
  if (!session.ok()) return session;
  const std::string name = record.id.substr(0, record.id.find('/'));
  if (record.id == conversion::PlanRecordId(name, 0)) return CheckNumber(record);
  return conversion::PlanOf(alliance, record).status();
}

template <typename Message>
absl::Status CheckParses(const Record& record) {
  if (Message().ParseFromString(record.payload)) return absl::OkStatus();
  return absl::DataLossError("it cannot be read");
}

absl::Status CheckGeneration(const Record& record) {
  const auto number = GenerationNumberOf(record.id);
  if (!number) return absl::DataLossError("its key is no number of a generation");
  return *number == 0 ? CheckNumber(record) : CheckParses<stored::GenerationRecord>(record);
}

absl::Status CheckGenerationPart(const Record& record) {
  const auto key = ParseGenerationPartId(record.id);
  if (!key) return absl::DataLossError("its key is none of a part of a generation");
  switch (key->part) {
    case GenerationPart::kCauses:
      return CheckParses<stored::GenerationCauses>(record);
    case GenerationPart::kLists:
      return CheckParses<stored::GenerationLists>(record);
    case GenerationPart::kMembers:
      return CheckParses<stored::GenerationMembers>(record);
    case GenerationPart::kPools:
      return CheckParses<stored::GenerationBlock>(record);
    case GenerationPart::kExclusions:
      return CheckParses<stored::GenerationExclusions>(record);
  }
  return absl::DataLossError("it is a part that is not known");
}

absl::Status CheckPublication(const Record& record) {
  stored::Publication step;
  if (!step.ParseFromString(record.payload)) return absl::DataLossError("it cannot be read");
  if (record.id == PublicationRecordId(step.sequence())) return absl::OkStatus();
  return absl::DataLossError("its key is that of another step");
}

absl::Status CheckEmbedding(absl::string_view id, absl::string_view payload) {
  const std::size_t zero = id.find('\0');
  if (zero == absl::string_view::npos || id.size() - zero - 1 != kTextDigestBytes) {
    return absl::DataLossError("its key is none of a text");
  }
  if (payload.size() % kFloatBytes == 0) return absl::OkStatus();
  return absl::DataLossError("it is no vector");
}

}  // namespace

absl::Status RecordCheck::CheckRecord(const ReadView& view, absl::string_view alliance,
                                      Collection collection, const Record& record) {
  if (alliance == kDeletions) {
    return conversion::ParseAllianceName(record.id)
               ? absl::OkStatus()
               : absl::DataLossError("its key is no name of a deleted alliance");
  }
  if (collection != Collection::kAlliance) {
    const absl::Status owned = CheckThere(view, alliance, Collection::kAlliance, "", "an alliance");
    if (!owned.ok()) return owned;
  }
  absl::Status id = absl::OkStatus();
  switch (collection) {
    case Collection::kAlliance:
      if (!record.id.empty()) return absl::DataLossError("its key is none of an alliance");
      return Open(view, alliance).status();
    case Collection::kMember:
      id = CheckId(record);
      return id.ok() ? conversion::MemberOf(alliance, record).status() : id;
    case Collection::kInteraction:
      id = CheckId(record);
      return id.ok() ? conversion::StoredInteractionOf(alliance, record).status() : id;
    case Collection::kSession:
      id = CheckId(record);
      return id.ok() ? conversion::SessionOf(alliance, record).status() : id;
    case Collection::kParticipant:
      id = CheckSessionOf(view, alliance, record);
      return id.ok() ? conversion::ParticipantOf(alliance, record).status() : id;
    case Collection::kPlan:
      return CheckPlan(view, alliance, record);
    case Collection::kMeetingOutcome:
      id = CheckSessionOf(view, alliance, record);
      return id.ok() ? conversion::OutcomeOf(alliance, record).status() : id;
    case Collection::kOperation:
      return conversion::StoredOperationOf(alliance, record).status();
    case Collection::kStaffRule:
      id = CheckId(record);
      return id.ok() ? conversion::StaffRuleOf(alliance, record, record.update_time).status() : id;
    case Collection::kGeneration:
      return CheckGeneration(record);
    case Collection::kGenerationBlock:
      return CheckGenerationPart(record);
    case Collection::kPublication:
      return CheckPublication(record);
    case Collection::kPolicyProposal:
      return conversion::PolicyProposalOf(alliance, record).status();
  }
  return absl::DataLossError(
      absl::StrCat("collection ", static_cast<int>(collection), " is not known"));
}

absl::StatusOr<RecordCheck::Opened> RecordCheck::Open(const ReadView& view,
                                                      absl::string_view alliance) {
  if (opened_.alliance != nullptr && opened_.alliance->id == alliance) return opened_;
  auto known = alliances_.Find(view, alliance);
  if (!known.ok()) return known.status();
  opened_.alliance = *std::move(known);
  opened_.analyzer = std::make_shared<const matching::Analyzer>(opened_.alliance->thesaurus);
  return opened_;
}

absl::Status RecordCheck::CheckDerived(const ReadView& view, absl::string_view alliance,
                                       std::uint8_t kind, absl::string_view id,
                                       absl::string_view payload) {
  if (kind == kKeptEmbedding) return CheckEmbedding(id, payload);
  const auto opened = Open(view, alliance);
  if (absl::IsNotFound(opened.status())) {
    ++unused_;  // What is put after a drop stays until the next.
    return absl::OkStatus();
  }
  if (!opened.ok()) return opened.status();
  if (kind == kKeptTexts) return CheckTexts(view, *opened, id, payload);
  if (kind != kKeptModel) return absl::DataLossError("it is of a kind that is not known");
  if (!DecodeKeptModel(*opened->alliance, payload)) ++unused_;
  return absl::OkStatus();
}

absl::Status RecordCheck::CheckTexts(const ReadView& view, const Opened& opened,
                                     absl::string_view member, absl::string_view payload) {
  const auto record = view.Get(opened.alliance->id, Collection::kMember, member);
  if (!record.ok() || !DecodeKeptTexts(*opened.alliance, record->revision, payload)) {
    ++unused_;
    return absl::OkStatus();
  }
  const auto anew =
      LoadMember(*opened.alliance, *opened.analyzer, *record, "", view, /*embedder=*/nullptr);
  if (!anew.ok()) return anew.status();
  ++made_anew_;
  if (anew->kept_texts == payload) return absl::OkStatus();
  return absl::DataLossError(
      "it is not what follows from the member; write the member again, and it is made anew");
}

}  // namespace counterpoint::service

#include "tests/soak/model_writer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/soak/soak_alliance.h"

namespace counterpoint::soak {
namespace {

constexpr int kNames = 8;
constexpr std::size_t kToErase = 6;  // As many are there before the oldest is erased.
constexpr int kMostApart = 100;      // So that lists do not run empty.
constexpr absl::Duration kPatience = absl::Seconds(10);
// What nobody waits for any more is not begun, and what was begun ends within this.
constexpr absl::Duration kDoubt = absl::Seconds(30);
constexpr absl::Duration kAfterRefusal = absl::Milliseconds(200);

}  // namespace

ModelWriter::ModelWriter(int number, int members, Forbidden& forbidden, CallTable& table,
                         Findings& findings)
    : number_(number),
      members_(members),
      forbidden_(forbidden),
      table_(table),
      findings_(findings),
      random_(static_cast<unsigned>(number) + 1) {}

void ModelWriter::Step() {
  const unsigned kind = random_() % 100;
  if (kind < 40) return WriteMember();
  if (kind < 48) return DeleteMember();
  if (kind < 52) return EraseOldOne();
  if (kind < 58) return SetApart();
  ReadBack(AnyName());
}

void ModelWriter::Connect(const std::shared_ptr<grpc::Channel>& channel) {
  stub_ = v1::MemberService::NewStub(channel);
  interactions_ = v1::InteractionService::NewStub(channel);
  personal_data_ = v1::PersonalDataService::NewStub(channel);
}

void ModelWriter::Disconnect() {
  stub_.reset();
  interactions_.reset();
  personal_data_.reset();
}

void ModelWriter::CheckAll() {
  for (const auto& [name, known] : std::map<std::string, Known>(known_)) ReadBack(name);
}

std::string ModelWriter::AnyName() {
  return absl::StrCat(kLively, "/members/w", number_, "-", random_() % kNames);
}

template <typename Send>
Outcome ModelWriter::Call(const char* kind, const Send& send) {
  const std::string row = absl::StrCat("model: ", kind);
  const absl::Time began = absl::Now();
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(began + kPatience));
  const Outcome outcome = Judge(row, send(context), findings_);
  table_.Add(row, outcome, absl::Now() - began);
  if (outcome != Outcome::kAnswered) absl::SleepFor(kAfterRefusal);
  return outcome;
}

void ModelWriter::Take(const std::string& name, Mark mark, Outcome outcome) {
  Known& known = known_[name];
  if (outcome == Outcome::kShed) return;  // Not done, and never will be.
  if (outcome == Outcome::kAnswered) {
    ++acknowledged_;
    known.acknowledged = std::move(mark);
  } else {
    known.doubts.push_back({std::move(mark), absl::Now()});
  }
}

Outcome ModelWriter::Put(const std::string& name, const std::string& mark) {
  v1::UpdateMemberRequest request;
  *request.mutable_member() = MakeMember(name, static_cast<int>(random_() % 1000));
  (*request.mutable_member()->mutable_display_name())["en"] = mark;
  request.set_allow_missing(true);
  v1::Member written;
  const Outcome outcome = Call("UpdateMember", [&](grpc::ClientContext& context) {
    return stub_->UpdateMember(&context, request, &written);
  });
  Take(name, mark, outcome);
  return outcome;
}

void ModelWriter::WriteMember() { Put(AnyName(), absl::StrCat("mark ", ++marks_)); }

void ModelWriter::DeleteMember() {
  const std::string name = AnyName();
  const auto known = known_.find(name);
  if (known == known_.end() || !known->second.acknowledged || !known->second.doubts.empty()) return;
  v1::DeleteMemberRequest request;
  request.set_name(name);
  google::protobuf::Empty nothing;
  Take(name, std::nullopt, Call("DeleteMember", [&](grpc::ClientContext& context) {
         return stub_->DeleteMember(&context, request, &nothing);
       }));
}

void ModelWriter::EraseOldOne() {
  if (to_erase_.size() < kToErase) {
    // Names are used once: who was erased is not to come back.
    const std::string name = absl::StrCat(kLively, "/members/e", number_, "-", ++made_);
    if (Put(name, "to be erased") == Outcome::kAnswered) to_erase_.push_back(name);
    return;
  }
  v1::EraseMemberRequest request;
  request.set_name(to_erase_.front());
  v1::EraseMemberResponse erased;
  // For an operation that may have read the member.
  bool has_to_wait = false;
  const Outcome outcome = Call("EraseMember", [&](grpc::ClientContext& context) {
    const grpc::Status status = personal_data_->EraseMember(&context, request, &erased);
    has_to_wait = status.error_code() == grpc::StatusCode::FAILED_PRECONDITION;
    return has_to_wait ? grpc::Status::OK : status;
  });
  if (has_to_wait) return;
  Take(request.name(), std::nullopt, outcome);
  if (outcome == Outcome::kAnswered) forbidden_.AddErased(request.name());
  if (outcome != Outcome::kShed) to_erase_.pop_front();
}

void ModelWriter::SetApart() {
  if (apart_ >= kMostApart) return;
  const auto any = [this] { return static_cast<int>(random_() % static_cast<unsigned>(members_)); };
  const int member = any();
  const int partner = any();
  if (member == partner) return;
  v1::BatchRecordInteractionsRequest request;
  request.set_parent(kLively);
  v1::Interaction& interaction = *request.add_interactions();
  interaction.set_name(absl::StrCat(kLively, "/interactions/w", number_, "-", ++apart_));
  interaction.set_member(MemberName(kLively, member));
  interaction.set_partner(MemberName(kLively, partner));
  interaction.set_kind(apart_ % 2 == 0 ? v1::CONFLICT : v1::DECLINED);
  if (apart_ % 2 != 0) interaction.set_decline_reason(v1::WRONG_TIMING);
  v1::BatchRecordInteractionsResponse response;
  const Outcome outcome = Call("BatchRecordInteractions", [&](grpc::ClientContext& context) {
    return interactions_->BatchRecordInteractions(&context, request, &response);
  });
  if (outcome != Outcome::kAnswered) return;
  ++acknowledged_;
  forbidden_.AddApart(interaction.member(), interaction.partner());
  v1::GetInteractionRequest get;
  get.set_name(interaction.name());
  v1::Interaction found;
  Call("GetInteraction", [&](grpc::ClientContext& context) {
    return interactions_->GetInteraction(&context, get, &found);
  });
}

void ModelWriter::ReadBack(const std::string& name) {
  Known& known = known_[name];
  v1::GetMemberRequest request;
  request.set_name(name);
  v1::Member member;
  Mark found;
  const Outcome outcome = Call("GetMember", [&](grpc::ClientContext& context) {
    const grpc::Status status = stub_->GetMember(&context, request, &member);
    if (status.ok()) found = member.display_name().at("en");
    return status.error_code() == grpc::StatusCode::NOT_FOUND ? grpc::Status::OK : status;
  });
  if (outcome != Outcome::kAnswered) return;
  const bool in_doubt = std::any_of(known.doubts.begin(), known.doubts.end(),
                                    [&](const Doubt& doubt) { return doubt.mark == found; });
  if (found != known.acknowledged && !in_doubt) {
    findings_.Add(absl::StrCat(name, " is ", found.value_or("missing"), " and not ",
                               known.acknowledged.value_or("missing")));
  }
  known.acknowledged = found;
  // It stays open for a while which of them comes last.
  const absl::Time settled = absl::Now() - kDoubt;
  known.doubts.erase(std::remove_if(known.doubts.begin(), known.doubts.end(),
                                    [&](const Doubt& doubt) { return doubt.since < settled; }),
                     known.doubts.end());
}

}  // namespace counterpoint::soak

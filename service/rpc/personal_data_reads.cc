#include "service/rpc/personal_data_reads.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "service/audit/audit_entry_message.h"
#include "service/conversion/member_record.h"
#include "service/conversion/timestamp.h"
#include "service/personal_data/held_records.h"
#include "service/personal_data/kept_traces.h"
#include "service/recommendations/generation_store.h"
#include "service/rpc/request_check.h"
#include "service/validation/personal_data_requests.h"

namespace counterpoint::service {
namespace {

using google::protobuf::Message;
using Response = v1::ExportMemberDataResponse;

constexpr std::int64_t kAuditBlock = 500;
constexpr std::size_t kChangesPage = 1000;

class MemberDataExport {
 public:
  MemberDataExport(const Backend& backend, AuditTrail& trail, conversion::MemberName name,
                   const std::function<bool(const Response&)>& send)
      : backend_(backend),
        store_(trail.store()),
        name_(std::move(name)),
        view_(backend.store.View()),
        send_(send) {}

  absl::Status Run() {
    const auto known = FindAlliance(backend_, *view_, name_.alliance);
    if (!known.ok()) return known.status();
    const absl::Status read = ReadProfile();
    if (!read.ok()) return read;
    for (const auto part :
         {&MemberDataExport::Records, &MemberDataExport::Lists, &MemberDataExport::Changes,
          &MemberDataExport::Kept, &MemberDataExport::AuditEntries}) {
      const absl::Status sent = (this->*part)();
      if (!sent.ok()) return sent;
    }
    return absl::OkStatus();
  }

 private:
  absl::Status ReadProfile() {
    const auto record = view_->Get(name_.alliance, storage::Collection::kMember, name_.member);
    if (absl::IsNotFound(record.status())) return absl::OkStatus();
    if (!record.ok()) return record.status();
    auto member = conversion::MemberOf(name_.alliance, *record);
    if (!member.ok()) return member.status();
    profile_ = *std::move(member);
    std::vector<std::string> names;
    for (const auto& [language, text] : profile_.display_name()) names.push_back(text);
    traces_ = MemberTraces(name_.member, std::move(names));
    return absl::OkStatus();
  }

  absl::Status Records() {
    return VisitHeldRecords(*view_, name_.alliance, traces_, [this](HeldRecord& held) {
      return Send(held.kind, held.name, held.record, held.message.get(), 0);
    });
  }

  // The list that was made for the member, and how often it stands in those of others.
  absl::Status Lists() {
    const auto generations = ReadGenerations(*view_, name_.alliance);
    if (!generations.ok()) return generations.status();
    for (const KeptGeneration& kept : *generations) {
      if (!kept.IsComplete()) continue;
      const auto lists = backend_.generations.Lists(kept.name);
      if (absl::IsNotFound(lists.status())) continue;  // Gone since.
      if (!lists.ok()) return lists.status();
      const auto position = (*lists)->Find(name_.member);
      if (!position) continue;
      v1::RecommendationList list;
      list.set_member(conversion::FormatMemberName(name_.alliance, name_.member));
      for (const StoredEntry& entry : (*lists)->Of(*position)) {
        v1::Recommendation& shown = *list.add_recommendations();
        shown.mutable_partner()->set_name(
            conversion::FormatMemberName(name_.alliance, (*lists)->members()[entry.partner]));
        shown.set_place(list.recommendations_size());
        shown.set_score(entry.score);
        shown.set_gain(entry.gain);
        shown.set_partner_gain(entry.partner_gain);
      }
      const absl::Status sent = Send(
          "stored lists", conversion::FormatGenerationName(name_.alliance, kept.name.generation),
          nullptr, &list, 0);
      if (!sent.ok()) return sent;
    }
    return absl::OkStatus();
  }

  absl::Status Changes() {
    const auto last = view_->Revision(name_.alliance);
    if (!last.ok()) return last.status();
    std::int64_t first = 0;  // The log is known from some revision on: found by halving.
    for (std::int64_t limit = *last; first < limit;) {
      const std::int64_t middle = first + (limit - first) / 2;
      const auto known = view_->ChangesAfter(name_.alliance, middle, 1);
      if (known.ok()) {
        limit = middle;
      } else if (absl::IsOutOfRange(known.status())) {
        first = middle + 1;
      } else {
        return known.status();
      }
    }
    while (first < *last) {
      const auto changes = view_->ChangesAfter(name_.alliance, first, kChangesPage);
      if (!changes.ok()) return changes.status();
      if (changes->empty()) break;
      for (const storage::Change& change : *changes) {
        first = change.revision;
        if (!IsAbout(change.id)) continue;
        storage::Record moment;
        moment.create_time = moment.update_time = change.commit_time;
        const absl::Status sent =
            Send("change", absl::StrCat("revision ", change.revision), &moment, nullptr, 0);
        if (!sent.ok()) return sent;
      }
    }
    return absl::OkStatus();
  }
  bool IsAbout(const std::string& id) const {
    for (std::size_t begin = 0; begin <= id.size();) {
      const std::size_t end = std::min(id.find('/', begin), id.size());
      if (absl::string_view(id).substr(begin, end - begin) == name_.member) return true;
      begin = end + 1;
    }
    return false;
  }

  absl::Status Kept() {
    absl::Status sent;
    const auto answers = store_.erasure().ForgetRequests(
        name_.alliance,
        [&](absl::string_view request_id, absl::string_view reply) {
          if (!sent.ok() || !IsAnswerAbout(traces_, request_id, reply)) return false;
          sent = Send("request answer", std::string(request_id), nullptr, nullptr, reply.size());
          return true;
        },
        /*only_look=*/true);
    if (!answers.ok()) return answers.status();
    if (!sent.ok()) return sent;
    const auto derived = DerivedOf(*view_, name_.alliance, traces_, profile_);
    if (!derived.ok()) return derived.status();
    for (const DerivedRow& row : *derived) {
      const bool is_text = row.id == name_.member;
      sent = Send(is_text ? "analysed texts" : "embedding", is_text ? row.id : "", nullptr, nullptr,
                  row.bytes);
      if (!sent.ok()) return sent;
    }
    return absl::OkStatus();
  }

  absl::Status AuditEntries() {
    const auto head = store_.GetAuditHead(name_.alliance);
    if (!head.ok()) return head.status();
    for (std::int64_t first = head->trimmed_sequence + 1; first <= head->sequence;
         first += kAuditBlock) {
      const auto entries = store_.AuditEntries(name_.alliance, first,
                                               std::min(first + kAuditBlock - 1, head->sequence));
      if (!entries.ok()) return entries.status();
      for (const storage::AuditEntry& entry : *entries) {
        const bool names_it =
            std::any_of(entry.names.begin(), entry.names.end(), [this](const auto& name) {
              return IsAuditNameOf(name_.alliance, traces_, name_.alliance, name.name);
            });
        if (!names_it) continue;
        const auto message = AuditEntryMessage(entry);
        if (!message.ok()) return message.status();
        const absl::Status sent =
            Send("audit entry", absl::StrCat(entry.sequence), nullptr, &*message, 0);
        if (!sent.ok()) return sent;
      }
    }
    return absl::OkStatus();
  }

  absl::Status Send(const std::string& kind, const std::string& name, const storage::Record* record,
                    const Message* message, std::size_t bytes) {
    Response response;
    response.set_kind(kind);
    response.set_name(name);
    response.set_bytes(static_cast<std::int64_t>(bytes));
    if (record != nullptr) {
      *response.mutable_create_time() = conversion::ToTimestamp(record->create_time);
      *response.mutable_update_time() = conversion::ToTimestamp(record->update_time);
    }
    if (message != nullptr &&
        !google::protobuf::util::MessageToJsonString(*message, response.mutable_json()).ok()) {
      return absl::DataLossError(absl::StrCat(name, " cannot be written as JSON"));
    }
    return send_(response) ? absl::OkStatus() : absl::CancelledError("the client is gone");
  }

  const Backend& backend_;
  storage::AuditStore& store_;
  const conversion::MemberName name_;
  const std::shared_ptr<const storage::ReadView> view_;
  const std::function<bool(const Response&)>& send_;
  v1::Member profile_;  // A default one where it is gone.
  MemberTraces traces_ = MemberTraces(name_.member, {});
};

}  // namespace

absl::Status ExportMemberData(const Backend& backend, AuditTrail& trail,
                              const v1::ExportMemberDataRequest& request,
                              const std::function<bool(const Response&)>& send) {
  validation::Violations violations;
  validation::Check(request, violations);
  if (!violations.empty()) return violations.ToStatus();
  trail.Flush();
  return MemberDataExport(backend, trail, *conversion::ParseMemberName(request.name()), send).Run();
}

}  // namespace counterpoint::service

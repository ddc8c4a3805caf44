#include "service/audit/audit_event.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream.h"
#include "service/access/forwarded_peer.h"
#include "service/conversion/resource_name.h"
#include "storage/digest.h"

namespace counterpoint::service {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using storage::Collection;
using stored::AuditEvent;

constexpr std::size_t kMostNameBytes = 300;
constexpr std::size_t kMostRequestIdBytes = 128;
constexpr char kRequestIdPrefix[] = "requestIds/";

// Feeds a digest block by block, so that a request is never there a second time: its entry
// is made also where there is no memory left for that.
class DigestStream final : public google::protobuf::io::ZeroCopyOutputStream {
 public:
  explicit DigestStream(storage::Digest& digest) : digest_(digest) {}

  bool Next(void** data, int* size) override {
    Flush();
    filled_ = block_.size();
    *data = block_.data();
    *size = static_cast<int>(block_.size());
    return true;
  }
  void BackUp(int count) override { filled_ -= static_cast<std::size_t>(count); }
  std::int64_t ByteCount() const override { return flushed_ + static_cast<std::int64_t>(filled_); }
  void Flush() {
    digest_.Add({block_.data(), filled_});
    flushed_ += static_cast<std::int64_t>(filled_);
    filled_ = 0;
  }

 private:
  storage::Digest& digest_;
  std::array<char, 4096> block_;
  std::size_t filled_ = 0;
  std::int64_t flushed_ = 0;
};

// SHA-256 of RequestBytes().
std::string DigestOfRequest(const Message& request) {
  storage::Digest digest;
  digest.Add(request.GetDescriptor()->full_name());
  digest.Add(absl::string_view("\0", 1));
  DigestStream stream(digest);
  {
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    request.SerializeToCodedStream(&coded);
  }
  stream.Flush();
  return digest.Finish();
}

// Whether it has the form of a resource's name, and so can hold no text.
bool IsNameOfResource(absl::string_view name) {
  return absl::StartsWith(name, "alliances/") && name.size() <= kMostNameBytes &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '-' || c == '/';
         });
}

AuditEvent::Identification IdentificationOf(const grpc::ServerContextBase& context,
                                            const Caller& caller) {
  if (caller.name == "local") return AuditEvent::NONE;
  if (absl::StartsWith(caller.name, "jwt:")) return AuditEvent::WEB_TOKEN;
  return context.client_metadata().count("authorization") > 0 ? AuditEvent::BEARER_TOKEN
                                                              : AuditEvent::CLIENT_CERTIFICATE;
}

bool FlagOf(const Message& request, const char* name) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName(name);
  return field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL &&
         request.GetReflection()->GetBool(request, field);
}

// Without a character at the end some of whose bytes are missing, as in no message text
// may be.
absl::string_view WholeCharacters(absl::string_view text) {
  std::size_t first = text.size();  // Of the last character.
  while (first > 0 && (static_cast<unsigned char>(text[first - 1]) & 0xc0) == 0x80) --first;
  if (first == 0) return text;
  const auto lead = static_cast<unsigned char>(text[--first]);
  const std::size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return text.size() - first < bytes ? text.substr(0, first) : text;
}

std::string RequestIdIn(const Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("request_id");
  if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return "";
  const std::string request_id = request.GetReflection()->GetString(request, field);
  return std::string(WholeCharacters(absl::string_view(request_id).substr(0, kMostRequestIdBytes)));
}

int NumberOf(absl::string_view digits) {
  int number = 0;
  return absl::SimpleAtoi(digits, &number) ? number : 0;
}

// Empty where a record is no resource by itself.
std::string ResourceNameOf(absl::string_view alliance, Collection collection,
                           const std::string& id) {
  const std::vector<absl::string_view> parts = absl::StrSplit(id, '/');
  switch (collection) {
    case Collection::kAlliance:
      return conversion::FormatAllianceName(alliance);
    case Collection::kMember:
      return conversion::FormatMemberName(alliance, id);
    case Collection::kInteraction:
      return conversion::FormatInteractionName(alliance, id);
    case Collection::kSession:
      return conversion::FormatSessionName(alliance, id);
    case Collection::kParticipant:
      return conversion::FormatParticipantName(alliance, parts.front(), parts.back());
    case Collection::kPlan: {
      const int number = NumberOf(parts.back());
      return number == 0 ? "" : conversion::FormatPlanName(alliance, parts.front(), number);
    }
    case Collection::kMeetingOutcome:
      return conversion::FormatSessionName(alliance, parts.front());
    case Collection::kOperation:
      return conversion::FormatOperationName(alliance, id);
    case Collection::kStaffRule:
      return conversion::FormatStaffRuleName(alliance, id);
    case Collection::kPolicyProposal: {
      const int number = NumberOf(id);
      return number == 0 ? "" : conversion::FormatPolicyProposalName(alliance, number);
    }
    default:
      return "";  // Parts of generations, and what of them is current.
  }
}

}  // namespace

void AuditedEvent::AddName(absl::string_view name) {
  if (name.empty() || std::find(names.begin(), names.end(), name) != names.end()) return;
  if (names.size() < kMostAuditNames && IsNameOfResource(name)) {
    names.emplace_back(name);
  } else {
    event.set_more_names(event.more_names() + 1);
  }
}

storage::AuditEvent AuditedEvent::Stored() const {
  storage::AuditEvent stored;
  stored.payload = event.SerializeAsString();
  stored.names = names;
  if (!request_id.empty()) stored.names.push_back(absl::StrCat(kRequestIdPrefix, request_id));
  return stored;
}

AuditedEvent EventOfCall(const grpc::ServerContextBase& context, const Message& request,
                         const AccessRules::Rule* rule, const Caller* caller) {
  AuditedEvent audited;
  AuditEvent& event = audited.event;
  event.set_method(std::string(rule == nullptr ? "" : rule->access->method));
  event.set_peer(PeerOf(context));
  if (caller != nullptr) {
    event.set_caller(caller->name);
    event.set_role(std::string(RoleName(caller->role)));
    event.set_identification(IdentificationOf(context, *caller));
    audited.request_id = RequestIdIn(request);
  }
  event.set_request_digest(DigestOfRequest(request));
  event.set_dry_run(FlagOf(request, "validate_only") || FlagOf(request, "dry_run"));
  if (rule == nullptr) return audited;
  for (const AccessRules::FieldPath& path : rule->names) audited.AddName(TextAt(request, path));
  return audited;
}

void AddWrites(absl::string_view alliance, const std::vector<storage::Write>& writes,
               AuditedEvent& event) {
  event.event.set_records(static_cast<int>(writes.size()));
  for (const storage::Write& write : writes) {
    event.AddName(ResourceNameOf(alliance, write.collection, write.id));
  }
}

std::string AllianceNamedBy(const Message& request, const AccessRules::Rule* rule) {
  if (rule == nullptr || rule->names.empty()) return "";
  const std::string text = TextAt(request, rule->names.front());
  absl::string_view name = text;
  if (!absl::ConsumePrefix(&name, "alliances/")) return "";
  const absl::string_view id = name.substr(0, name.find('/'));
  return conversion::IsResourceId(id) ? std::string(id) : "";
}

absl::string_view RequestIdOf(absl::string_view name) {
  // Earlier versions cut them anywhere.
  return absl::ConsumePrefix(&name, kRequestIdPrefix) ? WholeCharacters(name) : absl::string_view();
}

}  // namespace counterpoint::service

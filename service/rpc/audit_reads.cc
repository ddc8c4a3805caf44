#include "service/rpc/audit_reads.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/audit/audit_entry_message.h"
#include "service/conversion/timestamp.h"
#include "service/rpc/list_page.h"
#include "service/rpc/request_check.h"
#include "service/tokens/fingerprint.h"
#include "service/tokens/page_token.h"
#include "service/validation/audit_requests.h"

namespace counterpoint::service {
namespace {

using v1::ListAuditEntriesRequest;
using v1::ListAuditEntriesResponse;

constexpr int kDefaultPage = 100;
// Entries looked at for one page: a rare filter gives short pages, and not long waits.
constexpr int kMaxScanned = 20'000;
// Entries read at a time.
constexpr std::int64_t kBlock = 250;

template <typename Request>
absl::Status Checked(const Request& request) {
  validation::Violations violations;
  validation::Check(request, violations);
  return violations.ToStatus();
}

bool IsMethod(const std::string& method, const std::string& wanted) {
  return wanted.empty() || method == wanted || absl::EndsWith(method, absl::StrCat(".", wanted));
}

bool IsAbout(const v1::AuditEntry& entry, const std::string& resource) {
  if (resource.empty()) return true;
  return std::any_of(
      entry.resources().begin(), entry.resources().end(), [&resource](const std::string& name) {
        return name == resource || absl::StartsWith(name, absl::StrCat(resource, "/"));
      });
}

bool HasOutcome(int code, ListAuditEntriesRequest::Outcome wanted) {
  const bool is_refusal = code == static_cast<int>(absl::StatusCode::kUnauthenticated) ||
                          code == static_cast<int>(absl::StatusCode::kPermissionDenied);
  switch (wanted) {
    case ListAuditEntriesRequest::OK:
      return code == 0;
    case ListAuditEntriesRequest::FAILED:
      return code != 0 && !is_refusal;
    case ListAuditEntriesRequest::REFUSED:
      return is_refusal;
    default:
      return true;
  }
}

bool Passes(const v1::AuditEntry& entry, const ListAuditEntriesRequest& request) {
  return (request.caller().empty() || entry.caller() == request.caller()) &&
         IsMethod(entry.method(), request.method()) && IsAbout(entry, request.resource()) &&
         HasOutcome(entry.code(), request.outcome());
}

// The first entry of those from `first` up to and with `last` that is not before
// `time`, by halving, as times never go back; last + 1 where all are.
absl::StatusOr<std::int64_t> FirstFrom(const storage::AuditStore& store, const std::string& chain,
                                       std::int64_t first, std::int64_t last, absl::Time time) {
  std::int64_t limit = last + 1;
  while (first < limit) {
    const std::int64_t middle = first + (limit - first) / 2;
    const auto entry = store.AuditEntries(chain, middle, middle);
    if (!entry.ok()) return entry.status();
    // One that retention has just removed is before all others.
    if (entry->empty() || entry->front().time < time) {
      first = middle + 1;
    } else {
      limit = middle;
    }
  }
  return first;
}

// Walks over entries in the order of the list.
class EntryWalk {
 public:
  EntryWalk(const storage::AuditStore& store, const std::string& chain, std::int64_t first,
            std::int64_t last, bool forward)
      : store_(store), chain_(chain), first_(first), last_(last), forward_(forward) {}

  // Null at the end.
  absl::StatusOr<const storage::AuditEntry*> Next() {
    while (at_ == block_.size()) {
      if (first_ > last_) return nullptr;
      const std::int64_t from = forward_ ? first_ : std::max(first_, last_ - kBlock + 1);
      const std::int64_t to = forward_ ? std::min(last_, first_ + kBlock - 1) : last_;
      auto read = store_.AuditEntries(chain_, from, to);
      if (!read.ok()) return read.status();
      block_ = *std::move(read);
      if (!forward_) std::reverse(block_.begin(), block_.end());
      at_ = 0;
      (forward_ ? first_ : last_) = forward_ ? to + 1 : from - 1;
    }
    return &block_[at_++];
  }

 private:
  const storage::AuditStore& store_;
  const std::string chain_;
  std::int64_t first_;
  std::int64_t last_;
  const bool forward_;
  std::vector<storage::AuditEntry> block_;
  std::size_t at_ = 0;
};

v1::AuditHead HeadMessage(const storage::AuditHead& head) {
  v1::AuditHead message;
  message.set_sequence(head.sequence);
  message.set_hash(head.hash);
  if (head.sequence > 0) {
    *message.mutable_time() = conversion::ToTimestamp(absl::FromUnixMicros(head.micros));
  }
  message.set_trimmed_sequence(head.trimmed_sequence);
  message.set_trimmed_hash(head.trimmed_hash);
  return message;
}

}  // namespace

absl::StatusOr<AuditReads::Chain> AuditReads::Find(const std::string& parent,
                                                   const Caller& caller) const {
  trail_.Flush();
  Chain chain;
  if (parent != validation::kServerParent) chain.name = *conversion::ParseAllianceName(parent);
  auto head = trail_.store().GetAuditHead(chain.name);
  if (!head.ok()) return head.status();
  chain.head = *std::move(head);
  chain.first = chain.head.trimmed_sequence + 1;
  if (!caller.ReachesAll()) chain.first = std::max(chain.first, chain.head.dropped_sequence + 1);
  if (chain.first > chain.head.sequence && !chain.name.empty()) {
    const auto known = FindAlliance(backend_, *backend_.store.View(), chain.name);
    if (!known.ok()) return known.status();
  }
  return chain;
}

absl::StatusOr<ListAuditEntriesResponse> AuditReads::List(const ListAuditEntriesRequest& request,
                                                          const Caller& caller) const {
  const absl::Status checked = Checked(request);
  if (!checked.ok()) return checked;
  const auto chain = Find(request.parent(), caller);
  if (!chain.ok()) return chain.status();
  auto token = DecodePageToken(request.page_token(), request);
  if (!token.ok()) return token.status();
  const storage::AuditStore& store = trail_.store();

  std::int64_t first = chain->first;
  std::int64_t last = chain->head.sequence;
  if (request.has_start_time()) {
    auto from =
        FirstFrom(store, chain->name, first, last, conversion::ToTime(request.start_time()));
    if (!from.ok()) return from.status();
    first = *from;
  }
  if (request.has_end_time()) {
    auto until = FirstFrom(store, chain->name, first, last, conversion::ToTime(request.end_time()));
    if (!until.ok()) return until.status();
    last = *until - 1;
  }
  if (token->has_value()) {
    // After pages before this one: of an entry with this number and on.
    const auto at = static_cast<std::int64_t>((*token)->offset);
    (request.oldest_first() ? first : last) =
        request.oldest_first() ? std::max(first, at) : std::min(last, at);
  }

  ListAuditEntriesResponse response;
  EntryWalk walk(store, chain->name, first, last, request.oldest_first());
  const int page_size = PageSize(request.page_size(), kDefaultPage);
  std::size_t bytes = 0;
  for (int scanned = 0;; ++scanned) {
    const auto entry = walk.Next();
    if (!entry.ok()) return entry.status();
    if (*entry == nullptr) return response;
    if (scanned == kMaxScanned || response.entries_size() == page_size || bytes > kAnswerBytes) {
      PageToken next_token;
      next_token.query = QueryFingerprint(request);
      next_token.offset = static_cast<std::uint64_t>((*entry)->sequence);
      response.set_next_page_token(EncodePageToken(next_token));
      return response;
    }
    auto message = AuditEntryMessage(**entry);
    if (!message.ok()) return message.status();
    if (!Passes(*message, request)) continue;
    bytes += message->ByteSizeLong();
    *response.add_entries() = *std::move(message);
  }
}

absl::StatusOr<v1::AuditHead> AuditReads::Head(const v1::GetAuditHeadRequest& request,
                                               const Caller& caller) const {
  const absl::Status checked = Checked(request);
  if (!checked.ok()) return checked;
  const auto chain = Find(request.parent(), caller);
  if (!chain.ok()) return chain.status();
  return HeadMessage(chain->head);
}

absl::StatusOr<v1::VerifyAuditResponse> AuditReads::Verify(const v1::VerifyAuditRequest& request,
                                                           const Caller& caller) const {
  const absl::Status checked = Checked(request);
  if (!checked.ok()) return checked;
  const auto chain = Find(request.parent(), caller);
  if (!chain.ok()) return chain.status();
  std::optional<storage::AuditAnchor> anchor;
  if (request.anchor_sequence() > 0) {
    anchor = storage::AuditAnchor{request.anchor_sequence(), request.anchor_hash()};
  }
  v1::VerifyAuditResponse response;
  const auto check = trail_.store().VerifyAuditChain(chain->name, anchor);
  if (absl::IsDataLoss(check.status())) {
    response.set_fault(std::string(check.status().message()));
    *response.mutable_head() = HeadMessage(chain->head);
    return response;
  }
  if (!check.ok()) return check.status();
  response.set_holds(true);
  *response.mutable_head() = HeadMessage(check->head);
  response.set_entries(check->entries);
  response.set_erased_names(check->erased_names);
  return response;
}

}  // namespace counterpoint::service

#include "service/personal_data/kept_traces.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "service/audit/audit_event.h"
#include "service/conversion/member_profile.h"
#include "service/conversion/resource_name.h"
#include "service/embedding/embedded_texts.h"
#include "service/live_index/kept_features.h"
#include "storage/digest.h"

namespace counterpoint::service {
namespace {

// As texts are sent to an embedding server, with vectors of the caller's or without.
absl::flat_hash_set<std::string> DigestsOfTexts(const std::string& id, v1::Member member) {
  absl::flat_hash_set<std::string> digests;
  auto profile = conversion::ProfileOf(id, member, absl::Now());
  const auto add = [&digests](const std::string& text) {
    if (!text.empty()) digests.insert(storage::DigestOf(text));
  };
  for (const auto& listing : profile.needs) add(EmbeddedText(listing));
  for (const auto& listing : profile.offers) add(EmbeddedText(listing));
  add(EmbeddedText(profile));
  add(EmbeddedDescription(profile));
  return digests;
}

}  // namespace

bool IsAnswerAbout(const MemberTraces& traces, absl::string_view request_id,
                   absl::string_view reply) {
  return absl::StrContains(request_id, traces.id()) ||
         absl::StrContains(reply, absl::StrCat("/", traces.id())) ||
         (traces.MayBeIn(reply) && traces.IsIn(reply));
}

bool IsAuditNameOf(absl::string_view alliance, const MemberTraces& traces, absl::string_view chain,
                   absl::string_view name) {
  const absl::string_view request_id = RequestIdOf(name);
  if (!request_id.empty()) {
    return chain == alliance && absl::StrContains(request_id, traces.id());
  }
  const std::string prefix = absl::StrCat(conversion::FormatAllianceName(alliance), "/");
  if (!absl::ConsumePrefix(&name, prefix)) return false;
  // Ids of interactions are often made of those of members.
  if (absl::StartsWith(name, "interactions/")) return absl::StrContains(name, traces.id());
  return traces.IsIn(name);
}

absl::StatusOr<std::vector<DerivedRow>> DerivedOf(const storage::ReadView& view,
                                                  const std::string& alliance,
                                                  const MemberTraces& traces,
                                                  const v1::Member& member) {
  std::vector<DerivedRow> rows;
  const auto texts = view.GetDerived(alliance, kKeptTexts, traces.id());
  if (texts.ok()) rows.push_back({kKeptTexts, traces.id(), texts->size()});
  if (!texts.ok() && !absl::IsNotFound(texts.status())) return texts.status();
  const auto digests = DigestsOfTexts(traces.id(), member);
  const auto cursor = view.ScanDerived(alliance, kKeptEmbedding);
  storage::Record row;
  for (;;) {
    const auto more = cursor->Next(row);
    if (!more.ok()) return more.status();
    if (!*more) return rows;
    const std::size_t digest = row.id.find('\0');
    if (digest != std::string::npos && digests.contains(row.id.substr(digest + 1))) {
      rows.push_back({kKeptEmbedding, row.id, row.payload.size()});
    }
  }
}

absl::StatusOr<std::map<std::string, std::int64_t>> RemoveKept(
    storage::AuditStore& store, const std::string& alliance, const MemberTraces& traces,
    const std::vector<DerivedRow>& derived, bool only_look) {
  std::map<std::string, std::int64_t> removed;
  const auto answers = store.erasure().ForgetRequests(
      alliance,
      [&traces](absl::string_view request_id, absl::string_view reply) {
        return IsAnswerAbout(traces, request_id, reply);
      },
      only_look);
  if (!answers.ok()) return answers.status();
  if (*answers > 0) removed["request answer"] = *answers;
  const auto names = store.EraseAuditNames(
      [&](absl::string_view chain, absl::Span<const storage::AuditEntry::Name> of_entry,
          std::size_t name) {
        const auto is_its = [&](const storage::AuditEntry::Name& other) {
          return IsAuditNameOf(alliance, traces, chain, other.name);
        };
        if (is_its(of_entry[name])) return true;
        // The id of a request about the member may be made of anything.
        return !RequestIdOf(of_entry[name].name).empty() &&
               std::any_of(of_entry.begin(), of_entry.end(), is_its);
      },
      only_look);
  if (!names.ok()) return names.status();
  if (*names > 0) removed["name in the audit trail"] = *names;
  for (const DerivedRow& row : derived) {
    ++removed[row.kind == kKeptTexts ? "analysed texts" : "embedding"];
    if (only_look) continue;
    const absl::Status deleted = store.PutDerived(alliance, row.kind, {{row.id, ""}});
    if (!deleted.ok()) return deleted;
  }
  return removed;
}

}  // namespace counterpoint::service

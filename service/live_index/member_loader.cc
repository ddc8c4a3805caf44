#include "service/live_index/member_loader.h"

#include <utility>

#include "service/confidentiality/confidential_listings.h"
#include "service/conversion/member_profile.h"
#include "service/conversion/member_record.h"
#include "service/live_index/kept_features.h"

namespace counterpoint::service {

absl::StatusOr<LoadedMember> LoadMember(const KnownAlliance& alliance,
                                        const matching::Analyzer& analyzer,
                                        const storage::Record& record, absl::string_view kept,
                                        const storage::ReadView& view, Embedder* embedder) {
  const auto member = conversion::MemberOf(alliance.id, record);
  if (!member.ok()) return member.status();
  matching::MemberProfile profile = conversion::ProfileOf(record.id, *member, record.update_time);

  LoadedMember loaded;
  if (embedder != nullptr) loaded.coverage = embedder->Cover(view, alliance.id, profile);
  auto texts = DecodeKeptTexts(alliance, record.revision, kept);
  if (!texts || texts->size() != matching::CountTexts(profile)) {
    texts = matching::AnalyzeTexts(analyzer, profile);
    loaded.kept_texts = EncodeKeptTexts(alliance, record.revision, *texts);
  }
  loaded.member.features = matching::MakeFeatures(*alliance.thesaurus, profile, *std::move(texts));
  loaded.row = DirectoryRowOf(*alliance.thesaurus, *member, loaded.member.features);
  loaded.member.revision = record.revision;
  loaded.member.summary = conversion::SummaryOf(*member);
  loaded.member.missing_embeddings = loaded.coverage.missing;
  loaded.member.confidential = ConfidentialListingsOf(*member);
  return loaded;
}

}  // namespace counterpoint::service

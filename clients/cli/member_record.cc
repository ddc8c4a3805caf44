#include "clients/cli/member_record.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/text_language.h"

namespace counterpoint::cli {
namespace {

std::string Exactly(const google::protobuf::Map<std::string, std::string>& texts,
                    const std::string& language) {
  const auto it = texts.find(language);
  return it == texts.end() ? "" : it->second;
}

std::string Titles(const google::protobuf::RepeatedPtrField<v1::Listing>& listings) {
  return absl::StrJoin(listings, "; ", [](std::string* out, const v1::Listing& listing) {
    out->append(TextIn(listing.title(), "zh"));
    if (listing.confidentiality() == v1::CONFIDENTIALITY_UNSPECIFIED) return;
    absl::StrAppend(out, listing.title().empty() ? "(" : " (",
                    v1::Confidentiality_Name(listing.confidentiality()), ")");
  });
}

}  // namespace

const std::vector<std::string>& MemberRecordHeader() {
  static const auto* const kHeader = new std::vector<std::string>{"id",
                                                                  "kind",
                                                                  "state",
                                                                  "region",
                                                                  "display_name_zh",
                                                                  "display_name_en",
                                                                  "description_zh",
                                                                  "description_en",
                                                                  "sectors",
                                                                  "labels",
                                                                  "employee_count",
                                                                  "founding_year",
                                                                  "capacity",
                                                                  "offers",
                                                                  "needs"};
  return *kHeader;
}

std::vector<std::string> MemberRecord(const v1::Member& member) {
  return {IdOf(member.name()),
          v1::MemberKind_Name(member.kind()),
          v1::MemberState_Name(member.state()),
          member.region(),
          Exactly(member.display_name(), "zh"),
          Exactly(member.display_name(), "en"),
          Exactly(member.description(), "zh"),
          Exactly(member.description(), "en"),
          absl::StrJoin(member.sectors(), "; "),
          absl::StrJoin(member.labels(), "; "),
          member.has_employee_count() ? absl::StrCat(member.employee_count()) : "",
          member.has_founding_year() ? absl::StrCat(member.founding_year()) : "",
          member.has_capacity() ? absl::StrCat(member.capacity()) : "",
          Titles(member.offers()),
          Titles(member.needs())};
}

}  // namespace counterpoint::cli

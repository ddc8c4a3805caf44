#include "clients/cli/member_tables.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/text_language.h"
#include "clients/cli/vocabulary.h"
#include "clients/cli/wording.h"

namespace counterpoint::cli {
namespace {

// Two columns without headings; empty values are left out.
class Detail {
 public:
  explicit Detail(const std::string& language) : language_(language) {}

  void Add(const std::string& name, const std::string& value) {
    if (!value.empty()) table_.AddRow({Wording(name, language_), value});
  }

  void AddListings(const std::string& name,
                   const google::protobuf::RepeatedPtrField<v1::Listing>& listings) {
    for (const v1::Listing& listing : listings) {
      std::string text = absl::StrCat(listing.id(), ". ",
                                      listing.withheld() ? Wording("(withheld)", language_)
                                                         : TextIn(listing.title(), language_));
      if (!listing.topics().empty()) {
        absl::StrAppend(&text, " [", absl::StrJoin(listing.topics(), ", "), "]");
      }
      const std::string tier =
          ShownName(*v1::Confidentiality_descriptor(), listing.confidentiality(), language_);
      if (!tier.empty()) absl::StrAppend(&text, " (", tier, ")");
      const std::string body = TextIn(listing.text(), language_);
      if (!body.empty()) absl::StrAppend(&text, " - ", body);
      Add(name, text);
    }
  }

  Table table() && { return std::move(table_); }

 private:
  const std::string language_;
  Table table_{{{""}, {""}}};
};

}  // namespace

std::string ShownTime(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0) return "";
  return absl::FormatTime("%Y-%m-%d %H:%M", absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

Table MemberList(const std::string& language) {
  const auto heading = [&](const char* text) { return Wording(text, language); };
  return Table({{heading("ID")},
                {heading("NAME")},
                {heading("KIND")},
                {heading("REGION")},
                {heading("STATE")},
                {heading("OFFERS"), Table::Align::kRight},
                {heading("NEEDS"), Table::Align::kRight},
                {heading("LABELS")}});
}

void AddMemberRow(const v1::Member& member, const std::string& language, Table* table) {
  table->AddRow({IdOf(member.name()), TextIn(member.display_name(), language),
                 ShownKind(member.kind(), language), member.region(),
                 ShownName(*v1::MemberState_descriptor(), member.state(), language),
                 absl::StrCat(member.offers_size()), absl::StrCat(member.needs_size()),
                 absl::StrJoin(member.labels(), ",")});
}

Table MemberDetail(const v1::Member& member, const std::string& language) {
  Detail detail(language);
  detail.Add("ID", IdOf(member.name()));
  detail.Add("Name", TextIn(member.display_name(), language));
  detail.Add("Kind", ShownKind(member.kind(), language));
  detail.Add("Region", member.region());
  detail.Add("State", ShownName(*v1::MemberState_descriptor(), member.state(), language));
  detail.Add("Sectors", absl::StrJoin(member.sectors(), ", "));
  detail.Add("Labels", absl::StrJoin(member.labels(), ", "));
  if (member.has_employee_count()) detail.Add("Employees", absl::StrCat(member.employee_count()));
  if (member.has_founding_year()) detail.Add("Founded", absl::StrCat(member.founding_year()));
  if (member.has_capacity()) detail.Add("Capacity", absl::StrCat(member.capacity()));
  detail.Add("Description", TextIn(member.description(), language));
  detail.AddListings("Offer", member.offers());
  detail.AddListings("Need", member.needs());
  for (const v1::Credential& credential : member.credentials()) {
    detail.Add("Credential", TextIn(credential.title(), language));
  }
  detail.Add("Updated", ShownTime(member.update_time()));
  detail.Add("Expires", ShownTime(member.expire_time()));
  return std::move(detail).table();
}

}  // namespace counterpoint::cli

#include "service/validation/normal_form.h"

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace counterpoint::validation {
namespace {

void FillInIds(google::protobuf::RepeatedPtrField<v1::Listing>& listings) {
  absl::flat_hash_set<std::string> taken;
  for (const v1::Listing& listing : listings) taken.insert(listing.id());
  int next = 1;
  for (v1::Listing& listing : listings) {
    while (listing.id().empty()) {
      std::string id = absl::StrCat(next++);
      if (taken.insert(id).second) listing.set_id(std::move(id));
    }
  }
}

}  // namespace

void Normalise(v1::Member& member) {
  member.clear_name();
  member.clear_etag();
  member.clear_create_time();
  member.clear_update_time();
  if (member.state() == v1::MEMBER_STATE_UNSPECIFIED) member.set_state(v1::ACTIVE);
  FillInIds(*member.mutable_offers());
  FillInIds(*member.mutable_needs());
}

void Normalise(v1::Alliance& alliance) {
  alliance.clear_name();
  alliance.clear_etag();
  alliance.clear_create_time();
  alliance.clear_update_time();
  alliance.clear_revision();
  if (alliance.has_policy()) alliance.mutable_policy()->clear_version();
}

}  // namespace counterpoint::validation

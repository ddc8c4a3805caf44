// A small session with a plan, for tests of its documents.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "service/agenda/agenda.h"

namespace counterpoint::agenda {

template <typename Message>
Message FromText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// Two days in Shanghai; a slot of 20 minutes every 25, and one after lunch.
inline v1::Session SampleSession() {
  auto session = FromText<v1::Session>(R"pb(
    name: "alliances/music/sessions/spring"
    display_name { key: "en" value: "Spring Session" }
    display_name { key: "zh" value: "春季对接会" }
    location { key: "en" value: "Hall 3, West Bund" }
    time_zone: "Asia/Shanghai"
    days {
      date: "2027-03-02"
      slots { start: "09:00" minutes: 20 }
      slots { start: "09:25" minutes: 20 }
      slots { start: "09:50" minutes: 20 }
      slots { start: "14:00" minutes: 20 }
    }
    days {
      date: "2027-03-03"
      slots { start: "09:00" minutes: 20 }
    }
    tables {
      id: "t1"
      display_name { key: "zh" value: "一号桌" }
      display_name { key: "en" value: "Window" }
    }
    tables { id: "t2" }
    tables { id: "t3" }
  )pb");
  for (v1::SessionDay& day : *session.mutable_days()) {
    for (v1::SessionSlot& slot : *day.mutable_slots()) {
      slot.set_slot(absl::StrCat(day.date(), "T", slot.start()));
    }
  }
  return session;
}

inline v1::Participant SampleParticipant(const std::string& id, const std::string& fields) {
  auto participant = FromText<v1::Participant>(fields);
  participant.set_name(absl::StrCat("alliances/music/sessions/spring/participants/", id));
  return participant;
}

inline std::vector<v1::Participant> SampleParticipants() {
  return {
      SampleParticipant("studio", R"pb(
        display_name { key: "en" value: "Studio One" }
        display_name { key: "zh" value: "一号工作室" }
        kind: SCENE_UNIT
        delegates {
          display_name: "Delegate A"
          role: "Head of sound"
          languages: "zh"
          languages: "en"
        }
        languages: "zh"
      )pb"),
      SampleParticipant("museum", R"pb(
        display_name { key: "en" value: "Museum" }
        kind: SCENE_UNIT)pb"),
      SampleParticipant("conservatory", R"pb(
        display_name { key: "zh" value: "音乐学院" }
        kind: RESEARCH_INSTITUTION
        languages: "zh")pb"),
      SampleParticipant("orchard", R"pb(display_name { key: "en" value: "Orchard" }
                                        kind: CREATOR)pb"),
  };
}

inline void AddMeeting(const std::string& participant, const std::string& partner,
                       const std::string& slot, const std::string& table, v1::SessionPlan* plan) {
  v1::PlannedMeeting& meeting = *plan->add_meetings();
  meeting.mutable_pair()->set_participant("alliances/music/members/" + participant);
  meeting.mutable_pair()->set_partner("alliances/music/members/" + partner);
  meeting.set_slot(slot);
  meeting.set_table(table);
}

// studio meets the conservatory, then after a free slot the museum, which meets
// the conservatory on the next day.
inline v1::SessionPlan SamplePlan() {
  v1::SessionPlan plan;
  plan.set_name("alliances/music/sessions/spring/plans/3");
  plan.mutable_create_time()->set_seconds(1'803'000'000);  // 2027-02-19
  AddMeeting("studio", "conservatory", "2027-03-02T09:00", "t1", &plan);
  AddMeeting("museum", "studio", "2027-03-02T09:50", "t2", &plan);
  AddMeeting("conservatory", "museum", "2027-03-03T09:00", "t1", &plan);
  return plan;
}

inline Agenda SampleAgenda(const Selection& selection) {
  auto agenda = MakeAgenda(SampleSession(), SamplePlan(), SampleParticipants(), selection);
  EXPECT_TRUE(agenda.ok()) << agenda.status();
  return *std::move(agenda);
}

}  // namespace counterpoint::agenda

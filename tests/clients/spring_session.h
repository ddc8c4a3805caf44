// A session of one day with three tables and three participants.
#pragma once

#include "clients/cli/plan_setting.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace counterpoint::cli {

template <typename Message>
Message FromText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

inline PlanSetting SpringSession(const std::string& language = "en") {
  PlanSetting setting;
  setting.session = FromText<v1::Session>(R"(
      name: 'alliances/a/sessions/spring'
      days { date: '2027-03-02'
             slots { slot: '2027-03-02T09:00' start: '09:00' minutes: 20 }
             slots { slot: '2027-03-02T09:30' start: '09:30' minutes: 20 } }
      tables { id: 't1' display_name { key: 'en' value: 'Window' } }
      tables { id: 't2' }
      tables { id: 't3' })");
  setting.participants = {{"alliances/a/members/studio", "Studio One"},
                          {"alliances/a/members/school", "音乐学院"},
                          {"alliances/a/members/museum", ""}};
  setting.language = language;
  return setting;
}

// The same with a second day.
inline PlanSetting TwoDays() {
  PlanSetting setting = SpringSession();
  *setting.session.add_days() = FromText<v1::SessionDay>(R"(
      date: '2027-03-03' slots { slot: '2027-03-03T09:00' start: '09:00' minutes: 20 })");
  return setting;
}

}  // namespace counterpoint::cli

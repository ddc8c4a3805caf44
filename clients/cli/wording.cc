#include "clients/cli/wording.h"

#include <map>

namespace counterpoint::cli {

std::string Wording(const std::string& english, const std::string& language) {
  static const auto* const kChinese = new std::map<std::string, std::string>{
      {"BROADER", "上位主题"},
      {"CAUSE", "变更"},
      {"CHINESE", "中文"},
      {"DESCRIPTION", "简介"},
      {"ENGLISH", "英文"},
      {"GAIN", "己方收益"},
      {"ID", "编号"},
      {"KIND", "类型"},
      {"LABELS", "标签"},
      {"MEMBER", "成员"},
      {"NAME", "名称"},
      {"NEEDS", "需求"},
      {"OFFERS", "供给"},
      {"PARTNER", "伙伴"},
      {"PARTNER GAIN", "对方收益"},
      {"RANK", "排名"},
      {"REASONS", "理由"},
      {"REGION", "地区"},
      {"REVISION", "版本"},
      {"SCORE", "得分"},
      {"SECTORS", "领域"},
      {"SIMILARITY", "相似度"},
      {"STATE", "状态"},
      {"TIME", "时间"},
      {"TOPICS", "主题"},
      {"UPDATED", "更新时间"},
      {"Offer", "供给"},
      {"Need", "需求"},
      {"Name", "名称"},
      {"Kind", "类型"},
      {"Region", "地区"},
      {"State", "状态"},
      {"Time", "时间"},
      {"Recorded", "记录时间"},
      {"Sectors", "领域"},
      {"Labels", "标签"},
      {"Employees", "员工数"},
      {"Founded", "成立年份"},
      {"Capacity", "可接伙伴数"},
      {"Description", "简介"},
      {"Updated", "更新时间"},
      {"Expires", "到期时间"},
      {"Topics", "主题"},
      {"Revision", "版本"},
      {"Floor", "最低得分"},
      {"Diversity", "多样性"},
      {"Credential", "资质"},
      {"Member", "成员"},
      {"Partner", "伙伴"},
      {"Score", "得分"},
      {"Gain", "己方收益"},
      {"Partner's gain", "对方收益"},
      {"Excluded", "排除"},
      {"Rank", "排名"},
      {"Threshold", "入选得分"},
      {"Gap", "差距"},
      {"Profile", "整体资料"},
      {"shared topics", "共同主题"},
      {"shared words", "共同用词"},
      {"(others)", "（其他）"},
      {"smaller terms", "个较小的因素"},
      {"Some texts have no embedding yet.", "部分文本尚无向量。"},
      {"The embedding server does not answer: texts without an embedding are compared without.",
       "向量服务无应答：没有向量的文本不作向量比较。"},
  };
  if (language != "zh") return english;
  const auto it = kChinese->find(english);
  return it == kChinese->end() ? english : it->second;
}

}  // namespace counterpoint::cli

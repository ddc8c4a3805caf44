#include "clients/cli/vocabulary.h"

#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace counterpoint::cli {
namespace {

using google::protobuf::EnumDescriptor;

std::string Typed(const std::string& name) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(name), {{"_", "-"}});
}

const std::map<std::string, std::string>& ChineseNames() {
  static const auto* const kNames = new std::map<std::string, std::string>{
      {"TECHNOLOGY_SUPPLIER", "技术供应商"},
      {"SCENE_UNIT", "应用场景单位"},
      {"RESEARCH_INSTITUTION", "科研院校"},
      {"PUBLIC_SERVICE_PLATFORM", "公共服务平台"},
      {"CREATOR", "创作者"},
      {"INVESTOR", "投资机构"},
      {"ACTIVE", "活跃"},
      {"PAUSED", "暂停"},
      {"DRAFT", "草稿"},
      {"JOINT_DEVELOPMENT", "联合开发"},
      {"PROCUREMENT", "采购"},
      {"LICENSING", "授权"},
      {"RESEARCH", "研究"},
      {"TRAINING", "培训"},
      {"TALENT", "人才"},
      {"FINANCING", "融资"},
      {"BRAND_PROMOTION", "品牌推广"},
      {"POLICY_SUPPORT", "政策支持"},
      {"PROJECT_LANDING", "项目落地"},
      {"EXCHANGE", "交流"},
      {"IN_FORCE", "生效"},
      {"ENDED", "已结束"},
      {"BUILDING", "生成中"},
      {"COMPLETE", "完成"},
      {"PROPOSED", "待定"},
      {"ADOPTED", "已采用"},
      {"REJECTED", "已否决"},
      {"PROFILE_CHANGED", "档案更新"},
      {"MEMBER_ADDED", "新成员"},
      {"MEMBER_REMOVED", "成员已删除"},
      {"MEMBER_EXPIRED", "成员已到期"},
      {"POLICY_CHANGED", "策略变化"},
      {"FEEDBACK", "反馈"},
      {"STAFF_RULE_CHANGED", "人工规则变化"},
      {"DISPLACED", "随他人变动"},
      {"TIME_PASSED", "时间推移"},
      {"EXPOSURE_CHANGED", "曝光调整"},
      {"ROLLED_BACK", "已回退"},
      {"TOPICS", "主题"},
      {"WORDS", "词语"},
      {"LATENT", "语义"},
      {"EMBEDDING", "向量"},
      {"COOPERATION_MODE", "合作方式"},
      {"WANTED_KIND", "期望类型"},
      {"REGION", "地区"},
      {"TIMING", "时间"},
      {"BUDGET", "预算"},
      {"PREFERENCE", "偏好"},
      {"KIND_AFFINITY", "类型亲和"},
      {"CREDENTIALS", "资质"},
      {"FRESHNESS", "新近"},
      {"POPULARITY", "伙伴数"},
      {"CLOSENESS", "关联度"},
      {"STAFF_RULE", "人工规则"},
      {"CONFIDENTIAL", "保密内容"},
      {"PUBLIC", "公开"},
      {"TEASER", "仅示主题"},
      {"MUTUAL", "双方接受后可见"},
      {"BROKER", "仅工作人员可见"},
      {"PARTNERSHIP", "合作"},
      {"MET", "会面"},
      {"NO_SHOW", "缺席"},
      {"RATED", "评价"},
      {"VIEWED", "浏览"},
      {"SAVED", "收藏"},
      {"INTRODUCED", "引荐"},
      {"ACCEPTED", "接受"},
      {"DECLINED", "婉拒"},
      {"AGREEMENT_SIGNED", "签约"},
      {"CONFLICT", "冲突"},
      {"TOO_EARLY", "为时尚早"},
      {"BENEFIT_UNCLEAR", "收益不明"},
      {"ROUTE_UNCLEAR", "合作路径不明"},
      {"DESCRIPTION_UNCLEAR", "描述不清"},
      {"NOT_STRATEGIC", "不合战略"},
      {"OVER_BUDGET", "超出预算"},
      {"WRONG_TIMING", "时机不合"},
      {"WRONG_REGION", "地区不合"},
      {"INTELLECTUAL_PROPERTY", "知识产权"},
      {"ALREADY_SUPPLIED", "已有供应商"},
      {"OTHER_REASON", "其他原因"},
      {"LETTER_OF_INTENT", "意向书"},
      {"FRAMEWORK_AGREEMENT", "框架协议"},
      {"JOINT_DEVELOPMENT_AGREEMENT", "联合开发协议"},
      {"LICENCE_AGREEMENT", "许可协议"},
      {"PURCHASE_CONTRACT", "采购合同"},
      {"RESEARCH_CONTRACT", "研究合同"},
      {"INVESTMENT_AGREEMENT", "投资协议"},
      {"OTHER_AGREEMENT", "其他协议"},
      {"WITHOUT_VALUE", "无金额"},
      {"UP_TO_100_THOUSAND", "10万以内"},
      {"UP_TO_1_MILLION", "100万以内"},
      {"UP_TO_10_MILLION", "1000万以内"},
      {"UP_TO_100_MILLION", "1亿以内"},
      {"ABOVE_100_MILLION", "1亿以上"},
      {"HELD", "已举行"},
      {"CREATED", "新增"},
      {"UPDATED", "更新"},
      {"DELETED", "删除"},
      {"EXPIRED", "到期"},
      {"RUNNING", "进行中"},
      {"SUCCEEDED", "已完成"},
      {"FAILED", "失败"},
      {"CANCELLED", "已取消"},
      {"PLANNED", "已编排"},
      {"REPAIRED", "修复"},
      {"EDITED", "手工修改"},
      {"OPTIMAL", "最优"},
      {"IMPOSSIBLE", "无法全部安排"},
      {"OPEN", "未证明"},
      {"PUBLISHED", "已发布"},
      {"CLOSED", "已结束"},
      {"BY_SCORE", "按得分"},
      {"AS_GIVEN", "按指定"},
      {"BEST_TOTAL", "总分最高"},
      {"WORST_OFF_FIRST", "照顾最少者"},
      {"MORNING", "上午"},
      {"PIN", "置顶"},
      {"BOOST", "提升"},
      {"DEMOTE", "降低"},
      {"VETO", "屏蔽"},
      {"AFTERNOON", "下午"},
  };
  return *kNames;
}

}  // namespace

std::vector<std::string> TypedNames(const EnumDescriptor& vocabulary) {
  std::vector<std::string> names;
  for (int i = 0; i < vocabulary.value_count(); ++i) {
    if (vocabulary.value(i)->number() != 0) names.push_back(Typed(vocabulary.value(i)->name()));
  }
  return names;
}

absl::StatusOr<int> ParseName(const EnumDescriptor& vocabulary, const std::string& name) {
  for (int i = 0; i < vocabulary.value_count(); ++i) {
    const auto* value = vocabulary.value(i);
    if (value->number() != 0 && Typed(value->name()) == Typed(name)) return value->number();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", name, "\" is not one of ", absl::StrJoin(TypedNames(vocabulary), ", ")));
}

std::string ShownName(const EnumDescriptor& vocabulary, int number, const std::string& language) {
  const auto* value = vocabulary.FindValueByNumber(number);
  if (number == 0 || value == nullptr) return "";
  const auto chinese = ChineseNames().find(value->name());
  if (language == "zh" && chinese != ChineseNames().end()) return chinese->second;
  return Typed(value->name());
}

std::string ShownKind(v1::MemberKind kind, const std::string& language) {
  return ShownName(*v1::MemberKind_descriptor(), kind, language);
}

}  // namespace counterpoint::cli

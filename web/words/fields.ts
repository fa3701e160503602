import type { Language } from '../language.ts';

type Meaning = Readonly<Record<Language, string>>;
const meaning = (zh: string, en: string): Meaning => ({ 'zh-CN': zh, en });

const available = meaning('来源部门是否响应', 'Whether the source answered');
const source = meaning('来源部门', 'The department that answers for the section');

/** What each field of an enterprise's file means. */
const meanings: Readonly<Record<string, Meaning>> = {
  uscc: meaning('统一社会信用代码', 'Unified social credit code'),
  retrievedAt: meaning('获取时间（UTC）', 'When it was retrieved (UTC)'),
  '*.source': source,
  '*.available': available,
  'registration.data.uscc': meaning('统一社会信用代码', 'Unified social credit code'),
  'registration.data.name': meaning('企业名称', 'Registered name'),
  'registration.data.nameLatin': meaning('拉丁字母名称', 'Name in Latin letters'),
  'registration.data.status': meaning('登记状态代码', 'Status code'),
  'registration.data.categories[]': meaning('业务类型代码', 'What it does, codes'),
  'registration.data.ownership': meaning('所有制代码', 'Ownership code'),
  'registration.data.division': meaning('行政区划代码（GB/T 2260）', 'Division (GB/T 2260)'),
  'registration.data.registeredOn': meaning('登记日期', 'Day of registration'),
  'registration.data.park.name': meaning('园区名称', 'Name of the park'),
  'registration.data.park.nameEn': meaning('园区英文名称', 'Name of the park in English'),
  'customs.data.customsCategory': meaning(
    '现行海关信用等级代码',
    'Customs credit category in force',
  ),
  'customs.data.aeoCertificateNo': meaning('AEO 认证编号', 'Number of the AEO certificate'),
  'customs.data.customsRegistration.customsCode': meaning('海关注册编码', 'Customs code'),
  'customs.data.customsRegistration.registeredOn': meaning(
    '海关备案日期',
    'Day of registration with customs',
  ),
  'customs.data.customsRegistration.validUntil': meaning(
    '备案有效期末日，空为长期',
    'Last day of validity; null when it does not end',
  ),
  'customs.data.customsCategoryHistory[].category': meaning('信用等级代码', 'Category'),
  'customs.data.customsCategoryHistory[].validFrom': meaning('首日', 'First day'),
  'customs.data.customsCategoryHistory[].validTo': meaning(
    '末日，空为现行',
    'Last day; null while in force',
  ),
  'customs.data.customsCategoryHistory[].scheme': meaning('所依据的海关总署令', 'GACC order'),
  'customs.data.customsCategoryHistory[].decisionNo': meaning('决定文号', 'Number of the decision'),
  '*.data.totalCount': meaning('公示记录总数', 'How many records are published'),
  '*.data.nodes[].recordNo': meaning('记录编号', 'Number of the record'),
  '*.data.nodes[].title': meaning('记录名称', 'What it is'),
  '*.data.nodes[].documentNo': meaning('决定书文号', 'Number of the decision'),
  '*.data.nodes[].authority': meaning('作出决定的机关', 'The authority that decided'),
  '*.data.nodes[].decidedOn': meaning('决定日期', 'Day of the decision'),
  '*.data.nodes[].disclosedOn': meaning('公示日期', 'Day of publication'),
  '*.data.nodes[].disclosureEndsOn': meaning(
    '公示截止日，空为长期',
    'Last day of publication; null without end',
  ),
  '*.data.nodes[].usableUntil': meaning(
    '停止公示、共享和使用的时间（UTC）',
    'When publication, sharing and use end (UTC)',
  ),
  'penalties.data.nodes[].facts': meaning('认定的事实', 'Facts that the decision established'),
  'penalties.data.nodes[].basis': meaning('法律依据', 'Legal basis'),
  'penalties.data.nodes[].penaltyKind': meaning('处罚种类代码', 'Kind of penalty, code'),
  'penalties.data.nodes[].amount': meaning('罚款金额（人民币元）', 'Amount in CNY'),
  'penalties.data.nodes[].severity': meaning('失信程度代码', 'Severity, code'),
  'licences.data.nodes[].summary': meaning('许可内容', 'What is licensed'),
  'listings.data[].entryNo': meaning('记录编号', 'Number of the entry'),
  'listings.data[].listType': meaning('名单代码', 'List, code'),
  'listings.data[].basis': meaning('法律依据', 'Legal basis'),
  'listings.data[].facts': meaning('列入事由', 'Facts in brief'),
  'listings.data[].documentNo': meaning('决定文号', 'Number of the decision'),
  'listings.data[].authority': meaning('认定机关', 'The authority that decided'),
  'listings.data[].state': meaning('状态代码', 'State, code'),
  'listings.data[].listedOn': meaning('列入日期', 'Day of the listing'),
  'listings.data[].listingEndsOn': meaning('列入截止日', 'Last day of the listing'),
  'listings.data[].usableUntil': meaning(
    '停止公示、共享和使用的时间（UTC）',
    'When publication, sharing and use end (UTC)',
  ),
  'tax.data.taxGradeAYear': meaning(
    '被评为 A 级的年度，其他级别为空',
    'Year of a published A grade; null for any other',
  ),
};

/** What a field means; null when the dictionary does not know it. */
export function meaningOf(language: Language, path: string): string | null {
  const general = path.replace(/^[^.]+/, '*');
  return (meanings[path] ?? meanings[general])?.[language] ?? null;
}

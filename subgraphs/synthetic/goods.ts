/** Goods that the synthetic zone trades. Rates are fractions; prices and weights are medians of one piece. */
export interface Goods {
  readonly name: string;
  readonly hsCode: string;
  readonly price: number;
  readonly kilograms: number;
  readonly vat: number;
  readonly consumptionTax: number;
  readonly refundRate: 0 | 6 | 9 | 13;
  readonly weight: number;
}

const line = (
  name: string,
  hsCode: string,
  price: number,
  kilograms: number,
  weight: number,
  rates: Partial<Pick<Goods, 'vat' | 'consumptionTax' | 'refundRate'>> = {},
): Goods => ({
  name,
  hsCode,
  price,
  kilograms,
  weight,
  vat: 0.13,
  consumptionTax: 0,
  refundRate: 13,
  ...rates,
});

/** Infant formula. */
export const formula = line('婴幼儿配方奶粉', '1901101000', 215, 1.1, 17);
/** Integrated circuits. */
export const chips = line('集成电路', '8542310000', 45, 0.01, 4);
/** Industrial robots. */
export const robot = line('工业机器人', '8479501000', 88_000, 420, 6);
const earphones = line('蓝牙耳机', '8518300000', 120, 0.2, 14);
/** Earphones at a price that their name explains. */
export const promotedEarphones = { ...earphones, name: '蓝牙耳机（618 促销）', price: 36 };
/** A toy that stands in a recall notice; only planted cases trade it. */
export const recalledToy = line('磁力珠玩具', '9503006000', 45, 0.2, 0);
/** Electric bicycles, under an anti-dumping duty in the European Union; only planted cases trade them. */
export const bicycle = line('电动自行车', '8711600000', 2_600, 24, 0);

/** Retail imports: what families buy. */
export const importGoods: readonly Goods[] = [
  line('面膜', '3304990039', 150, 0.3, 15),
  line('护肤乳', '3304990099', 260, 0.4, 12),
  line('香水', '3303000010', 480, 0.5, 3, { consumptionTax: 0.15 }),
  formula,
  line('膳食补充剂', '2106909090', 180, 0.3, 16),
  line('洗衣液', '3402500090', 60, 2.1, 7),
  line('运动鞋', '6404110000', 520, 1.2, 7),
  line('棉质童装', '6111200090', 160, 0.3, 5),
  line('婴儿纸尿裤', '9619001100', 110, 2.6, 6),
  line('电动剃须刀', '8510100000', 420, 0.6, 7),
  line('皮质手提包', '4202210090', 1300, 0.9, 4),
  line('玩具积木', '9503008900', 240, 1.0, 2),
];

/** Retail exports by parcel. */
export const parcelGoods: readonly Goods[] = [
  earphones,
  line('手机壳', '3926909090', 25, 0.1, 10),
  line('女式连衣裙', '6204430090', 130, 0.5, 8),
  line('健身拉力带', '9506919000', 60, 0.4, 6),
  line('汽车内饰垫', '8708299000', 180, 1.6, 9),
  line('厨房刀具', '8211910000', 90, 0.6, 6),
  line('LED 灯带', '9405429000', 70, 0.4, 8),
  line('宠物用品', '4201000090', 80, 0.5, 4),
];

/** Exports between businesses. */
export const businessGoods: readonly Goods[] = [
  line('数控机床部件', '8466939000', 3200, 18, 24),
  robot,
  line('电动机', '8501520000', 760, 12, 12),
  chips,
  line('汽车轮毂', '8708709100', 420, 11, 14),
  line('钢制紧固件', '7318159090', 9, 0.6, 6),
  line('医疗监护仪', '9018193010', 9600, 9, 5),
  line('塑料软管', '3917320000', 14, 0.8, 4),
  line('工作服', '6203339000', 65, 0.7, 7),
  line('橡胶轮胎', '4011100000', 260, 9.5, 3),
  line('大米制品', '1904900000', 18, 1.0, 2, { vat: 0.09, refundRate: 9 }),
  line('有机化工原料', '2916399090', 36, 1.0, 4, { refundRate: 0 }),
];

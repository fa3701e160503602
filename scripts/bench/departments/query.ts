/** One order with its three flows, as far as a tax analyst who reviews a refund gets it from all six departments. */
export const threeFlows = `{
  order(ebpCode: "1", orderNo: "2") {
    orderNo placedAt goodsValue actualPaid
    payment { payTransactionId amountPaid }
    waybill { logisticsNo status weight events { sequence code } }
    inventoryList { invtNo status declaredValue declaration { entryNo state declaredValue fxMatch } }
    seller { uscc name refundClass expectedRefundClass fxClass }
  }
}`;

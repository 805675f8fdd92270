import { z } from "zod";
import { fromDecimal, type Money } from "../../kernel/money";

export const text = z.string().nullish();

/** `Money` of the models: a decimal string, lossless. */
export const money = z.object({ amount: z.string(), currencyCode: z.string() });
export type AmazonMoney = z.infer<typeof money>;

export function amountOf(value: AmazonMoney): Money {
  return fromDecimal(value.amount, value.currencyCode);
}

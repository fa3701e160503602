import type { Language } from '../language.ts';

interface MoneyProps {
  readonly language: Language;
  /** An exact decimal in CNY. */
  readonly amount: string | null;
}

/** An amount in CNY, its thousands parted; the digits stay those of the decision. */
export function Money({ language, amount }: MoneyProps) {
  if (amount === null) return <>–</>;
  const [whole = '', ...rest] = amount.split('.');
  const grouped = [whole.replaceAll(/\B(?=(\d{3})+$)/g, ','), ...rest].join('.');
  return <span class="cpz-money">{language === 'en' ? `CNY ${grouped}` : `${grouped} 元`}</span>;
}

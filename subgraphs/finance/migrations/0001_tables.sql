CREATE SCHEMA IF NOT EXISTS finance;
--> statement-breakpoint
CREATE TABLE finance.payments (
  pay_code text NOT NULL,
  pay_transaction_id text NOT NULL,
  pay_name text NOT NULL,
  ebp_code text NOT NULL,
  order_no text NOT NULL,
  amount_paid numeric(18, 2) NOT NULL,
  currency text NOT NULL,
  paid_at timestamptz NOT NULL,
  payer_token text NOT NULL,
  payer_account text NOT NULL,
  settlement_batch text,
  PRIMARY KEY (pay_code, pay_transaction_id)
);
--> statement-breakpoint
CREATE INDEX payments_order ON finance.payments (ebp_code, order_no);
--> statement-breakpoint
CREATE INDEX payments_newest ON finance.payments (paid_at DESC, pay_code DESC, pay_transaction_id DESC);
--> statement-breakpoint
CREATE INDEX payments_amount ON finance.payments (amount_paid);
--> statement-breakpoint
CREATE TABLE finance.financing_applications (
  application_no text PRIMARY KEY,
  applicant_uscc text NOT NULL,
  bank text NOT NULL,
  requested numeric(18, 2) NOT NULL,
  line numeric(18, 2),
  drawn numeric(18, 2) NOT NULL,
  status text NOT NULL CHECK (status IN ('APPLIED', 'GRANTED', 'REFUSED', 'REPAYING', 'REPAID', 'OVERDUE')),
  applied_on date NOT NULL,
  consent boolean NOT NULL
);
--> statement-breakpoint
CREATE INDEX financing_applicant ON finance.financing_applications (applicant_uscc, applied_on DESC, application_no DESC);
--> statement-breakpoint
CREATE TABLE finance.insurance_policies (
  policy_no text PRIMARY KEY,
  insured_uscc text NOT NULL,
  insurer text NOT NULL,
  limit_usd numeric(18, 2) NOT NULL,
  cover_from date NOT NULL,
  cover_until date NOT NULL,
  claims_paid_usd numeric(18, 2) NOT NULL
);
--> statement-breakpoint
CREATE INDEX insurance_insured ON finance.insurance_policies (insured_uscc, cover_from DESC, policy_no DESC);
--> statement-breakpoint
CREATE TABLE finance.finance_products (
  product_id text PRIMARY KEY,
  name text NOT NULL,
  name_en text NOT NULL,
  provider text NOT NULL,
  audience text NOT NULL
);
--> statement-breakpoint
CREATE TABLE finance.suspicious_reports (
  uscc text PRIMARY KEY,
  suspicious_reports integer NOT NULL
);

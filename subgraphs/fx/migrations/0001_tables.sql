CREATE SCHEMA IF NOT EXISTS fx;
--> statement-breakpoint
CREATE TABLE fx.profiles (
  uscc text PRIMARY KEY,
  fx_class text NOT NULL CHECK (fx_class IN ('A', 'B', 'C')),
  organisation_code text NOT NULL UNIQUE,
  in_directory_since date NOT NULL,
  receipts numeric(18, 2) NOT NULL,
  payments numeric(18, 2) NOT NULL,
  import_declared numeric(18, 2) NOT NULL,
  export_declared numeric(18, 2) NOT NULL,
  difference numeric(18, 2) NOT NULL,
  difference_rate numeric(12, 4),
  funds_to_goods numeric(12, 4),
  trade_credit_ratio numeric(12, 4),
  bop_declarations integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX profiles_class ON fx.profiles (fx_class, uscc);
--> statement-breakpoint
CREATE INDEX profiles_difference_rate ON fx.profiles (abs(difference_rate));
--> statement-breakpoint
CREATE TABLE fx.class_periods (
  uscc text NOT NULL,
  class text NOT NULL CHECK (class IN ('A', 'B', 'C')),
  valid_from date NOT NULL,
  valid_to date,
  PRIMARY KEY (uscc, valid_from),
  CHECK (valid_to >= valid_from)
);
--> statement-breakpoint
CREATE TABLE fx.trade_credit_reports (
  report_no text PRIMARY KEY,
  uscc text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('ADVANCE_PAYMENT', 'ADVANCE_RECEIPT', 'DEFERRED_PAYMENT', 'DEFERRED_RECEIPT')),
  amount_usd numeric(18, 2) NOT NULL,
  reported_on date NOT NULL,
  days integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX trade_credit_reports_uscc ON fx.trade_credit_reports (uscc, reported_on DESC, report_no DESC);
--> statement-breakpoint
CREATE TABLE fx.settlements (
  settlement_no text PRIMARY KEY,
  pay_code text NOT NULL,
  pay_transaction_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('SETTLEMENT', 'PURCHASE')),
  settled_on date NOT NULL,
  foreign_amount numeric(18, 2) NOT NULL,
  foreign_currency text NOT NULL,
  rate numeric(14, 6) NOT NULL,
  UNIQUE (pay_code, pay_transaction_id)
);
--> statement-breakpoint
CREATE TABLE fx.declaration_matches (
  entry_no text PRIMARY KEY,
  fx_match text NOT NULL CHECK (fx_match IN ('NONE', 'PARTIAL', 'MATCHED', 'EXCEEDED'))
);

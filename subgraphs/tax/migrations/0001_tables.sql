CREATE SCHEMA IF NOT EXISTS tax;
--> statement-breakpoint
CREATE TABLE tax.taxpayers (
  uscc text PRIMARY KEY,
  tax_grade text NOT NULL CHECK (tax_grade IN ('A', 'B', 'M', 'C', 'D')),
  tax_grade_a_year integer,
  refund_class text NOT NULL CHECK (refund_class IN ('CLASS_1', 'CLASS_2', 'CLASS_3', 'CLASS_4')),
  arrears numeric(18, 2) NOT NULL,
  taxable_income numeric(18, 2) NOT NULL,
  refunds_since date NOT NULL,
  risk_control boolean NOT NULL,
  CHECK ((tax_grade = 'A') = (tax_grade_a_year IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE tax.refund_applications (
  refund_no text PRIMARY KEY,
  applicant_uscc text NOT NULL,
  entry_no text NOT NULL,
  period text NOT NULL,
  amount numeric(18, 2) NOT NULL,
  rate numeric(5, 2) NOT NULL,
  on_departure boolean NOT NULL,
  status text NOT NULL CHECK (status IN ('RECEIVED', 'CHECKED', 'DOUBTFUL', 'APPROVED', 'REFUSED', 'PAID')),
  received_at timestamptz NOT NULL,
  decide_by date NOT NULL,
  decided_at timestamptz,
  settled_on date
);
--> statement-breakpoint
CREATE INDEX refunds_newest ON tax.refund_applications (received_at DESC, refund_no DESC);
--> statement-breakpoint
CREATE INDEX refunds_applicant ON tax.refund_applications (applicant_uscc, received_at DESC, refund_no DESC);
--> statement-breakpoint
CREATE INDEX refunds_declaration ON tax.refund_applications (entry_no, received_at DESC, refund_no DESC);
--> statement-breakpoint
CREATE INDEX refunds_status ON tax.refund_applications (status, received_at DESC, refund_no DESC);
--> statement-breakpoint
CREATE INDEX refunds_period ON tax.refund_applications (period, received_at DESC, refund_no DESC);
--> statement-breakpoint
CREATE INDEX refunds_amount ON tax.refund_applications (amount);
--> statement-breakpoint
CREATE TABLE tax.exemptions (
  invt_no text PRIMARY KEY,
  no_invoice_exemption boolean NOT NULL
);

CREATE SCHEMA IF NOT EXISTS customs;
--> statement-breakpoint
CREATE TABLE customs.enterprises (
  uscc text PRIMARY KEY,
  customs_code text NOT NULL UNIQUE,
  kind text NOT NULL,
  registered_on date NOT NULL,
  valid_until date,
  aeo_certificate_no text,
  inspection_rate numeric(6, 4),
  open_investigations integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE customs.category_periods (
  uscc text NOT NULL,
  category text NOT NULL CHECK (category IN ('SENIOR_CERTIFIED', 'CERTIFIED', 'GENERAL_CERTIFIED', 'GENERAL', 'REGULAR', 'DISCREDITED', 'SERIOUSLY_DISCREDITED')),
  valid_from date NOT NULL,
  valid_to date,
  scheme text NOT NULL,
  decision_no text NOT NULL,
  PRIMARY KEY (uscc, valid_from),
  CHECK (valid_to >= valid_from)
);
--> statement-breakpoint
CREATE TABLE customs.penalties (
  decision_no text PRIMARY KEY,
  uscc text NOT NULL,
  ground text NOT NULL CHECK (ground IN ('STATISTICS', 'SUPERVISION_ORDER', 'LICENCE', 'TAX', 'FX_OR_REFUND')),
  fine numeric(18, 2) NOT NULL,
  decided_on date NOT NULL,
  published_on date,
  publication_ends_on date,
  CHECK ((published_on IS NULL) = (publication_ends_on IS NULL))
);
--> statement-breakpoint
CREATE INDEX penalties_uscc ON customs.penalties (uscc, decided_on DESC, decision_no DESC);
--> statement-breakpoint
CREATE TABLE customs.declarations (
  entry_no text PRIMARY KEY,
  declarant_uscc text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('IMPORT', 'EXPORT')),
  trade_mode text NOT NULL CHECK (trade_mode IN ('M0110', 'M1039', 'M1210', 'M1239', 'M9610', 'M9710', 'M9810')),
  transport_mode text NOT NULL,
  state text NOT NULL CHECK (state IN ('DRAFT', 'DECLARED', 'ACCEPTED', 'REVIEW', 'INSPECTION', 'TAXED', 'RELEASED', 'CLOSED', 'AMENDED', 'CANCELLED', 'REJECTED', 'DETAINED', 'RETURNED')),
  partner_country text NOT NULL,
  accepted_at timestamptz NOT NULL,
  released_at timestamptz,
  closed_at timestamptz,
  declared_value numeric(18, 2) NOT NULL,
  gross_weight numeric(14, 3) NOT NULL,
  risk_score integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX declarations_newest ON customs.declarations (accepted_at DESC, entry_no DESC);
--> statement-breakpoint
CREATE INDEX declarations_declarant ON customs.declarations (declarant_uscc, accepted_at DESC, entry_no DESC);
--> statement-breakpoint
CREATE INDEX declarations_mode ON customs.declarations (trade_mode, accepted_at DESC, entry_no DESC);
--> statement-breakpoint
CREATE INDEX declarations_state ON customs.declarations (state, accepted_at DESC, entry_no DESC);
--> statement-breakpoint
CREATE INDEX declarations_direction ON customs.declarations (direction, accepted_at DESC, entry_no DESC);
--> statement-breakpoint
CREATE INDEX declarations_value ON customs.declarations (declared_value);
--> statement-breakpoint
CREATE TABLE customs.declaration_lines (
  entry_no text NOT NULL,
  goods_no integer NOT NULL,
  hs_code text NOT NULL,
  declared_name text NOT NULL,
  origin text NOT NULL,
  declared_quantity numeric(18, 3) NOT NULL,
  declared_price numeric(18, 2) NOT NULL,
  PRIMARY KEY (entry_no, goods_no)
);
--> statement-breakpoint
CREATE TABLE customs.inventory_lists (
  invt_no text PRIMARY KEY,
  ebp_code text NOT NULL,
  order_no text NOT NULL,
  entry_no text,
  seller_uscc text NOT NULL,
  logistics_code text NOT NULL,
  logistics_no text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('IMPORT', 'EXPORT')),
  trade_mode text NOT NULL CHECK (trade_mode IN ('M0110', 'M1039', 'M1210', 'M1239', 'M9610', 'M9710', 'M9810')),
  transport_mode text NOT NULL,
  customs_office text NOT NULL,
  port text NOT NULL,
  country text NOT NULL,
  status text NOT NULL CHECK (status IN ('STORED', 'REJECTED', 'REVIEW', 'INSPECTION', 'RETURNED', 'RELEASED', 'CLOSED')),
  declared_at timestamptz NOT NULL,
  released_at timestamptz,
  inspected boolean NOT NULL,
  gross_weight numeric(14, 3) NOT NULL,
  declared_value numeric(18, 2) NOT NULL,
  tax_assessed numeric(18, 2) NOT NULL,
  buyer_token text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX inventory_lists_order ON customs.inventory_lists (ebp_code, order_no);
--> statement-breakpoint
CREATE INDEX inventory_lists_declaration ON customs.inventory_lists (entry_no, invt_no);
--> statement-breakpoint
CREATE INDEX inventory_lists_waybill ON customs.inventory_lists (logistics_code, logistics_no);
--> statement-breakpoint
CREATE TABLE customs.list_lines (
  invt_no text NOT NULL,
  goods_no integer NOT NULL,
  hs_code text NOT NULL,
  declared_name text NOT NULL,
  origin text NOT NULL,
  declared_quantity numeric(18, 3) NOT NULL,
  declared_price numeric(18, 2) NOT NULL,
  PRIMARY KEY (invt_no, goods_no)
);

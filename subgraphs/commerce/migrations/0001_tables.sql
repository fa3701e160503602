CREATE SCHEMA IF NOT EXISTS commerce;
--> statement-breakpoint
CREATE TABLE commerce.parks (
  code text PRIMARY KEY,
  name text NOT NULL,
  name_en text NOT NULL,
  division text NOT NULL,
  opened_on date NOT NULL
);
--> statement-breakpoint
CREATE TABLE commerce.enterprises (
  uscc text PRIMARY KEY,
  name text NOT NULL,
  name_latin text NOT NULL,
  status text NOT NULL CHECK (status IN ('ACTIVE', 'SUSPENDED', 'CANCELLED')),
  categories text[] NOT NULL,
  ownership text NOT NULL CHECK (ownership IN ('STATE', 'PRIVATE', 'FOREIGN_INVESTED', 'COLLECTIVE', 'SOLE_TRADER')),
  division text NOT NULL,
  registered_on date NOT NULL,
  park_code text,
  legal_representative text NOT NULL,
  contact_telephone text NOT NULL,
  address text NOT NULL
);
--> statement-breakpoint
CREATE INDEX enterprises_park ON commerce.enterprises (park_code, uscc);
--> statement-breakpoint
CREATE INDEX enterprises_categories ON commerce.enterprises USING gin (categories);
--> statement-breakpoint
CREATE TABLE commerce.platforms (
  platform_id text PRIMARY KEY,
  ebp_code text NOT NULL UNIQUE,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('COMPREHENSIVE', 'MATCHING', 'RETAIL')),
  functions text[] NOT NULL,
  filed_on date NOT NULL,
  operator_uscc text NOT NULL,
  order_value numeric(18, 2) NOT NULL
);
--> statement-breakpoint
CREATE INDEX platforms_kind ON commerce.platforms (kind, platform_id);
--> statement-breakpoint
CREATE TABLE commerce.orders (
  ebp_code text NOT NULL,
  order_no text NOT NULL,
  seller_uscc text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('IMPORT', 'EXPORT')),
  placed_at timestamptz NOT NULL,
  goods_value numeric(18, 2) NOT NULL,
  freight numeric(18, 2) NOT NULL,
  discount numeric(18, 2) NOT NULL,
  tax_total numeric(18, 2) NOT NULL,
  actual_paid numeric(18, 2) NOT NULL,
  currency text NOT NULL,
  buyer_token text NOT NULL,
  address_token text NOT NULL,
  PRIMARY KEY (ebp_code, order_no)
);
--> statement-breakpoint
CREATE INDEX orders_newest ON commerce.orders (placed_at DESC, ebp_code DESC, order_no DESC);
--> statement-breakpoint
CREATE INDEX orders_seller ON commerce.orders (seller_uscc, placed_at DESC, ebp_code DESC, order_no DESC);
--> statement-breakpoint
CREATE INDEX orders_direction ON commerce.orders (direction, placed_at DESC, ebp_code DESC, order_no DESC);
--> statement-breakpoint
CREATE INDEX orders_paid ON commerce.orders (actual_paid);
--> statement-breakpoint
CREATE TABLE commerce.order_lines (
  ebp_code text NOT NULL,
  order_no text NOT NULL,
  line_no integer NOT NULL,
  item_name text NOT NULL,
  hs_code text NOT NULL,
  country text NOT NULL,
  quantity numeric(18, 3) NOT NULL,
  unit_price numeric(18, 2) NOT NULL,
  total_price numeric(18, 2) NOT NULL,
  PRIMARY KEY (ebp_code, order_no, line_no)
);

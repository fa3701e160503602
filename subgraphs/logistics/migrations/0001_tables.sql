CREATE SCHEMA IF NOT EXISTS logistics;
--> statement-breakpoint
CREATE TABLE logistics.operators (
  logistics_code text PRIMARY KEY,
  uscc text NOT NULL UNIQUE,
  name text NOT NULL,
  name_en text NOT NULL,
  modes text[] NOT NULL,
  on_time_rate numeric(6, 4) NOT NULL
);
--> statement-breakpoint
CREATE TABLE logistics.waybills (
  logistics_code text NOT NULL,
  logistics_no text NOT NULL,
  ebp_code text NOT NULL,
  order_no text NOT NULL,
  mode text NOT NULL CHECK (mode IN ('SEA', 'RAIL', 'ROAD', 'AIR', 'MAIL')),
  status text NOT NULL CHECK (status IN ('ACCEPTED', 'IN_TRANSIT', 'HELD', 'DELIVERED', 'RETURNED')),
  weight numeric(14, 3) NOT NULL,
  packages integer NOT NULL,
  freight_charge numeric(18, 2) NOT NULL,
  container_no text,
  accepted_at timestamptz NOT NULL,
  delivered_at timestamptz,
  country text NOT NULL,
  consignee_token text NOT NULL,
  PRIMARY KEY (logistics_code, logistics_no)
);
--> statement-breakpoint
CREATE INDEX waybills_order ON logistics.waybills (ebp_code, order_no);
--> statement-breakpoint
CREATE INDEX waybills_newest ON logistics.waybills (accepted_at DESC, logistics_code DESC, logistics_no DESC);
--> statement-breakpoint
CREATE INDEX waybills_status ON logistics.waybills (status, accepted_at DESC, logistics_code DESC, logistics_no DESC);
--> statement-breakpoint
CREATE INDEX waybills_mode ON logistics.waybills (mode, accepted_at DESC, logistics_code DESC, logistics_no DESC);
--> statement-breakpoint
CREATE TABLE logistics.tracking_events (
  logistics_code text NOT NULL,
  logistics_no text NOT NULL,
  sequence integer NOT NULL,
  code text NOT NULL,
  occurred_at timestamptz NOT NULL,
  place text NOT NULL,
  measured_weight numeric(14, 3),
  PRIMARY KEY (logistics_code, logistics_no, sequence)
);
--> statement-breakpoint
CREATE TABLE logistics.warehouses (
  code text PRIMARY KEY,
  name text NOT NULL,
  operator_code text NOT NULL,
  bonded boolean NOT NULL,
  monthly_throughput integer NOT NULL
);

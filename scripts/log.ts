import type { FastifyBaseLogger } from 'fastify';
import { type DestinationStream, pino } from 'pino';

/** A structured log: one JSON object a line; `LOG_LEVEL` says from which level on. */
export function logger(destination: DestinationStream): FastifyBaseLogger {
  const level = process.env.LOG_LEVEL ?? 'info';
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}

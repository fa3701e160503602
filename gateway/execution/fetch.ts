import { narrow } from '../narrow.ts';
import type { SubgraphHeaders } from '../plan/compiled.ts';
import type { ToClientPath } from './client-paths.ts';
import type { SubgraphClient } from './client.ts';
import type { CombinedFetch } from './combine.ts';
import type { Overlap } from './covering.ts';
import { isData } from './data.ts';
import type { Data } from './data.ts';
import { compileContexts } from './contexts.ts';
import { compileFailurePaths } from './failure-paths.ts';
import { SubgraphFailure } from './exchange.ts';
import { compileGather } from './gather.ts';
import type { Gathered } from './gather.ts';
import { compileLocate } from './locate.ts';
import { merge } from './merge.ts';
import { awaitOthers, claim } from './reuse.ts';
import type { Claimed } from './reuse.ts';
import { compileEntityRewrites, compileRewrites } from './output-rewrites.ts';
import type { Run, Step } from './run.ts';
import { readAnswer } from './subgraph-answer.ts';
import { placeOf } from './sharing.ts';
import { reportErrors, reportFailure } from './subgraph-errors.ts';
import { jsonText, quote } from './text.ts';
import type { TypeTest } from './types.ts';

/** What a fetch needs beside its document. */
export interface FetchSetting {
  readonly subgraph: string;
  readonly client: SubgraphClient;
  readonly isQuery: boolean;
  /** What a slot asks for that other fetches of the plan ask for too. */
  readonly overlapOf: (asked: string) => Overlap;
  /** For `Gateway-Ticket`, signed before the operation first runs; null without anything beyond the principal's rights. */
  readonly ticket: { readonly text: string | null };
  readonly isSubtype: TypeTest;
  readonly toClientPath: ToClientPath;
}

/** Compiles one request to a subgraph: body prepared, representations gathered, answer merged in place. */
export function compileFetch(fetch: CombinedFetch, setting: FetchSetting): Step {
  const { root } = fetch;
  const writeBody = compileBody(fetch);
  const failurePaths = compileFailurePaths(fetch, setting.toClientPath);
  const locateRoot = root?.path ? compileLocate(root.path) : null;
  const rewriteRoot = compileRewrites(root?.node.outputRewrites, setting.isSubtype);
  const slots = fetch.slots.map((slot) => ({
    key: slot.key,
    asked: overlaps(setting.overlapOf(slot.asked)) ? slot.asked : null,
    overlap: setting.overlapOf(slot.asked),
    places: slot.fetches.map(({ path }) => placeOf(path ?? [])),
    gather: compileGather(slot, setting.isSubtype),
    rewrite: compileEntityRewrites(
      slot.fetches.map(({ node }) => node),
      setting.isSubtype,
    ),
  }));

  const mayReuse = slots.some(({ asked }) => asked !== null);

  const fail = (run: Run, error: unknown): void => {
    reportFailure(run, setting.subgraph, error, []);
  };
  const ask: Ask = async (run, gathered, rootTargets, contexts) => {
    try {
      const given = run.context.headersFor(setting.subgraph);
      const common = commonHeaders(given instanceof Promise ? await given : given);
      const text = await setting.client.send({
        body: writeBody(
          contexts === noContexts
            ? run.context.variables
            : { ...run.context.variables, ...contexts },
          gathered,
        ),
        common,
        headers: ownHeaders(run, setting),
        isRepeatable: setting.isQuery,
        timeoutMs: Math.max(1, run.context.deadline - Date.now()),
        signal: run.context.signal,
      });
      const { data, errors } = readAnswer(text);
      if (errors.length > 0) {
        const emptied = data === null ? failurePaths(run, gathered) : [];
        reportErrors(run, setting, fetch, gathered, errors, emptied);
      }
      if (data === null) return null;
      for (const [index, slot] of slots.entries()) {
        const found = gathered[index];
        const isWhole = !found || placeEntities(run, data[slot.key], found, slot);
        if (!isWhole && errors.length === 0)
          throw new SubgraphFailure(
            'SUBGRAPH_ERROR',
            'its list of entities is not the one asked for',
          );
      }
      if (root !== null) {
        rewriteRoot?.(data);
        // Everyone of them holds the same from now on.
        if (rootTargets.length > 1) run.sharing.everywhere();
        for (const target of rootTargets) merge(target, data);
      }
      return errors.length === 0 ? data : null;
    } catch (error) {
      reportFailure(run, setting.subgraph, error, failurePaths(run, gathered));
      return null;
    }
  };

  const contextual = fetch.slots
    .flatMap(({ fetches }) => fetches)
    .find(({ node }) => node.contextRewrites !== undefined);
  if (contextual !== undefined) {
    const groupsOf = compileContexts(contextual, setting.isSubtype);
    return guarded(fail, (run) =>
      Promise.all(
        groupsOf(run).map(({ gathered, variables }) => ask(run, [gathered], [], variables)),
      ),
    );
  }
  return guarded(fail, (run) => {
    const gathered = slots.map((slot) => slot.gather(run));
    const rootTargets = root === null ? [] : (locateRoot?.(run.data, run.sharing) ?? [run.data]);
    if (rootTargets.length === 0 && gathered.every(isEmpty)) return nothing;
    if (!mayReuse || run.hasContexts) return ask(run, gathered, rootTargets, noContexts);
    return askOnce(run, slots, gathered, rootTargets, ask).catch((error: unknown) => {
      fail(run, error);
    });
  });
}

const nothing = Promise.resolve();

/**
 * JSON can be nested too deeply to be written again or merged; that costs what is asked with it, and nothing else. What
 * fails here, fails before the step waits: most are one request, and a promise around each would cost.
 */
function guarded(fail: (run: Run, error: unknown) => void, step: Step): Step {
  return (run) => {
    try {
      return step(run);
    } catch (error) {
      fail(run, error);
      return nothing;
    }
  };
}

/** Asks for what no other fetch of the execution asks for, and takes the rest from those. */
async function askOnce(
  run: Run,
  slots: readonly Slot[],
  gathered: readonly Entities[],
  rootTargets: readonly Data[],
  ask: Ask,
): Promise<void> {
  const claims = slots.map(({ asked, overlap }, index): Claimed | null => {
    const found = gathered[index];
    return asked === null || !found ? null : claim(run, asked, overlap.covers, found);
  });
  const fresh = gathered.map((found, index) => claims[index]?.fresh ?? found);
  const askFresh = async (): Promise<void> => {
    const isIdle = rootTargets.length === 0 && fresh.every(isEmpty);
    const data = isIdle ? null : await ask(run, fresh, rootTargets, noContexts);
    for (const [index, { key }] of slots.entries()) {
      const list = data?.[key];
      claims[index]?.settle(Array.isArray(list) ? list : null);
    }
  };
  const askOthers = async (): Promise<void> => {
    const missed = await Promise.all(
      claims.map((claimed, index) =>
        awaitOthers(claimed?.others ?? [], placeAll(run, slots[index]?.places ?? [])),
      ),
    );
    if (!missed.every(isEmpty)) await ask(run, missed, [], noContexts);
  };
  if (claims.every((claimed) => claimed === null || claimed.others.length === 0)) await askFresh();
  else await Promise.all([askFresh(), askOthers()]);
}

function overlaps({ isCovered, covers }: Overlap): boolean {
  return isCovered || covers.length > 0;
}

/** The entities of one slot. */
type Entities = readonly Gathered[];

const isEmpty = (entities: Entities): boolean => entities.length === 0;

/** Puts an entity that another fetch got where this one's objects wait for it. */
function placeAll(
  run: Run,
  places: readonly string[],
): (entity: unknown, objects: readonly Data[]) => void {
  return (entity, objects) => {
    if (!isData(entity)) return;
    for (const place of places) run.sharing.at(place);
    for (const object of objects) if (merge(object, entity)) run.sharing.everywhere();
  };
}

const noContexts = {};

function compileBody(
  fetch: CombinedFetch,
): (given: Readonly<Record<string, unknown>>, gathered: readonly Entities[]) => string {
  const prefix = narrow(`{"query":${JSON.stringify(fetch.document)},"variables":{`);
  const variables = fetch.variables.map((name) => ({ name, prefix: narrow(`${quote(name)}:`) }));
  const slots = fetch.slots.map(({ variable }) => narrow(`${quote(variable)}:[`));
  return (given, gathered) => {
    let body = '';
    for (const { name, prefix: key } of variables) {
      const value = given[name];
      if (value !== undefined) body += (body === '' ? '' : ',') + key + jsonText(value);
    }
    for (const [index, slot] of slots.entries())
      body += `${body === '' ? '' : ','}${slot}${textsOf(gathered[index] ?? [])}]`;
    return `${prefix}${body}}}`;
  };
}

function textsOf(entities: Entities): string {
  return entities.map(({ text }) => text).join(',');
}

const known = new WeakMap<SubgraphHeaders, readonly string[]>();

/** Names and values in turn of what many requests to a subgraph say, one list for the same headers. */
function commonHeaders(given: SubgraphHeaders): readonly string[] {
  let list = known.get(given);
  if (list === undefined) {
    list = [
      'content-type',
      'application/json',
      'accept',
      'application/graphql-response+json, application/json',
      ...Object.entries(given).flat(),
    ];
    known.set(given, list);
  }
  return list;
}

/** Names and values in turn of what this request alone says. */
function ownHeaders({ context }: Run, { ticket }: FetchSetting): readonly string[] {
  const left = Math.max(0, Math.floor(context.deadline - Date.now()));
  const headers = ['request-id', context.requestId, 'request-deadline', String(left)];
  if (ticket.text !== null) headers.push('gateway-ticket', ticket.text);
  return headers;
}

/** Sends one request and merges its answer, which it gives where that had no errors. Never rejects. */
type Ask = (
  run: Run,
  gathered: readonly Entities[],
  rootTargets: readonly Data[],
  contexts: Readonly<Record<string, unknown>>,
) => Promise<Data | null>;

interface Slot {
  readonly key: string;
  readonly overlap: Overlap;
  /** What it asks of whom, where other fetches ask for some of it too; else null. */
  readonly asked: string | null;
  /** Where its objects stand. */
  readonly places: readonly string[];
  readonly rewrite: ((answer: Data) => void) | null;
}

/** Whether the answer's list fits what was asked; nothing is merged if not. */
function placeEntities(
  run: Run,
  list: unknown,
  entities: Entities,
  { asked, places, rewrite }: Slot,
): boolean {
  if (!Array.isArray(list) || list.length !== entities.length) return entities.length === 0;
  let isWhole = true;
  let isShared = false;
  let hasReached = false;
  let index = 0;
  for (const { objects } of entities) {
    const entity: unknown = list[index++];
    if (isData(entity)) {
      rewrite?.(entity);
      if (objects.length > 1) isShared = true;
      for (const object of objects) {
        if (merge(object, run.hasContexts ? structuredClone(entity) : entity)) hasReached = true;
      }
    } else if (entity !== null) isWhole = false;
  }
  if (run.hasContexts) return isWhole;
  if (isShared) for (const place of places) run.sharing.at(place);
  // Another fetch may put the same entity elsewhere later.
  if (hasReached && (isShared || asked !== null)) run.sharing.everywhere();
  return isWhole;
}

import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { CurrentTable } from '../../policies/index.ts';
import { departments } from '../../subgraphs/index.ts';
import { serveDepartment } from '../../subgraphs/kit/serve.ts';
import { defaultPorts, openDatabases, prepareDepartment, takeCalendar } from '../departments.ts';
import { listenFailure } from '../listen.ts';
import { followPolicies } from '../follow-policies.ts';
import { logger } from '../log.ts';
import { readPolicies, supergraphFile } from '../policies.ts';
import { developmentTrust } from './trust.ts';
import { hostKeys, type HostMessage, hostSetting } from './host-message.ts';

/**
 * The process that hosts all departments in development, apart from the gateway: the embedded database starves the
 * event loop that it runs on. It ends with the process that forked it.
 */
async function host(): Promise<void> {
  const {
    data,
    policies: folder,
    profile,
    ports,
  } = hostSetting.parse(JSON.parse(process.argv[2] ?? '{}'));
  await takeCalendar();
  const keys = hostKeys.parse(JSON.parse(process.env.CPZ_HOST_KEYS ?? '{}'));
  const trust = developmentTrust(data);
  const policies = new CurrentTable(await readPolicies(folder, supergraphFile, trust));
  const databases = openDatabases({ folder: path.join(data, 'departments') });
  await mkdir(path.join(data, 'logs'), { recursive: true });
  for (const department of departments) {
    const database = await databases.of(department.name);
    await prepareDepartment(department, database, profile, (done, total) => {
      tell({ kind: 'progress', department: department.name, done, total });
    });
  }
  const served = await Promise.all(
    departments.map(async (department) => {
      const port = ports[department.name] ?? defaultPorts[department.name] ?? 0;
      const log = createWriteStream(path.join(data, 'logs', `${department.name}.ndjson`), {
        flags: 'a',
      });
      const { db } = await databases.of(department.name);
      return serveDepartment(department, {
        ...keys,
        policies,
        db,
        port,
        log: logger(log),
      }).catch((error: unknown) => {
        throw listenFailure(error, port);
      });
    }),
  );
  const following = followPolicies(
    policies,
    folder,
    supergraphFile,
    trust,
    logger(createWriteStream(path.join(data, 'logs', 'departments.ndjson'), { flags: 'a' })),
  );
  tell({ kind: 'ready', urls: Object.fromEntries(served.map(({ name, url }) => [name, url])) });
  const stop = async (): Promise<void> => {
    await following.stop();
    await Promise.all(served.map((each) => each.close()));
    await databases.close();
    process.exit(0);
  };
  process.once('disconnect', () => void stop());
  // Ctrl-C reaches the whole process group; the parent says when to end.
  process.on('SIGINT', () => undefined);
  process.once('SIGTERM', () => void stop());
}

function tell(message: HostMessage): void {
  process.send?.(message);
}

try {
  await host();
} catch (error) {
  tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
  process.disconnect();
}

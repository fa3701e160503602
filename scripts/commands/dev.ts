import type { Command } from 'commander';
import { policyFolder } from '../policies.ts';
import { profiles } from '../profile.ts';
import type { ZoneOptions } from '../development/zone.ts';

/** `cpz dev`: starts everything on this machine. */
export function registerDev(program: Command): void {
  program
    .command('dev')
    .summary('start everything on this machine: departments, gateway, explorer')
    .description(
      'Start everything on this machine: six departments over one embedded database, the gateway and the explorer, with development keys and synthetic data. Ctrl-C ends it; the data stays.',
    )
    .option('-p, --port <n>', 'port of the gateway', '4000')
    .option('--profile <name>', `how much data: ${profiles.join(', ')}`, 'small')
    .option('--policies <path>', 'the policies, a folder or a bundle', policyFolder)
    .option('--data <folder>', 'where database, keys, logs and the audit log stand', '.data')
    .action(async (options: ZoneOptions) => {
      // All that it starts takes a second to load, which nobody shall wait for who asks for help.
      const { startZone } = await import('../development/zone.ts');
      await startZone(options);
    });
}

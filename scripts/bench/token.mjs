// Prints a token of the benchmark's market.
import { register } from 'tsx/esm/api';

register();
const { developmentKeys } = await import('../development/keys.ts');
const { issueToken } = await import('../development/token.ts');
const keys = await developmentKeys(process.argv[2], ['shop', 'market']);
const token = await issueToken(await keys.issuerKey('market'), {
  department: 'market',
  roles: [],
  purposes: ['TRADE'],
  lifetimeSeconds: 86_400,
});
process.stdout.write(token);

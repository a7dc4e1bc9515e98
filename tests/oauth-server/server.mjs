// A certified OpenID provider (oidc-provider) on a free loopback port, with accounts that consent by one request.
// Prints {"issuer":"http://127.0.0.1:…"} when it listens, and ends when its standard input does.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const callback = process.env.CALLBACK ?? 'https://app.example/callback';
const accessTokenSeconds = Number(process.env.ACCESS_TOKEN_SECONDS ?? 300);
const clientKeys = process.env.CLIENT_KEYS ? JSON.parse(process.env.CLIENT_KEYS) : { keys: [] };
const secret = process.env.CLIENT_SECRET ?? 'not so secret';

// What was done for whom: an account signed in by a customer, or a client that speaks for itself.
const ledger = new Map();
const of = (who) => ledger.get(who) ?? ledger.set(who, { signIns: 0, tokens: 0, renewals: 0, reuses: 0, refusals: [], revoked: 0, calls: 0, refused: 0 }).get(who);
const accessTokens = new Map();
const accountOfGrant = new Map();

const code = { grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'], redirect_uris: [callback] };
const machine = { grant_types: ['client_credentials'], response_types: [], redirect_uris: [] };
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
const clients = [
  { client_id: 'web', client_secret: secret, token_endpoint_auth_method: 'client_secret_basic', ...code },
  { client_id: 'web-post', client_secret: secret, token_endpoint_auth_method: 'client_secret_post', ...code },
  { client_id: 'web-kept', client_secret: secret, token_endpoint_auth_method: 'client_secret_post', ...code },
  { client_id: 'web-hmac', client_secret: secret.padEnd(48, '.'), token_endpoint_auth_method: 'client_secret_jwt', ...code },
  { client_id: 'public', token_endpoint_auth_method: 'none', ...code },
  { client_id: 'pushed', client_secret: secret, token_endpoint_auth_method: 'client_secret_basic', require_pushed_authorization_requests: true, ...code },
  { client_id: 'device', token_endpoint_auth_method: 'none', grant_types: [deviceGrant, 'refresh_token'], response_types: [], redirect_uris: [] },
  { client_id: 'machine', client_secret: secret, token_endpoint_auth_method: 'client_secret_basic', ...machine },
];
if (clientKeys.keys.length > 0) {
  const byKey = { token_endpoint_auth_method: 'private_key_jwt', jwks: clientKeys };
  clients.push({ client_id: 'web-key', ...byKey, ...code }, { client_id: 'machine-key', ...byKey, ...machine });
}

const http = createServer();
await new Promise((listening) => http.listen(0, '127.0.0.1', listening));
const issuer = `http://127.0.0.1:${http.address().port}`;
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const provider = new Provider(issuer, {
  clients,
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }] },
  cookies: { keys: ['only for tests'] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: `Account ${id}` }) }),
  claims: { openid: ['sub'], profile: ['name'] },
  scopes: ['openid', 'offline_access', 'profile', 'api:read', 'api:write'],
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: (ctx, client, oneOf) => oneOf ?? (client.grantTypeAllowed('client_credentials') ? `${issuer}/api` : undefined),
      useGrantedResource: () => true,
      getResourceServerInfo: (_, resource) => ({ scope: 'api:read api:write', audience: resource, accessTokenTTL: accessTokenSeconds, accessTokenFormat: 'opaque' }),
    },
  },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  pkce: { required: () => true },
  issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
  expiresWithSession: () => false,
  rotateRefreshToken: (ctx) => ctx.oidc.client.clientId !== 'web-kept',
  ttl: { AccessToken: accessTokenSeconds, ClientCredentials: accessTokenSeconds, RefreshToken: 86400, Grant: 86400, Session: 86400, Interaction: 600, IdToken: 600 },
});

const keep = (who) => (token) => (accessTokens.get(who(token)) ?? accessTokens.set(who(token), new Set()).get(who(token))).add(token);
provider.on('access_token.saved', keep((token) => token.accountId));
provider.on('client_credentials.saved', keep((token) => token.clientId));
provider.on('grant.success', (ctx) => {
  const entry = of(ctx.oidc.account?.accountId ?? ctx.oidc.client.clientId);
  entry.tokens++;
  const grant = ctx.oidc.params.grant_type;
  entry.renewals += grant === 'refresh_token' ? 1 : 0;
  entry.signIns += grant === 'authorization_code' || grant === deviceGrant ? 1 : 0;
  if (ctx.oidc.entities.Grant) {
    accountOfGrant.set(ctx.oidc.entities.Grant.jti, ctx.oidc.account.accountId);
  }
});
provider.on('grant.error', (ctx, error) => {
  const entry = of(ctx.oidc?.account?.accountId ?? ctx.oidc?.client?.clientId ?? 'nobody');
  entry.refusals.push(error.error_detail ?? error.error_description ?? error.message);
  entry.reuses += error.error_detail === 'refresh token already used' ? 1 : 0;
});
provider.on('grant.revoked', (_, id) => of(accountOfGrant.get(id) ?? 'nobody').revoked++);
provider.on('server_error', (_, error) => console.error(error));

/** The resource: takes what the provider itself finds alive. */
async function api(request, response) {
  const [, value] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const token = value && (await provider.AccessToken.find(value) ?? await provider.ClientCredentials.find(value));
  if (!token) {
    const claimed = value && [...accessTokens].find(([, tokens]) => [...tokens].some((known) => known.jti === value))?.[0];
    of(claimed ?? 'nobody').refused++;
    return json(response, 401, { error: 'invalid_token' }, { 'WWW-Authenticate': 'Bearer error="invalid_token"' });
  }

  const who = token.accountId ?? token.clientId;
  of(who).calls++;
  return json(response, 200, { id: who, client: token.clientId, scope: token.scope ?? '', audience: token.aud ?? null });
}

/** The customer at the sign-in page: allows or refuses, as the path says. */
async function decide(request, response, decision, account) {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  if (decision === 'refuse') {
    return provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'The customer refused' });
  }

  if (prompt.name === 'login') {
    return provider.interactionFinished(request, response, { login: { accountId: account } });
  }

  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes } = prompt.details;
  const grant = (grantId && await provider.Grant.find(grantId)) || new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  missingOIDCScope && grant.addOIDCScope(missingOIDCScope.join(' '));
  missingOIDCClaims && grant.addOIDCClaims(missingOIDCClaims);
  Object.entries(missingResourceScopes ?? {}).forEach(([resource, scopes]) => grant.addResourceScope(resource, scopes.join(' ')));
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
}

/** What only a test asks: what was done for somebody, and to end all access tokens of his. */
async function ask(request, response, who) {
  if (request.method === 'DELETE') {
    await Promise.all([...(accessTokens.get(who) ?? [])].map((token) => token.destroy()));
    response.writeHead(204).end();
    return;
  }

  json(response, 200, of(who));
}

function json(response, status, body, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}

const oidc = provider.callback();
http.on('request', async (request, response) => {
  const path = request.url.split('?')[0].split('/').slice(1).map(decodeURIComponent);
  try {
    if (path[0] === 'api' && path[1] === 'me') await api(request, response);
    else if (path[0] === 'test') await ask(request, response, path[1]);
    else if (path[0] === 'interaction' && path[2]) await decide(request, response, path[2], path[3]);
    else if (path[0] === 'interaction') response.writeHead(200, { 'Content-Type': 'text/plain' }).end('Allow or refuse?');
    else oidc(request, response);
  } catch (error) {
    console.error(error);
    json(response, 500, { error: error.message });
  }
});

process.stdin.on('end', () => process.exit(0)).resume();
console.log(JSON.stringify({ issuer }));

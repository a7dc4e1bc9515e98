// Slack's own client against an address: pages through members and channels, posts a message, reads it back, and is refused once.
import { WebClient, LogLevel } from '@slack/web-api';

const [address, token] = process.argv.slice(2);
const client = new WebClient(token, { slackApiUrl: new URL('api/', address).href, logLevel: LogLevel.ERROR, retryConfig: { retries: 0 } });

const who = await client.auth.test();

const users = [];
for await (const page of client.paginate('users.list', { limit: 50 })) users.push(...page.members);

const channels = [];
for await (const page of client.paginate('conversations.list', { limit: 20, types: 'public_channel' })) channels.push(...page.channels);

const target = channels.find((channel) => channel.is_member && !channel.is_archived);
const posted = await client.chat.postMessage({
  channel: target.id, text: 'Third witness', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*Third witness*' } }],
});
const history = await client.conversations.history({ channel: target.id, limit: 1 });

let refused;
try {
  await client.chat.postMessage({ channel: 'C0NOWHERE', text: 'lost' });
} catch (error) {
  refused = error.data?.error;
}

const distinct = (list) => new Set(list.map((one) => one.id)).size;
console.log(JSON.stringify({
  team: who.team_id, scopes: who.response_metadata?.scopes, users: users.length, distinctUsers: distinct(users),
  channels: channels.length, distinctChannels: distinct(channels), channel: target.id, posted: posted.ts, text: posted.message?.text,
  read: history.messages?.[0]?.ts, block: history.messages?.[0]?.blocks?.[0]?.type, refused,
}));

// Slack's own client against an address: pages through users and conversations, posts a message.
import { WebClient, LogLevel } from '@slack/web-api';

const [address, token] = process.argv.slice(2);
const client = new WebClient(token, { slackApiUrl: new URL('api/', address).href, logLevel: LogLevel.ERROR, retryConfig: { retries: 0 } });

const who = await client.auth.test();

const users = new Set();
for await (const page of client.paginate('users.list', { limit: 200 })) {
  for (const member of page.members) users.add(member.id);
}

const channels = [];
for await (const page of client.paginate('conversations.list', { limit: 200, types: 'public_channel' })) {
  channels.push(...page.channels);
}

const target = channels.find((channel) => channel.is_member && !channel.is_archived);
const posted = await client.chat.postMessage({ channel: target.id, text: 'Third witness' });

let refused;
try {
  await client.chat.postMessage({ channel: 'C0NOWHERE', text: 'lost' });
} catch (error) {
  refused = error.data?.error;
}

console.log(JSON.stringify({
  team: who.team_id, users: users.size, channels: channels.length, posted: posted.ts, text: posted.message?.text, refused,
}));

// HubSpot's own client against an address: pages through every contact, creates one, reads it back and finds it, and meets a conflict.
import { Client } from '@hubspot/api-client';

const [address, token] = process.argv.slice(2);
const client = new Client({ accessToken: token, basePath: address.replace(/\/$/, '') });

const ids = new Set();
let rows = 0;
let after;
do {
  const page = await client.crm.contacts.basicApi.getPage(100, after, ['email', 'firstname']);
  for (const contact of page.results) {
    rows += 1;
    ids.add(contact.id);
  }
  after = page.paging?.next?.after;
} while (after);

const created = await client.crm.contacts.basicApi.create({
  properties: { email: 'witness@example.org', firstname: 'Third', lastname: 'Witness' },
});
const read = await client.crm.contacts.basicApi.getById(created.id, ['email', 'lastname']);
const owners = await client.crm.owners.ownersApi.getPage(undefined, undefined, 100);
const search = await client.crm.contacts.searchApi.doSearch({
  filterGroups: [{ filters: [{ propertyName: 'email', operator: 'EQ', value: 'witness@example.org' }] }],
  limit: 10,
});

let conflict;
try {
  await client.crm.contacts.basicApi.create({ properties: { email: 'witness@example.org' } });
} catch (error) {
  conflict = error.code;
}

console.log(JSON.stringify({
  rows, distinct: ids.size, created: created.id, createdAt: read.createdAt, email: read.properties.email, lastname: read.properties.lastname,
  owners: owners.results.length, found: search.results.map((contact) => contact.id), conflict,
}));

// Stripe's own client against the emulator. It prints nothing when all is well.
import assert from 'node:assert/strict';
import http from 'node:http';
import Stripe from 'stripe';

const { STRIPE_KEY, STRIPE_ADDRESS } = process.env;
const address = new URL(STRIPE_ADDRESS);

// The client has no option for a path before /v1: a small proxy adds it.
const proxy = http.createServer((request, answer) => {
  const onward = http.request(
    { host: address.hostname, port: address.port, path: address.pathname + request.url, method: request.method, headers: request.headers },
    (got) => { answer.writeHead(got.statusCode, got.headers); got.pipe(answer); },
  );
  request.pipe(onward);
});
await new Promise((ready) => proxy.listen(0, '127.0.0.1', ready));

const stripe = new Stripe(STRIPE_KEY, {
  apiVersion: '2024-06-20', host: '127.0.0.1', port: proxy.address().port, protocol: 'http', telemetry: false, maxNetworkRetries: 0,
});

const act = async (name, body) => {
  const answer = await fetch(`${STRIPE_ADDRESS}/test/${name}`, {
    method: 'POST', body: JSON.stringify(body), headers: { Authorization: `Bearer ${STRIPE_KEY}`, 'Content-Type': 'application/json' },
  });
  const said = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(said));
  return said;
};

// What the webhook hears.
const heard = [];
let secret;
const hook = http.createServer(async (request, answer) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  try {
    heard.push(stripe.webhooks.constructEvent(Buffer.concat(parts), request.headers['stripe-signature'], secret));
    answer.writeHead(204).end();
  } catch (error) {
    heard.push(error);
    answer.writeHead(400).end();
  }
});
await new Promise((ready) => hook.listen(0, '127.0.0.1', ready));
const endpoint = await stripe.webhookEndpoints.create({ url: `http://127.0.0.1:${hook.address().port}/`, enabled_events: ['*'] });
secret = endpoint.secret;

// A customer, once, however often it is asked for.
const form = { email: 'ada@example.com', metadata: { user: '1' } };
const customer = await stripe.customers.create(form, { idempotencyKey: 'customer-1' });
const again = await stripe.customers.create(form, { idempotencyKey: 'customer-1' });
assert.equal(again.id, customer.id);
assert.equal(again.lastResponse.headers['idempotent-replayed'], 'true');
await assert.rejects(stripe.customers.create({ email: 'bob@example.com' }, { idempotencyKey: 'customer-1' }), (e) => e.type === 'StripeIdempotencyError');
await assert.rejects(stripe.customers.retrieve('cus_none'), (e) => e.code === 'resource_missing' && e.statusCode === 404 && !!e.requestId);

// A checkout that becomes a subscription.
const product = await stripe.products.create({ name: 'Starter' });
const price = (amount) => stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: amount, recurring: { interval: 'month' } });
const [small, large] = [await price(900), await price(2900)];
const session = await stripe.checkout.sessions.create({
  mode: 'subscription', customer: customer.id, line_items: [{ price: small.id, quantity: 1 }],
  success_url: 'http://shop.example/back?id={CHECKOUT_SESSION_ID}', subscription_data: { metadata: { plan: 'starter' } },
});
const declined = await act('pay', { session: session.id, card: '4000000000000002' });
assert.equal(declined.status, 'declined');
assert.equal((await act('pay', { session: session.id, card: '4242424242424242' })).status, 'completed');
const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription.latest_invoice.payment_intent', 'line_items'] });
assert.equal(paid.payment_status, 'paid');
assert.equal(paid.line_items.data[0].price.id, small.id);
assert.equal(paid.subscription.latest_invoice.payment_intent.amount_received, 900);
assert.equal(paid.subscription.metadata.plan, 'starter');

// A change of plan costs what its preview says.
const item = paid.subscription.items.data[0].id;
const at = paid.subscription.current_period_start + 60;
await act('clock', { seconds: 60 });
const details = { items: [{ id: item, price: large.id }], proration_date: at, proration_behavior: 'always_invoice' };
const preview = await stripe.invoices.createPreview({ customer: customer.id, subscription: paid.subscription.id, subscription_details: details });
assert.equal(preview.lines.data.filter((line) => line.proration).length, 2);
const changed = await stripe.subscriptions.update(paid.subscription.id, {
  ...details, payment_behavior: 'pending_if_incomplete', expand: ['latest_invoice'],
});
assert.equal(changed.latest_invoice.amount_paid, preview.amount_due);
assert.equal(changed.items.data[0].price.id, large.id);

// Money back, all of it, once.
const charge = paid.subscription.latest_invoice.payment_intent.latest_charge;
assert.equal((await stripe.refunds.create({ charge, amount: 400 })).status, 'succeeded');
assert.equal((await stripe.refunds.create({ charge })).amount, 500);
await assert.rejects(stripe.refunds.create({ charge }), (e) => e.code === 'charge_already_refunded');

// The end.
assert.equal((await stripe.subscriptions.update(changed.id, { cancel_at_period_end: true })).cancel_at_period_end, true);
assert.equal((await stripe.subscriptions.update(changed.id, { cancel_at_period_end: false })).cancel_at, null);
assert.equal((await stripe.subscriptions.cancel(changed.id)).status, 'canceled');

// Pages of a list, in both directions.
for (let n = 0; n < 7; n++) await stripe.customers.create({ email: `${n}@example.com` });
const all = await stripe.customers.list({ limit: 3 }).autoPagingToArray({ limit: 100 });
assert.equal(new Set(all.map((one) => one.id)).size, 8);
const before = await stripe.customers.list({ limit: 3, ending_before: all[7].id });
assert.deepEqual(before.data.map((one) => one.id), all.slice(4, 7).map((one) => one.id));
assert.equal(before.has_more, true);
const invoices = await stripe.invoices.list({ customer: customer.id, expand: ['data.subscription'] });
assert.equal(invoices.data[0].subscription.status, 'canceled');

// The webhook heard all of it, signed.
for (let n = 0; n < 200 && !heard.some((e) => e.type === 'customer.subscription.deleted'); n++) await new Promise((r) => setTimeout(r, 25));
for (const event of heard) if (event instanceof Error) throw event;
const kinds = new Set(heard.map((event) => event.type));
for (const kind of ['checkout.session.completed', 'customer.subscription.created', 'customer.subscription.updated', 'customer.subscription.deleted', 'invoice.paid', 'charge.refunded', 'refund.created']) {
  assert.ok(kinds.has(kind), `${kind} was not heard`);
}
assert.throws(() => stripe.webhooks.constructEvent('{}', 't=1,v1=00', secret));
process.exit(0);

// Package audittest holds a policy and the page that prints it, and parts of reports, for
// the tests of audits; nothing else may use it. Start reading at [Honest].
package audittest

// Honest is a policy that makes three claims.
const Honest = `
slug: cookies
title: Cookies
cookies:
  - {name: sid, purpose: Keeps the cart., category: necessary, path: /, lifetime: session, http_only: true, secure: false, same_site: lax}
  - {name: stats, purpose: Counts visits., category: analytics, path: /, lifetime: 30 days, http_only: false, secure: false, same_site: lax}
sections:
  - anchor: all
    title: All
    blocks:
      - prose: We set two cookies. Nothing comes from elsewhere. We ask before we count.
        claims:
          - {says: We set two cookies., only_these_cookies: [sid, stats], cookie_count: 2}
          - {says: Nothing comes from elsewhere., nothing_loaded_from: [elsewhere], no_third_party_cookies: true}
          - {says: We ask before we count., consent_before: [analytics]}
`

// HonestTable prints the declarations of the honest policy.
const HonestTable = `<table><caption>Cookies</caption><tr><th>Cookie<th>Purpose<th>Duration</tr>
<tr><th scope=row><code>sid</code><td>Keeps the cart.<td>session</tr><tr><th scope=row>stats<td>Counts   visits.<td>30 days</tr></table>`

// HonestPage prints what the honest policy says, as sites do: broken and marked up
// anyhow.
const HonestPage = `<h1>Cookies</h1><h2>1. All</h2><p style="text-transform: uppercase">We set <em>two</em>
	cookies.<a href="#1" aria-label="checked"></a> Nothing comes from&nbsp;elsewhere.<br>We ask before we count.</p>` + HonestTable

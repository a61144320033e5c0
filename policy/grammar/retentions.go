package grammar

import (
	"strings"

	"github.com/prokken/prokken/policy/claim"
)

// retention is something that is deleted when a period is over.
type retention struct {
	fact  string // of the program: the period
	whom  string // what is deleted, in the notation of an expansion
	since string // from when the period counts
	plain bool   // it counts from when the thing is there, so that it is kept "for" the period
}

var retentions = []retention{
	{fact: "sessions_kept", whom: `[your] sessions | session records | records of sessions`, since: `they [have] ended`},
	{fact: "expired_links_kept", whom: `links`, since: `they [have] expired`},
	{
		fact: "unconfirmed_sign_ups_kept", plain: true,
		whom: `(sign-ups | the sign-ups) that nobody (confirms | confirmed) | unconfirmed sign-ups`, since: `the sign-up`,
	},
	{fact: "attempts_kept", whom: `counted attempts`, since: `the last (one | attempt)`},
	{fact: "exports_kept", plain: true, whom: `copies of your data`, since: `they were made`},
	{
		fact:  "unconfirmed_subscriptions_kept",
		whom:  `(addresses | an address) that nobody confirms | subscriptions that nobody confirms`,
		since: `(they were | it was) last asked for`,
	},
	{fact: "sent_mails_kept", whom: `sent mails | mails that were sent`, since: `they were sent`},
	{fact: "trial_marks_kept", whom: `marks of a [free] trial`, since: `the trial began`},
	{fact: "failed_mails_kept", whom: `mails that can not be sent`, since: `the last (try | attempt)`},
	{
		fact: "bounce_marks_kept", whom: `marks of an address that takes no mail`,
		since: `it last refused (one | a mail)`,
	},
	{fact: "backups_kept", whom: `backups [of (all (this | of this) | our database)]`, since: `they were made`},
	{fact: "payment_records_kept", whom: `payment records`, since: `(your | the) account (was | is) deleted`},
	{
		fact: "audit_reports_kept", whom: `(reports of audits | audit reports) [of this site]`,
		since: `the audit`,
	},
	{
		fact: "deletion_delay", whom: `[your | the] account`,
		since: `you (ask | asked | have asked) (for it | for its deletion | for the deletion | us to [do so])`,
	},
}

// retained are the ways to say that something is deleted when the period is over. The first blank
// is what is deleted, the second from when the period counts.
const retained = `<we> <delete> (WHOM) <period> after (SINCE) | (WHOM) (is | are) <deleted> <period> after (SINCE)
	| (WHOM) <label> <deleted> <period> after (SINCE) | <we> <keep> (WHOM) until <period> after (SINCE)
	| (WHOM) (is | are) <kept> until <period> after (SINCE) | (WHOM) <label> <kept> until <period> after (SINCE)`

// retainedFor says it of what is there from the moment on that the period counts from.
const retainedFor = `<we> [also] <keep> (WHOM) [,] for <period> | (WHOM) (is | are) <kept> for <period>
	| (WHOM) <label> <kept> for <period>`

func rulesOfRetentions() []rule {
	var all []rule
	for _, r := range retentions {
		means := func(v values) any { return v.program(r.fact, last[claim.FactValue](v, "period")) }
		all = append(all, say("clause", r.form(retained), means))
		if r.plain {
			all = append(all, say("clause", r.form(retainedFor), means))
		}
	}
	return all
}

func (r retention) form(said string) string {
	return strings.NewReplacer("WHOM", r.whom, "SINCE", r.since).Replace(said)
}

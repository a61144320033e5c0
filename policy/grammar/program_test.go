package grammar_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar"
	"github.com/prokken/prokken/policy/grammar/discourse"
)

// program is the context of a sentence on a site of whose program facts are known.
func program(t testing.TB) (discourse.Context, claim.Evidence) {
	t.Helper()
	c, evidence := own(t)
	evidence.Program = claim.Program{
		"sessions_kept": "90 days", "expired_links_kept": "24 hours", "unconfirmed_sign_ups_kept": "30 days",
		"attempts_kept": "7 days", "exports_kept": "24 hours", "unconfirmed_subscriptions_kept": "7 days",
		"sent_mails_kept": "24 hours", "failed_mails_kept": "30 days", "backups_kept": "30 days", "audit_reports_kept": "90 days",
		"bounce_marks_kept":   "90 days",
		"deletion_delay":      "7 days",
		"min_password_length": "12", "trial_marks_kept": "365 days",
		"refund_ends_plan": "true", "cancelling_ends_access": "false",
		"deletion_cancels_plan": "true", "deletion_reaches_stripe": "true", "payment_records_kept": "3653 days",
		"activity_log_deleted": "false", "editorial_changes_mailed": "false", "log_out_ends_session": "true",
	}
	c.Program = evidence.Program
	return c, evidence
}

// programSentences are true of the program above.
var programSentences = []string{
	"Sessions — deleted 90 days after they ended.",
	"We delete sessions 90 days after they ended.",
	"Links are deleted a day after they expired.",
	"We also keep sign-ups that nobody confirms, for 30 days.",
	"Counted attempts: kept until a week after the last one.",
	"Copies of your data — kept for 24 hours.",
	"Addresses that nobody confirms are forgotten 7 days after they were last asked for.",
	"Mails that cannot be sent are deleted 30 days after the last try.",
	"Marks of an address that takes no mail — deleted 90 days after it last refused one.",
	"Backups of all this — deleted 30 days after they were made.",
	"Reports of audits — deleted 90 days after the audit.",
	"We delete your account 7 days after you asked for it.",
	"A password has at least 12 characters.",
	"A full refund of the current period ends the subscription at once.",
	"If you cancel, you keep access to the end of the period you have paid for.",
	"Payment records are deleted 3653 days after your account was deleted.",
	"Marks of a free trial — deleted 365 days after the trial began.",
	"When you log out, we end the session at once.",
	"If you ask for the deletion of your account, your plan does not renew.",
	"Deleting your account deletes your customer at Stripe.",
	"We never delete the log of what happened.",
	"We do not mail members of changes of wording.",
}

func TestProgramSentences(t *testing.T) {
	c, evidence := program(t)
	for _, says := range programSentences {
		r := read(t, says, c)
		if !r.Holds(evidence) {
			t.Errorf("%s: stopped at %q, untrue: %s", says, r.Unplaced, r.Untrue(evidence))
		}
		if !grammar.Covers([]claim.Condition{evidence.Program}, r.Says) {
			t.Errorf("%s: all facts together do not cover it", says)
		}
		if bare, _ := own(t); read(t, says, bare).Recognized() {
			t.Errorf("%s: is read on a site of whose program nothing is known", says)
		}
	}
}

// TestEveryProgramSentenceCanBeUntrue: with other facts, each of them is.
func TestEveryProgramSentenceCanBeUntrue(t *testing.T) {
	c, evidence := program(t)
	other := claim.Program{}
	opposite := map[claim.FactValue]claim.FactValue{"true": "false", "false": "true"}
	for name, value := range evidence.Program {
		other[name] = "31 minutes"
		if opposite[value] != "" {
			other[name] = opposite[value]
		}
	}
	evidence.Program = other
	for _, says := range programSentences {
		if r := read(t, says, c); r.Untrue(evidence) == "" {
			t.Errorf("%s: nothing makes it untrue", says)
		}
	}
}

// TestProgramLies: none is recognized and holds.
func TestProgramLies(t *testing.T) {
	c, evidence := program(t)
	for says, untrue := range programLies {
		r := read(t, says, c)
		if r.Holds(evidence) || (r.Untrue(evidence) != "") != untrue {
			t.Errorf("%s: holds %v, untrue: %q, %#v", says, r.Holds(evidence), r.Untrue(evidence), r.Says)
		}
	}
}

// programLies says of each whether the grammar knows that it is untrue; the others are not read.
var programLies = map[string]bool{
	"Sessions — deleted 30 days after they ended.":                                        true,
	"We delete sessions 90 hours after they ended.":                                       true,
	"We delete sessions 90 seconds after they ended.":                                     true,
	"We delete sessions a day after they ended.":                                          true,
	"We keep sessions until a week after they ended.":                                     true,
	"Links are deleted 7 days after they expired.":                                        true,
	"A password has at least 8 characters.":                                               true,
	"A refund does not end the subscription.":                                             true,
	"A full refund of the current period leaves your plan as it is.":                      true,
	"A refund ends the subscription.":                                                     false, // a part of the money does not
	"Your plan ends with a refund.":                                                       false,
	"If you cancel, access ends at once.":                                                 true,
	"Payment records — deleted 365 days after your account was deleted.":                  true,
	"Payment records: deleted.":                                                           false,
	"Payment records are not deleted.":                                                    false,
	"Payment records are deleted 10 years after your account was deleted.":                false, // how long is a year?
	"Deleting your account does not delete your customer at Stripe.":                      true,
	"We delete the log of what happened.":                                                 true,
	"Logging out does not end your session.":                                              true,
	"Sessions are deleted 90 days after they ended and links 7 days.":                     false,
	"Links are deleted a day after they expired, and a refund leaves your plan as it is.": true,
	"We do not delete sessions 90 days after they ended.":                                 false,
	"We never delete sessions 90 days after they ended.":                                  false,
	"We delete no sessions 90 days after they ended.":                                     false,
	"We delete some sessions 90 days after they ended.":                                   false,
	"We delete most sessions 90 days after they ended.":                                   false,
	"We delete all sessions and backups 90 days after they ended.":                        false,
	"We delete sessions up to 90 days after they ended.":                                  false,
	"We delete sessions at least 90 days after they ended.":                               false,
	"We delete sessions at most 90 days after they ended.":                                false,
	"We delete sessions within 90 days after they ended.":                                 false,
	"We delete sessions about 90 days after they ended.":                                  false,
	"We delete sessions exactly 90 days after they ended.":                                false,
	"We may delete sessions 90 days after they ended.":                                    false,
	"We try to delete sessions 90 days after they ended.":                                 false,
	"We delete sessions 90 days before they ended.":                                       false,
	"We delete sessions 90 days after they began.":                                        false,
	"We delete sessions 90 days after they expired.":                                      false,
	"We delete sessions 90 working days after they ended.":                                false,
	"We delete sessions three months after they ended.":                                   false,
	"We keep sessions for 90 days.":                                                       false, // they are kept longer: from when they ended
	"Sessions: until 90 days after they ended.":                                           false,
	"Copies of your data: 24 hours.":                                                      false,
	"Sessions: 90 days.":                                                                  false,
	"We sell sessions 90 days after they ended.":                                          false,
	"Stripe deletes sessions 90 days after they ended.":                                   false,
	"We delete sessions 90 days after they ended, except on Sundays.":                     false,
	"We delete sessions 90 days after they ended (mostly).":                               false,
	"We delete sessions 90 days after they ended if you ask.":                             false,
	"We delete sessions 90 days after they ended because a refund ends the plan.":         false,
	"We delete sessions 90 days after they ended because we delete links after that":      false,
	"Copies of your data are kept for 24 hours or longer.":                                false,
	"We keep copies of your data for 24 days.":                                            true,
	"We keep copies of other people's data for 24 hours.":                                 false,
	"A password has at most 12 characters.":                                               false,
	"A password has 12 characters.":                                                       false,
	"A full refund does not end the subscription.":                                        true,
	"A refund never ends your account.":                                                   false,
	"Is it true that a refund does not end the subscription?":                             false,
	"You keep access to the end of the period you have paid for.":                         false,
	"Payment records are not stored.":                                                     false,
}

// TestProgramFactsAreNotMixed: what is said of one fact is not covered by another.
func TestProgramFactsAreNotMixed(t *testing.T) {
	_, evidence := program(t)
	for _, name := range slices.Sorted(maps.Keys(evidence.Program)) {
		one := []claim.Condition{claim.Program{name: evidence.Program[name]}}
		others := maps.Clone(evidence.Program)
		delete(others, name)
		if grammar.Covers([]claim.Condition{others}, one) || !grammar.Covers(one, one) {
			t.Errorf("%s is covered by others, or not by itself", name)
		}
	}
}

package mails_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/mail/letter/lettertest"
)

var update = flag.Bool("update", false, "write the golden mails again")

// TestGolden compares every mail with its file in testdata, so that changed words show in the diff.
func TestGolden(t *testing.T) {
	all := variants()
	for _, c := range lettertest.Examples() {
		all[string(c.Kind())] = c
	}
	for name, c := range all {
		golden, got := filepath.Join("testdata", name+".golden"), plain(write(t, c))
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if diff := cmp.Diff(string(want), got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
	if files, err := os.ReadDir("testdata"); err != nil || len(files) != len(all) {
		t.Errorf("%d files for %d mails, %v", len(files), len(all), err)
	}
}

func plain(m mail.Message) string {
	return "To: " + m.To + "\nSubject: " + m.Subject + "\nUnsubscribe: " + m.Unsubscribe + "\n\n" + m.Text + "\n" +
		m.HTML + "\n"
}

// variants returns the mails that say something else where a field is not set.
func variants() map[string]letter.Content {
	all := map[string]letter.Content{}
	for _, c := range lettertest.Examples() {
		switch c := c.(type) {
		case letter.NewDevice:
			c.Network = ""
			all["new_device_from_an_unknown_network"] = c
		case letter.RoleChanged:
			all["role_changed_to_member"] = letter.RoleChanged{}
		case letter.PolicyChanged:
			addPolicyChanges(all, c)
		case letter.PolicyWithdrawn:
			c.Member = false
			all["policy_withdrawn_for_a_subscriber_alone"] = c
			c.Recipient = letter.Recipient{Member: true}
			all["policy_withdrawn_for_a_member_alone"] = c
		case letter.Receipt:
			c.URL = ""
			all["receipt_without_a_page"] = c
		case letter.PlanCancelled:
			all["plan_cancelled_and_all_is_paid"] = letter.PlanCancelled{Plan: c.Plan, EndsAt: c.EndsAt}
		case letter.PaymentFailed:
			all["payment_failed_without_a_page"] = letter.PaymentFailed{What: c.What, Due: c.Due}
		case letter.Refunded:
			c.Refunded = c.Charged
			all["refunded_in_full"] = c
		case letter.AuditFound:
			all["audit_found_one"] = letter.AuditFound{
				Audit: c.Audit, Count: 1, Findings: []string{"The cookie a is not declared."},
			}
		}
	}
	return all
}

func addPolicyChanges(all map[string]letter.Content, c letter.PolicyChanged) {
	for name, change := range map[string]func(c *letter.PolicyChanged){
		"for_a_member_alone":     func(c *letter.PolicyChanged) { c.Subscription = letter.Subscription{} },
		"for_a_subscriber_alone": func(c *letter.PolicyChanged) { c.Member = false },
		"at_once":                func(c *letter.PolicyChanged) { c.EffectiveAt = time.Time{} },
		"without_asking":         func(c *letter.PolicyChanged) { c.AsksAgain = false },
		"and_checks_no_less":     func(c *letter.PolicyChanged) { c.Lost = nil },
		"for_the_first_time":     func(c *letter.PolicyChanged) { c.Before = 0 },
	} {
		changed := c
		change(&changed)
		all["policy_changed_"+name] = changed
	}
}

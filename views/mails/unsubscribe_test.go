package mails_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/mail/letter/lettertest"
)

// aboutAccounts are the kinds that nobody can end: what happened to an account, what it pays, and
// what an admin's account has to know.
const aboutAccounts = `confirm_address address_taken sign_up_again reset_password login_link confirm_new_address
	address_changed address_is_yours export_ready deletion_asked account_erased role_changed
	session_reused new_device many_failures wrong_codes password_changed address_asked factor_changed factors_removed
	recovery_used receipt payment_failed payment_under_way payment_to_confirm refunded plan_cancelled plan_ended
	trial_begun trial_refused trial_ending renewal_ahead card_expiring billing_alert audit_found site_drifted sites_pause`

// TestUnsubscribing: every mail that is not about an account offers to end it, in its words and in
// its header. A new kind of mail belongs to one of the two.
func TestUnsubscribing(t *testing.T) {
	accounts := strings.Fields(aboutAccounts)
	for _, c := range lettertest.Examples() {
		m := write(t, c)
		offers := strings.HasPrefix(m.Unsubscribe, site.BaseURL+"/legal/unsubscribe?token=")
		if isAboutAccount := slices.Contains(accounts, string(c.Kind())); offers == isAboutAccount {
			t.Errorf("%s: about an account: %t, its header is %q", c.Kind(), isAboutAccount, m.Unsubscribe)
		}
		if offers && !strings.Contains(m.Text, m.Unsubscribe) {
			t.Errorf("%s: the text does not offer it", c.Kind())
		}
	}
	for _, name := range accounts {
		if !slices.ContainsFunc(letter.Kinds(), func(c letter.Content) bool { return string(c.Kind()) == name }) {
			t.Errorf("there is no mail %s", name)
		}
	}
}

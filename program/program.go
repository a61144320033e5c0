// Package program names what the program does with people's data and money, as far as its policies
// speak of it: periods, deletion, refunds, mails. Each is a constant that the code itself uses, or
// that a test compares with what the code does. [Facts] lists them under the names that claims in
// policies use, each with the test that holds it, so that a policy whose sentence says something
// else is refused.
//
// The package imports nothing of ours, and everybody may import it. To add a fact, add a constant,
// a line in [Facts] and a test; then claim it in content/. Start reading at [Facts].
package program

import (
	"fmt"
	"strconv"
	"time"
)

// Fact is one thing that the program does.
type Fact struct {
	Name  string // as claims name it: "sessions_kept"
	Value string // "90 days", "12", "true"
	Test  string // package and name of the test that fails if it is not so: "auth.TestTidy"
}

// Facts returns all facts.
func Facts() []Fact {
	return []Fact{
		{"sessions_kept", Words(SessionsKept), "auth.TestTidy"},
		{"unconfirmed_sign_ups_kept", Words(UnconfirmedSignUpsKept), "auth.TestTidy"},
		{"expired_links_kept", Words(ExpiredLinksKept), "auth.TestTidy"},
		{"attempts_kept", Words(AttemptsKept), "auth.TestTidy"},
		{"exports_kept", Words(ExportsKept), "auth.TestTidy"},
		{"unconfirmed_subscriptions_kept", Words(UnconfirmedSubscriptionsKept), "announce.TestUnconfirmedAreForgotten"},
		{"sent_mails_kept", Words(SentMailsKept), "jobs.TestMailsAreForgotten"},
		{"failed_mails_kept", Words(FailedMailsKept), "jobs.TestMailsAreForgotten"},
		{"bounce_marks_kept", Words(BounceMarksKept), "auth.TestTidy"},
		{"backups_kept", Words(BackupsKept), "backup.TestOldBackupsAreDeleted"},
		{"deleted_websites_kept", Words(DeletedWebsitesKept), "site/hosting.TestDeletedSites"},
		{"websites_without_plan_kept", Words(WebsitesWithoutPlanKept), "site/hosting.TestForgottenTrials"},
		{"looks_at_websites_kept", Words(LooksAtWebsitesKept), "site/hosting.TestForgottenTrials"},
		{"abuse_reports_kept", Words(AbuseReportsKept), "site/hosting.TestOldReportsOfPages"},
		{"audit_reports_kept", Words(AuditReportsKept), "audit/schedule.TestOldAuditsAreForgotten"},
		{"audit_logins_kept", Words(AuditLoginsKept), "site/hosting.TestLoginsAreForgotten"},
		{"audit_pictures_kept", strconv.Itoa(AuditPicturesKept), "audit/schedule.TestOldAuditsAreForgotten"},
		{"client_addresses_kept", Words(ClientAddressesKept), "handlers.TestAddressesAreForgotten"},
		{"trial_marks_kept", Words(TrialMarksKept), "billing.TestTrialMarksAreForgotten"},
		{"payment_records_kept", Words(PaymentRecordsKept), "billing.TestPaymentRecordsAreDeleted"},
		{"deletion_delay", Words(DeletionDelay), "auth.TestDeletionWaits"},
		{"min_password_length", strconv.Itoa(MinPasswordLength), "auth/password.TestLength"},

		{"refund_ends_plan", yes(RefundEndsPlan), "billing.TestRefundEndsThePlan"},
		{"refund_ends_purchase", yes(RefundEndsPurchase), "billing.TestBoughtOnce"},
		{"cancelling_ends_access", yes(CancellingEndsAccess), "billing.TestCancelledPlanGoesOn"},
		{"deletion_cancels_plan", yes(DeletionCancelsPlan), "billing.TestPlansAreCancelledAndKept"},
		{"deletion_reaches_stripe", yes(DeletionReachesStripe), "billing.TestErasureReachesStripe"},
		{"audit_logins_sealed", yes(AuditLoginsSealed), "site/hosting.TestLoginIsForOneAudit"},
		{"audit_logins_reported", yes(AuditLoginsReported), "site/hosting.TestAuditOfMembersOnly"},
		{"audit_logins_end_with_audit", yes(AuditLoginsEndWithAudit), "models.TestLoginGoesWithItsAudit"},
		{"activity_log_deleted", yes(ActivityLogDeleted), "models.TestAuditLogIsOnlyAddedTo"},
		{"log_networks_erased", yes(LogNetworksErased), "models.TestErasedLog"},
		{"admin_reasons_shown", yes(AdminReasonsShown), "handlers.TestReasonsAreShown"},
		{"editorial_changes_mailed", yes(EditorialChangesMailed), "announce.TestWhoIsTold"},
		{"versions_readable", yes(VersionsReadable), "models.TestPublishedVersionsNeverChange"},
		{"consent_records_kept", Words(ConsentRecordsKept), "site.TestTheChainOutlivesItsBeginning"},
		{"consent_records_name_visitor", yes(ConsentRecordsNameVisitor), "models.TestConsentsNeverChange"},
		{"full_addresses_stored", yes(FullAddressesStored), "auth.TestWhereFrom"},
		{"log_out_ends_session", yes(LogOutEndsSession), "auth.TestLogOut"},
	}
}

func yes(is bool) string { return strconv.FormatBool(is) }

// Words returns a period in words, in the greatest unit in which it is a whole number. A single
// day is "24 hours", as policies call it.
func Words(d time.Duration) string {
	for _, unit := range []struct {
		word   string
		length time.Duration
	}{{"day", day}, {"hour", time.Hour}, {"minute", time.Minute}} {
		n := d / unit.length
		if d%unit.length == 0 && n > 1 {
			return fmt.Sprintf("%d %ss", n, unit.word)
		}
	}
	return d.String()
}

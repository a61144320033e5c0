package rules

import (
	"time"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

// OpenDispute: the customer asks their bank for the money; it is gone until the
// dispute is won.
func OpenDispute(tx *store.Tx, one *objects.Charge, reason string) (*objects.Dispute, error) {
	if !one.Paid || one.Disputed || one.Refunded { // a bank asks once
		return nil, apierror.BadState("", "Only a charge that is paid, not refunded and not disputed yet can be disputed.")
	}
	id, now := objects.NewID("dp_"), tx.Now()
	one.Disputed = true
	made := tx.Disputes.Put(id, &objects.Dispute{
		ID: id, Object: "dispute", Amount: one.Amount - one.AmountRefunded,
		BalanceTransactions: []string{}, Charge: one.ID, Created: now.Unix(),
		Currency: one.Currency, Evidence: map[string]string{}, Metadata: map[string]string{},
		PaymentIntent: one.PaymentIntent, Reason: reason,
		EvidenceDetails: objects.EvidenceDetails{DueBy: new(now.Add(9 * 24 * time.Hour).Unix())}, Status: "needs_response",
	})
	return made, events.AnnounceAll(
		tx, events.About("charge.dispute.created", made),
		events.About("charge.dispute.funds_withdrawn", made),
	)
}

// Decide ends a dispute, won or lost.
func Decide(tx *store.Tx, one *objects.Dispute, won bool) error {
	if one.Status == "won" || one.Status == "lost" {
		return apierror.BadState("", "This dispute has been "+one.Status+" already.")
	}
	one.Status = "lost"
	if won {
		one.Status = "won"
		if err := events.Announce(tx, "charge.dispute.funds_reinstated", one); err != nil {
			return err
		}
	}
	return events.Announce(tx, "charge.dispute.closed", one)
}

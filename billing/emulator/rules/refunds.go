package rules

import (
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
	"github.com/prokken/prokken/money"
)

// Refund gives back a part of a charge, or what is left of it.
func Refund(
	tx *store.Tx, one *objects.Charge, amount int64, reason *string, metadata map[string]string,
) (*objects.Refund, error) {
	left := one.Amount - one.AmountRefunded
	switch {
	case !one.Paid:
		return nil, apierror.BadState(
			"charge_not_refundable", "This charge has not been paid, so that there is nothing to refund.",
		)
	case one.Disputed && !HasWon(tx, one):
		return nil, apierror.BadState("charge_disputed", "Charge "+one.ID+" has been charged back; cannot issue a refund.")
	case left == 0:
		return nil, apierror.BadState("charge_already_refunded", "Charge "+one.ID+" has already been refunded.")
	case amount < 1 || amount > left:
		return nil, apierror.BadParam(
			"amount", "",
			"Refund amount ("+money.Full(
				amount, one.Currency,
			)+") is greater than unrefunded amount on charge ("+money.Full(left, one.Currency)+")",
		)
	}
	id := objects.NewID("re_")
	made := tx.Refunds.Put(id, &objects.Refund{
		ID: id, Object: "refund", Amount: amount, Charge: one.ID, Created: tx.Now().Unix(),
		Currency: one.Currency, Metadata: metadata,
		PaymentIntent: one.PaymentIntent, Reason: reason, Status: "succeeded",
	})
	one.AmountRefunded += amount
	one.Refunded = one.AmountRefunded == one.Amount
	return made, events.AnnounceAll(tx, events.About("charge.refunded", one), events.About("refund.created", made))
}

// FailRefund: the customer's bank did not take it.
func FailRefund(tx *store.Tx, made *objects.Refund) error {
	if made.Status != "succeeded" {
		return apierror.BadState("", "This refund is "+made.Status+".")
	}
	made.Status, made.FailureReason = "failed", new("lost_or_stolen_card")
	one := tx.Charges.Get(made.Charge)
	one.AmountRefunded -= made.Amount
	one.Refunded = false
	return events.AnnounceAll(tx, events.About("refund.updated", made), events.About("refund.failed", made))
}

// RefundsOf are the refunds of a charge, the newest first.
func RefundsOf(tx *store.Tx, id string) []*objects.Refund {
	found := []*objects.Refund{}
	for _, one := range tx.Refunds.Newest() {
		if one.Charge == id {
			found = append(found, one)
		}
	}
	return found
}

// HasWon reports whether the dispute of a charge was won: the charge stays a disputed one.
func HasWon(tx *store.Tx, one *objects.Charge) bool {
	for _, d := range tx.Disputes.Newest() {
		if d.Charge == one.ID {
			return d.Status == "won"
		}
	}
	return false
}

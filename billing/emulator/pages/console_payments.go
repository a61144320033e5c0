package pages

import (
	"fmt"
	"slices"
	"time"

	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
	"github.com/prokken/prokken/money"
)

// paymentRow is a payment with what a bank or a cardholder can do to it.
func paymentRow(tx *store.Tx, one *objects.PaymentIntent) consoleRow {
	made := consoleRow{
		id: one.ID, title: money.Full(one.Amount, one.Currency), state: one.Status,
		words: mailOf(tx, one.Customer) + "; " + moment(one.Created), links: linksOf(one.ID),
	}
	switch one.Status {
	case "processing":
		made.acts = append(made.acts, consoleButton{act: "settle", id: one.ID, label: "The bank pays"}, consoleButton{
			act: "return", id: one.ID, label: "The bank returns it", hurts: true,
		})
	case "requires_action":
		made.links = append(made.links, consoleLink{store.Prefix + "/authenticate/" + one.ID, "Answer 3D Secure"})
	}
	if c := tx.Charges.Look(objects.Value(one.LatestCharge)); c != nil && c.Paid {
		chargeActs(tx, c, &made)
	}
	return made
}

func chargeActs(tx *store.Tx, c *objects.Charge, made *consoleRow) {
	made.links = append(made.links, linksOf(c.ID)...)
	for _, d := range tx.Disputes.Newest() {
		if d.Charge == c.ID {
			disputeActs(d, made)
		}
	}
	left := c.Amount - c.AmountRefunded
	if left > 0 && (!c.Disputed || rules.HasWon(tx, c)) {
		made.acts = append(made.acts, consoleButton{
			act: "refund", id: c.ID, label: "Refund", amount: money.Digits(left, c.Currency),
		})
	}
	if left > 0 && !c.Disputed {
		made.acts = append(made.acts, consoleButton{act: "dispute", id: c.ID, label: "Dispute it", hurts: true})
	}
	refundActs(tx, c, made)
}

func disputeActs(d *objects.Dispute, made *consoleRow) {
	made.log = append(made.log, "Dispute: "+d.Status)
	if d.Status == "won" || d.Status == "lost" {
		return
	}
	made.acts = append(made.acts, consoleButton{act: "win", id: d.ID, label: "Win the dispute"}, consoleButton{
		act: "lose", id: d.ID, label: "Lose the dispute", hurts: true,
	})
}

func refundActs(tx *store.Tx, c *objects.Charge, made *consoleRow) {
	for _, r := range rules.RefundsOf(tx, c.ID) {
		made.log = append(made.log, "Refund of "+money.Full(r.Amount, r.Currency)+": "+r.Status)
		if r.Status == "succeeded" {
			made.acts = append(made.acts, consoleButton{
				act: "fail_refund", id: r.ID,
				label: "Let the refund of " + money.Full(r.Amount, r.Currency) + " fail", hurts: true,
			})
		}
	}
}

// eventRows are the newest events with what became of them.
func eventRows(tx *store.Tx) []consoleRow {
	sent := map[string][]string{}
	for _, d := range tx.Deliveries.Newest() {
		if len(sent) > 2*consoleRows {
			break
		}
		sent[d.Event] = append(sent[d.Event], deliveryLine(d))
	}
	return rowsOf(tx, tx.Events, func(_ *store.Tx, one *objects.Event) consoleRow {
		made := consoleRow{
			id:    one.ID,
			title: one.Type,
			words: moment(one.Created),
			links: linksOf(one.ID),
			log:   sent[one.ID],
		}
		slices.Reverse(made.log)
		if len(made.log) == 0 {
			made.state = "not sent"
		}
		made.acts = []consoleButton{{act: "resend", id: one.ID, label: "Send it again"}}
		return made
	})
}

// deliveryLine is what became of a delivery.
func deliveryLine(d *objects.Delivery) string {
	text := d.URL + ": " + d.State
	if len(d.Attempts) == 0 {
		return text
	}
	last := d.Attempts[len(d.Attempts)-1]
	text += fmt.Sprintf(
		", tried %d×, last at %s: %d in %d ms", len(d.Attempts),
		time.UnixMilli(last.At).UTC().Format("15:04:05"), last.Status, last.Milliseconds,
	)
	if last.Error != "" {
		text += ", " + last.Error
	}
	return text
}

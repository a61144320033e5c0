package emulator

import (
	"fmt"
	"slices"
	"time"

	"github.com/prokken/prokken/money"
)

// paymentRow is a payment with what a bank or a cardholder can do to it.
func (e *Emulator) paymentRow(one *paymentIntent) consoleRow {
	made := consoleRow{
		id: one.ID, title: full(one.Amount, one.Currency), state: one.Status, words: e.mailOf(one.Customer) + "; " + moment(one.Created), links: e.linksOf(one.ID),
	}
	switch one.Status {
	case "processing":
		made.acts = append(made.acts, consoleButton{act: "settle", id: one.ID, label: "The bank pays"}, consoleButton{act: "return", id: one.ID, label: "The bank returns it", hurts: true})
	case "requires_action":
		made.links = append(made.links, consoleLink{Prefix + "/authenticate/" + one.ID, "Answer 3D Secure"})
	}
	if c := e.state.charges.look(value(one.LatestCharge)); c != nil && c.Paid {
		e.chargeActs(c, &made)
	}
	return made
}

func (e *Emulator) chargeActs(c *charge, made *consoleRow) {
	left := c.Amount - c.AmountRefunded
	made.links = append(made.links, e.linksOf(c.ID)...)
	open := false
	for _, d := range e.state.disputes.newest() {
		if d.Charge != c.ID {
			continue
		}
		made.log = append(made.log, "Dispute: "+d.Status)
		if d.Status != "won" && d.Status != "lost" {
			open = true
			made.acts = append(made.acts, consoleButton{act: "win", id: d.ID, label: "Win the dispute"}, consoleButton{act: "lose", id: d.ID, label: "Lose the dispute", hurts: true})
		}
	}
	if left > 0 && !c.Disputed && !open {
		made.acts = append(made.acts, consoleButton{act: "refund", id: c.ID, label: "Refund", amount: money.Digits(left, c.Currency)})
		if c.AmountRefunded == 0 || !c.Refunded {
			made.acts = append(made.acts, consoleButton{act: "dispute", id: c.ID, label: "Dispute it", hurts: true})
		}
	}
	for _, r := range e.refundsOf(c.ID) {
		made.log = append(made.log, "Refund of "+full(r.Amount, r.Currency)+": "+r.Status)
		if r.Status == "succeeded" {
			made.acts = append(made.acts, consoleButton{act: "fail_refund", id: r.ID, label: "Let the refund of " + full(r.Amount, r.Currency) + " fail", hurts: true})
		}
	}
}

// eventRows are the newest events with what became of them.
func (e *Emulator) eventRows() []consoleRow {
	sent := map[string][]string{}
	for _, d := range e.state.deliveries.newest() {
		if len(sent) > 2*consoleRows {
			break
		}
		sent[d.Event] = append(sent[d.Event], d.line())
	}
	return rowsOf(e.state.events, func(one *event) consoleRow {
		made := consoleRow{id: one.ID, title: one.Type, words: moment(one.Created), links: e.linksOf(one.ID), log: sent[one.ID]}
		slices.Reverse(made.log)
		if len(made.log) == 0 {
			made.state = "not sent"
		}
		made.acts = []consoleButton{{act: "resend", id: one.ID, label: "Send it again"}}
		return made
	})
}

// line is what became of a delivery.
func (d *delivery) line() string {
	text := d.URL + ": " + d.State
	if len(d.Attempts) == 0 {
		return text
	}
	last := d.Attempts[len(d.Attempts)-1]
	text += fmt.Sprintf(", tried %d×, last at %s: %d in %d ms", len(d.Attempts), time.UnixMilli(last.At).UTC().Format("15:04:05"), last.Status, last.Milliseconds)
	if last.Error != "" {
		text += ", " + last.Error
	}
	return text
}

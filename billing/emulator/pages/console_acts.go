package pages

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/prokken/prokken/billing/emulator/api"
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
	"github.com/prokken/prokken/money"
)

// consoleActs is what the console's forms do; most are about one id.
var consoleActs = map[string]func(*consolePages, *http.Request) error{
	"clock":    (*consolePages).advance,
	"switches": (*consolePages).setSwitches,
	"reset":    func(p *consolePages, _ *http.Request) error { return p.actions.Reset() },
	"card": func(p *consolePages, r *http.Request) error {
		owner, number, _ := strings.Cut(r.PostFormValue("id"), " ")
		_, err := p.actions.ChangeCard(owner, number)
		return err
	},
	"renew_card":   func(p *consolePages, r *http.Request) error { return p.actions.RenewCard(r.PostFormValue("id")) },
	"lose_address": func(p *consolePages, r *http.Request) error { return p.actions.LoseAddress(r.PostFormValue("id")) },
	"finalize": func(p *consolePages, r *http.Request) error {
		return p.actions.FinalizeInvoice(r.PostFormValue("id"))
	},
	"expire": func(p *consolePages, r *http.Request) error {
		return p.operate(api.ExpireSession, nil, r.PostFormValue("id"))
	},
	"end": func(p *consolePages, r *http.Request) error {
		return p.operate(api.CancelSubscription, url.Values{}, r.PostFormValue("id"))
	},
	"settle":      func(p *consolePages, r *http.Request) error { return p.actions.Settle(r.PostFormValue("id"), true) },
	"return":      func(p *consolePages, r *http.Request) error { return p.actions.Settle(r.PostFormValue("id"), false) },
	"refund":      (*consolePages).refund,
	"fail_refund": func(p *consolePages, r *http.Request) error { return p.actions.FailRefund(r.PostFormValue("id")) },
	"dispute": func(p *consolePages, r *http.Request) error {
		_, err := p.actions.Dispute(r.PostFormValue("id"), "")
		return err
	},
	"win":    func(p *consolePages, r *http.Request) error { return p.actions.Decide(r.PostFormValue("id"), true) },
	"lose":   func(p *consolePages, r *http.Request) error { return p.actions.Decide(r.PostFormValue("id"), false) },
	"resend": func(p *consolePages, r *http.Request) error { return p.actions.Resend(r.PostFormValue("id")) },
}

// advance lets time pass. To the next renewal means until it is paid,
// which is an hour later.
func (p *consolePages) advance(r *http.Request) error {
	now := p.clock.Now()
	switch r.PostFormValue("by") {
	case "hour":
		return p.clock.Advance(time.Hour)
	case "day":
		return p.clock.Advance(24 * time.Hour)
	case "3days":
		return p.clock.Advance(72 * time.Hour)
	case "month":
		return p.clock.Advance(now.AddDate(0, 1, 0).Sub(now))
	case "renewal":
		at := p.renewsAt()
		if at == 0 {
			return apierror.BadState("", "No subscription renews.")
		}
		return p.clock.Advance(max(time.Unix(at, 0).Sub(now), 0) + rules.FinalizeAfter + time.Minute)
	}
	return apierror.BadState("", "Please choose how much time shall pass.")
}

func (p *consolePages) renewsAt() (at int64) {
	p.store.View(func(tx *store.Tx) { at = nextRenewal(tx) })
	return at
}

func (p *consolePages) setSwitches(r *http.Request) error {
	to := p.actions.Switches()
	to.Shuffle, to.Unpaid = r.PostFormValue("shuffle") != "", r.PostFormValue("unpaid") != ""
	to.Redirect, to.APIVersion = r.PostFormValue("redirect"), typedText(r, "api_version")
	drop, wrongDrop := strconv.Atoi(typedText(r, "drop"))
	delay, wrongDelay := strconv.Atoi(typedText(r, "delay_ms"))
	again, wrongAgain := strconv.Atoi(typedText(r, "duplicate"))
	if wrongDrop != nil || wrongDelay != nil || wrongAgain != nil {
		return apierror.BadState("", "Please type whole numbers.")
	}
	to.Drop, to.DelayMS, to.Duplicate = float64(drop)/100, delay, again
	return p.actions.SetSwitches(to)
}

func (p *consolePages) refund(r *http.Request) error {
	id := r.PostFormValue("id")
	amount, isOne := money.Parse(typedText(r, "amount"), p.currencyOf(id))
	if !isOne {
		return apierror.BadState("", "Please type an amount, like 9.00.")
	}
	_, err := p.actions.Refund(id, amount, "")
	return err
}

func (p *consolePages) currencyOf(charge string) (currency string) {
	p.store.View(func(tx *store.Tx) {
		if c := tx.Charges.Look(charge); c != nil {
			currency = c.Currency
		}
	})
	return currency
}

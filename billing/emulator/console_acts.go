package emulator

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/prokken/prokken/money"
)

// consoleActs is what the console's forms do; most are about one id.
var consoleActs = map[string]func(*Emulator, *http.Request) error{
	"clock":    (*Emulator).consoleClock,
	"switches": (*Emulator).consoleSwitches,
	"reset":    func(e *Emulator, _ *http.Request) error { return e.Reset() },
	"card": func(e *Emulator, r *http.Request) error {
		owner, number, _ := strings.Cut(r.PostFormValue("id"), " ")
		_, err := e.ChangeCard(owner, number)
		return err
	},
	"renew_card":   func(e *Emulator, r *http.Request) error { return e.RenewCard(r.PostFormValue("id")) },
	"lose_address": func(e *Emulator, r *http.Request) error { return e.LoseAddress(r.PostFormValue("id")) },
	"finalize":     func(e *Emulator, r *http.Request) error { return e.FinalizeInvoice(r.PostFormValue("id")) },
	"expire":       func(e *Emulator, r *http.Request) error { return e.operate(expireSession, r.PostFormValue("id"), nil) },
	"end": func(e *Emulator, r *http.Request) error {
		return e.operate(cancelSubscription, r.PostFormValue("id"), url.Values{})
	},
	"settle":      func(e *Emulator, r *http.Request) error { return e.Settle(r.PostFormValue("id"), true) },
	"return":      func(e *Emulator, r *http.Request) error { return e.Settle(r.PostFormValue("id"), false) },
	"refund":      (*Emulator).consoleRefund,
	"fail_refund": func(e *Emulator, r *http.Request) error { return e.FailRefund(r.PostFormValue("id")) },
	"dispute": func(e *Emulator, r *http.Request) error {
		_, err := e.Dispute(r.PostFormValue("id"), "")
		return err
	},
	"win":    func(e *Emulator, r *http.Request) error { return e.Decide(r.PostFormValue("id"), true) },
	"lose":   func(e *Emulator, r *http.Request) error { return e.Decide(r.PostFormValue("id"), false) },
	"resend": func(e *Emulator, r *http.Request) error { return e.Resend(r.PostFormValue("id")) },
}

// consoleClock lets time pass. To the next renewal means until it is paid,
// which is an hour later.
func (e *Emulator) consoleClock(r *http.Request) error {
	now := e.Now()
	switch r.PostFormValue("by") {
	case "hour":
		return e.Advance(time.Hour)
	case "day":
		return e.Advance(24 * time.Hour)
	case "3days":
		return e.Advance(72 * time.Hour)
	case "month":
		return e.Advance(now.AddDate(0, 1, 0).Sub(now))
	case "renewal":
		at := e.renewsAt()
		if at == 0 {
			return badState("", "No subscription renews.")
		}
		return e.Advance(max(time.Unix(at, 0).Sub(now), 0) + finalizeAfter + time.Minute)
	}
	return badState("", "Please choose how much time shall pass.")
}

func (e *Emulator) renewsAt() int64 {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.nextRenewal()
}

func (e *Emulator) consoleSwitches(r *http.Request) error {
	to := e.Switches()
	to.Shuffle, to.Unpaid = r.PostFormValue("shuffle") != "", r.PostFormValue("unpaid") != ""
	to.Redirect, to.APIVersion = r.PostFormValue("redirect"), typedText(r, "api_version")
	drop, wrongDrop := strconv.Atoi(typedText(r, "drop"))
	delay, wrongDelay := strconv.Atoi(typedText(r, "delay_ms"))
	again, wrongAgain := strconv.Atoi(typedText(r, "duplicate"))
	if wrongDrop != nil || wrongDelay != nil || wrongAgain != nil {
		return badState("", "Please type whole numbers.")
	}
	to.Drop, to.DelayMS, to.Duplicate = float64(drop)/100, delay, again
	return e.SetSwitches(to)
}

func (e *Emulator) consoleRefund(r *http.Request) error {
	id := r.PostFormValue("id")
	amount, isOne := money.Parse(typedText(r, "amount"), e.currencyOf(id))
	if !isOne {
		return badState("", "Please type an amount, like 9.00.")
	}
	_, err := e.Refund(id, amount, "")
	return err
}

func (e *Emulator) currencyOf(charge string) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if c := e.state.charges.look(charge); c != nil {
		return c.Currency
	}
	return ""
}

package api

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/store"
)

// answerLife is how long an idempotency key is remembered.
const answerLife = 24 * time.Hour

// savedAnswer finds the answer that the request's idempotency key got before, and
// the mark of the request for a new answer.
func savedAnswer(tx *store.Tx, p params.Params, r *http.Request) (objects.Answer, string, bool) {
	mark := fingerprint(p, r)
	known := tx.Answers.Look(r.Header.Get("Idempotency-Key"))
	if r.Method != http.MethodPost || known == nil || isForgotten(tx, known) {
		return objects.Answer{}, mark, false
	}
	if known.Mark != mark {
		message := "Keys for idempotent requests can only be used with the same parameters they were first used with."
		return failed(tx, &apierror.Error{
			Status: http.StatusBadRequest, Type: apierror.Idempotency, Message: message,
		}), mark, true
	}
	repeated := *known
	repeated.Repeated = true
	return repeated, mark, true
}

func remember(tx *store.Tx, r *http.Request, a objects.Answer) {
	if key := r.Header.Get("Idempotency-Key"); key != "" && r.Method == http.MethodPost {
		tx.Answers.Put(key, &a)
		forgetAnswers(tx)
	}
}

// forgetAnswers drops a few of the oldest, whose time is over.
func forgetAnswers(tx *store.Tx) {
	seen := 0
	for key, known := range tx.Answers.Oldest() {
		if isForgotten(tx, known) {
			tx.Answers.Remove(key)
		}
		if seen++; seen == 2 {
			return
		}
	}
}

func isForgotten(tx *store.Tx, a *objects.Answer) bool {
	return tx.Now().Unix()-a.At > int64(answerLife.Seconds())
}

func fingerprint(p params.Params, r *http.Request) string {
	sum := sha256.Sum256([]byte(r.Method + " " + r.URL.Path + "?" + p.Encode()))
	return hex.EncodeToString(sum[:])
}
